import type { EngineModel } from '../../engine/process/protocol'
import type { SpawnEngine } from '../../engine/process/engine-client'
import { findReadout } from '../../engine/readouts/registry'
import { deviceName } from '../../../src-preload/contract/device'
import { profileOf } from '../../engine/runtime/device-profile'
import type { WeightCache } from '../../engine/runtime/weight-files'
import { buildDag } from '../../engine/schedule/dag'
import { addMacs, makespan, NO_MACS } from '../../experiments/estimate'
import { planEngines, type EnginePlan } from '../../experiments/memory-plan'
import { statesHeld } from '../../experiments/states-held'
import { WorkQueue } from '../../experiments/work-queue'
import type {
  ExecutionOptions,
  ExecutionReport,
  Executor,
  Job,
  ReadingSink,
  WritingJob,
  WritingOptions,
} from '../executor'
import { Dispatcher } from './dispatcher'
import type { EngineGroup } from './engine-group'
import { EnginePool } from './engine-pool'
import { Ledger } from './ledger'
import { Progress } from './progress'

/** Computes on this machine: plans its engines, leases them, lets a dispatcher hand out the work. */
export class LocalExecutor implements Executor {
  private readonly pool: EnginePool

  constructor(
    spawn: SpawnEngine,
    private readonly cache: () => WeightCache,
  ) {
    this.pool = new EnginePool(spawn)
  }

  async execute(job: Job, sink: ReadingSink, options: ExecutionOptions): Promise<ExecutionReport> {
    const queue = WorkQueue.of(job, job.packing)
    const ledger = new Ledger(queue.allPieces())
    if (job.documents.length === 0) return report(true, ledger, null, 0, new Progress(ledger, 0, 1, options))
    const readout = findReadout(job.readout)
    const dag = buildDag(job.schedules)
    const profile = profileOf(job.device)
    const plan = planEngines(job.model.cost, statesHeld(dag, job.wants, readout), {
      memoryBytes: job.memoryBytes,
      cores: profile.nEngines ?? job.cores,
      batchTokens: job.batchTokens ?? profile.batchTokens ?? undefined,
    })
    const progress = new Progress(ledger, job.documents.length, plan.nEngines, options)
    progress.tell('loading', 'loading the model')
    const group = await this.lease(job, plan, progress, options.signal)
    if (!group) return report(false, ledger, plan, 0, progress)
    try {
      options.onLog(describeEngines(group, plan))
      const numbers = await group.know(job.schedules)
      const dispatcher = new Dispatcher(
        { job, readout, dag, group, numbers, queue, ledger, progress, sink },
        plan.batchTokens,
        options,
      )
      const estimated = options.signal.aborted ? 0 : await this.estimate(job, dispatcher, group, progress, options)
      const complete = !options.signal.aborted && (await dispatcher.run())
      this.pool.release(group)
      return report(complete, ledger, plan, estimated, progress)
    } catch (error) {
      group.dispose()
      throw error
    }
  }

  async write(job: WritingJob, { signal, onLog, onTokens }: WritingOptions): Promise<boolean> {
    const cores = profileOf(job.device).nEngines ?? job.cores
    const { layout } = planEngines(job.model.cost, 2, { memoryBytes: job.memoryBytes, cores: 1 })
    const { path, fingerprint } = job.model
    const spec = { modelPath: path, fingerprint, device: job.device, threads: cores, layout, cache: this.cache() }
    let group: EngineGroup
    try {
      group = await this.pool.lease({ ...spec, nEngines: 1, writes: true }, { onWeights: () => undefined, signal })
    } catch (error) {
      if (signal.aborted) return false
      throw error
    }
    try {
      onLog(`one engine x ${cores} threads writes`)
      const numbers = await group.know(job.schedules)
      const { prompts, maxNewTokens, endTokens, cache } = job
      const call = group
        .engine(0)
        .generate({ wanted: numbers, prompts, maxNewTokens, endTokens, cache }, (number, rows, tokens) => {
          onTokens(numbers.indexOf(number), rows, tokens, (prompt) => call.enough(number, prompt))
        })
      signal.addEventListener('abort', call.cancel, { once: true })
      const complete = await call.answer.finally(() => signal.removeEventListener('abort', call.cancel))
      this.pool.release(group)
      return complete
    } catch (error) {
      group.dispose()
      throw error
    }
  }

  async close(): Promise<void> {
    this.pool.close()
  }

  /** Returns null where the execution was cancelled meanwhile. */
  private async lease(
    job: Job,
    plan: EnginePlan,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<EngineGroup | null> {
    const onWeights = (done: number, total: number): void =>
      progress.tell('loading', `dequantising the weights: ${Math.floor((100 * done) / total)} %`)
    try {
      return await this.pool.lease({ ...this.engineModel(job, plan), nEngines: plan.nEngines }, { onWeights, signal })
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  }

  private engineModel(job: Job, plan: EnginePlan): EngineModel {
    const { path, fingerprint } = job.model
    const { threads, layout } = plan
    return { modelPath: path, fingerprint, device: job.device, threads, layout, cache: this.cache() }
  }

  /** Measures all engines at once on rows of the job, unless they were measured before, and multiplies by the work. */
  private async estimate(
    job: Job,
    dispatcher: Dispatcher,
    group: EngineGroup,
    progress: Progress,
    options: ExecutionOptions,
  ): Promise<number> {
    const { macs, sample } = dispatcher.rehearse()
    if (!group.speed) {
      progress.tell('calibrating', 'measuring the speed of this machine')
      group.speed = await group.calibrate(sample?.rows ?? [], options.signal)
      if (!group.speed) return 0
      options.onSpeed({ ...group.speed, nEngines: group.size })
    }
    progress.begin(macs.reduce(addMacs, NO_MACS), group.speed)
    const seconds = makespan(macs, group.speed, group.size)
    options.onLog(
      `estimate: ${seconds.toFixed(1)} s for ${job.documents.length} documents and ${job.schedules.length} schedules on ${deviceName(job.device)}`,
    )
    return seconds
  }
}

function describeEngines({ opened }: EngineGroup, { nEngines, threads, batchTokens }: EnginePlan): string {
  const weights = {
    prepacked: 'weights laid out for speed in each engine',
    mapped: 'weights mapped from their file',
    memory: 'weights held in memory',
  }[opened.layout]
  const from = { own: "the model's own file", cache: 'the weight cache', none: 'no file' }[opened.weightFile]
  const count = (n: number, what: string): string => `${n} ${what}${n > 1 ? 's' : ''}`
  return `${count(nEngines, 'engine')} x ${count(threads, 'thread')}, ${weights} (${from}), ${batchTokens} tokens a batch`
}

const report = (
  complete: boolean,
  ledger: Ledger,
  engines: EnginePlan | null,
  estimatedSeconds: number,
  progress: Progress,
): ExecutionReport => ({
  complete,
  layerApplications: ledger.layerApplications,
  seconds: progress.seconds,
  engines,
  estimatedSeconds,
  computeSeconds: progress.computeSeconds,
  macs: ledger.macs,
  tokensComputed: ledger.tokensComputed,
  tokensPadded: ledger.tokensPadded,
  peakPrivateBytes: ledger.peakPrivateBytes,
})
