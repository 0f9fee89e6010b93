import type { RunCost, RunProgress } from '../../src-preload/contract/run'
import { LabError } from '../../src-preload/contract/errors'
import { buildDag, countLayerNodes, type Dag } from '../engine/schedule/dag'
import { compileProgram, type Program } from '../engine/schedule/program'
import { EngineClient, type LoadedEngine } from '../engine/process/engine-client'
import { engineEnvironment } from '../engine/process/environment'
import type { Calibration } from '../engine/process/protocol'
import { deviceName, type Device } from '../engine/runtime/runtime'
import { batchMacs, makespan, secondsFor, type BatchMacs } from '../experiments/estimate'
import { planEngines, type EnginePlan } from '../experiments/memory-plan'
import { WorkQueue, type WorkBatch } from '../experiments/work-queue'
import type { Context } from '../home/context'
import { privateBytes } from '../system/process-memory'
import type { MissingWork, PreparedRun } from './preparation'

export interface ExecutionOptions {
  readonly device: Device
  readonly memoryBytes: number
  readonly batchTokens?: number | undefined
  readonly signal: AbortSignal
  readonly onProgress: (progress: Omit<RunProgress, 'run'>) => void
  /** Lines worth keeping in a log: the estimate, what the engines do, what went wrong. */
  readonly onLog: (line: string) => void
}

/** How an execution ended, with what it cost. */
export interface ExecutionReport {
  readonly complete: boolean
  readonly cost: RunCost
  /** For the benchmark and for people: how the work was done. */
  readonly details: ExecutionDetails
}

export interface ExecutionDetails {
  readonly engines: EnginePlan | null
  readonly estimatedSeconds: number
  readonly computeSeconds: number
  readonly macs: BatchMacs
  readonly tokensComputed: number
  readonly tokensPadded: number
  readonly peakPrivateBytes: number
}

const ATTEMPTS = 3
const REPORT_EVERY_MS = 500

/**
 * Computes what is missing: starts engines, hands them batches, stores every score as it comes. An engine that dies or runs
 * out of memory is replaced, and its batch halved; the third time without a finished batch the error is passed on.
 */
export class RunExecution {
  private readonly queue: WorkQueue
  private readonly dag: Dag
  private readonly programs = new Map<readonly number[], Program>()
  private readonly applicationsOf = new Map<readonly number[], number>()
  private readonly started = performance.now()
  private readonly rowsLeft = new Map<object, number>()
  /** The runtime wants rotary tables as long as the longest row, even where logical positions are smaller. */
  private longestRow = 1
  private engines: EngineClient[] = []
  private plan!: EnginePlan
  private maxTokens = 0
  private attemptsLeft = ATTEMPTS - 1
  private applicationsComputed = 0
  private macsDone: BatchMacs = { layers: 0, head: 0 }
  private tokensComputed = 0
  private tokensPadded = 0
  private peakBytes = 0
  private computeStarted = 0
  private documentsDone = 0
  private reported = 0

  constructor(
    private readonly context: Context,
    private readonly prepared: PreparedRun,
    private readonly missing: MissingWork,
    private readonly options: ExecutionOptions,
  ) {
    this.queue = this.newQueue()
    this.dag = buildDag(prepared.schedules.map((s) => s.layers))
    for (const { document, length } of this.queue.allPieces()) {
      this.rowsLeft.set(keyOf(document), (this.rowsLeft.get(keyOf(document)) ?? 0) + 1)
      this.longestRow = Math.max(this.longestRow, length)
    }
  }

  private newQueue(): WorkQueue {
    return new WorkQueue(
      this.missing.documents,
      this.prepared.tasks.map((t) => t.documents.length),
    )
  }

  async run(): Promise<ExecutionReport> {
    if (this.missing.documents.length === 0) return this.report(true, 0, 0)
    const { graph } = this.prepared.model.opened
    const nSlots = Math.max(
      ...[...new Set(this.missing.documents.map((d) => d.wanted))].map((w) => this.program(w).nSlots),
    )
    this.plan = planEngines(
      graph,
      nSlots,
      this.options.memoryBytes,
      this.options.device.kind === 'cuda' ? 1 : this.context.machine().cores,
      this.options.batchTokens ?? (this.options.device.kind === 'cuda' ? CUDA_BATCH_TOKENS : undefined),
    )
    this.maxTokens = this.plan.batchTokens
    try {
      this.tell('loading', 'loading the model')
      const first = await this.startEngine()
      // the first one may have to write the weight cache, the others then find it
      this.engines = [
        first.client,
        ...(await Promise.all(Array.from({ length: this.plan.nEngines - 1 }, () => this.startEngine()))).map(
          (e) => e.client,
        ),
      ]
      this.logEngines(first.loaded)
      if (this.options.signal.aborted) return this.report(false, 0, 0)
      const estimated = await this.estimate()
      this.computeStarted = performance.now()
      const complete = await this.work()
      return this.report(complete, estimated, (performance.now() - this.computeStarted) / 1000)
    } finally {
      for (const engine of this.engines) engine.dispose()
    }
  }

  // --- engines ----------------------------------------------------------------------------------------------------------

  private async startEngine(): Promise<{ client: EngineClient; loaded: LoadedEngine }> {
    const { model, schedules } = this.prepared
    const client = new EngineClient(this.context.spawnEngine(engineEnvironment(this.options.device)))
    try {
      const loaded = await client.load(
        {
          modelPath: model.opened.path,
          fingerprint: model.fingerprint,
          device: this.options.device,
          threads: this.plan.threads,
          layout: this.plan.layout,
          cache: this.context.cache(),
          nPositions: this.longestRow,
          schedules: schedules.map((s) => s.layers),
        },
        (done, total) => this.tell('loading', `dequantising the weights: ${Math.floor((100 * done) / total)} %`),
      )
      return { client, loaded }
    } catch (error) {
      client.dispose()
      throw error
    }
  }

  private logEngines(loaded: LoadedEngine): void {
    const weights = {
      prepacked: 'weights laid out for speed in each engine',
      mapped: 'weights mapped from their file',
      memory: 'weights held in memory',
    }[loaded.layout]
    const from = { own: "the model's own file", cache: 'the weight cache', none: 'no file' }[loaded.weightFile]
    this.options.onLog(
      `${this.plan.nEngines} engine${this.plan.nEngines > 1 ? 's' : ''} x ${this.plan.threads} thread${this.plan.threads > 1 ? 's' : ''}, ${weights} (${from}), ${this.maxTokens} tokens a batch`,
    )
  }

  // --- the estimate -----------------------------------------------------------------------------------------------------

  private speed: Calibration | undefined
  private macsTotal: BatchMacs = { layers: 0, head: 0 }

  /** Measures all engines at once on rows of the run, and multiplies by the work. */
  private async estimate(): Promise<number> {
    this.tell('calibrating', 'measuring the speed of this machine')
    // a second queue is walked through, so that the batches counted are the ones that will run
    const rehearsal = this.newQueue()
    const { graph } = this.prepared.model.opened
    const batches: BatchMacs[] = []
    let sample: WorkBatch | undefined
    for (
      let batch = rehearsal.take(this.maxTokens, this.engines.length);
      batch;
      batch = rehearsal.take(this.maxTokens, this.engines.length)
    ) {
      sample ??= batch
      batches.push(batchMacs(graph, this.program(batch.wanted), batch))
    }
    this.macsTotal = {
      layers: batches.reduce((n, b) => n + b.layers, 0),
      head: batches.reduce((n, b) => n + b.head, 0),
    }
    const rows = sample?.rows ?? []
    const speeds = await Promise.all(this.engines.map((engine) => engine.calibrate(rows)))
    this.speed = {
      layerMacsPerSecond: speeds.reduce((sum, s) => sum + s.layerMacsPerSecond, 0) / speeds.length,
      headMacsPerSecond: speeds.reduce((sum, s) => sum + s.headMacsPerSecond, 0) / speeds.length,
    }
    this.context.speeds.save(this.prepared.model.fingerprint, deviceName(this.options.device), {
      nEngines: this.engines.length,
      ...this.speed,
    })
    const seconds = makespan(batches, this.speed, this.engines.length)
    this.options.onLog(
      `estimate: ${seconds.toFixed(1)} s for ${this.missing.documents.length} documents and ${this.prepared.schedules.length} schedules (${countLayerNodes(this.dag)} layer applications a document instead of ${this.prepared.plans.reduce((n, p) => n + p.layerApplications, 0)})`,
    )
    return seconds
  }

  // --- the work ---------------------------------------------------------------------------------------------------------

  /** @returns whether everything was computed (false when cancelled) */
  private async work(): Promise<boolean> {
    const stop = (): void => {
      for (const engine of this.engines) engine.cancel()
    }
    this.options.signal.addEventListener('abort', stop, { once: true })
    this.failed = false
    try {
      const results = await Promise.allSettled(this.engines.map((_, i) => this.workWith(i)))
      const failure = results.find((r) => r.status === 'rejected')
      if (failure) throw failure.reason
      return !this.options.signal.aborted
    } finally {
      this.options.signal.removeEventListener('abort', stop)
    }
  }

  private failed = false

  private async workWith(slot: number): Promise<void> {
    while (!this.options.signal.aborted && !this.failed) {
      const batch = this.queue.take(this.maxTokens, this.engines.length)
      if (!batch) return
      try {
        await this.runBatch(slot, batch)
      } catch (error) {
        // another engine's failure or a person's cancel must not be hidden behind the ones it causes
        if (!this.options.signal.aborted) {
          this.failed = true
          for (const engine of this.engines) engine.cancel()
        }
        throw error
      }
    }
  }

  private async runBatch(slot: number, batch: WorkBatch): Promise<void> {
    const done = new Set<number>()
    const requestIds = batch.results.map(({ document, request }) =>
      this.requestId(document.task, document.index, request),
    )
    const macs = batchMacs(this.prepared.model.opened.graph, this.program(batch.wanted), batch)
    try {
      const engine = this.engines[slot] as EngineClient
      const complete = await engine.run(
        { id: this.batchCount++, rows: batch.rows, wanted: batch.wanted },
        (scores) => {
          for (const s of scores.schedules) {
            this.context.scores.add(
              this.missing.scorerIds[s] as number,
              requestIds,
              scores.loglikelihoods,
              scores.greedy,
            )
            done.add(s)
          }
          this.tellRunning(slot, (macs.layers * done.size) / batch.wanted.length)
        },
        () => this.tellRunning(slot, (macs.layers * done.size) / batch.wanted.length),
      )
      if (!complete) return
      this.account(slot, batch, macs)
    } catch (error) {
      if (!isEngineLoss(error)) throw error
      await this.recover(slot, batch, done, error as LabError)
    }
  }

  private batchCount = 0
  private readonly inFlight: number[] = []

  private account(slot: number, batch: WorkBatch, macs: BatchMacs): void {
    this.inFlight[slot] = 0
    this.attemptsLeft = ATTEMPTS - 1
    this.macsDone = { layers: this.macsDone.layers + macs.layers, head: this.macsDone.head + macs.head }
    const { layerApplications } = this.program(batch.wanted)
    const tokens = batch.pieces.reduce((n, p) => n + p.length, 0)
    this.tokensComputed += tokens * layerApplications
    this.tokensPadded += batch.tokens * layerApplications
    for (const { document } of batch.pieces) {
      const key = keyOf(document)
      const left = (this.rowsLeft.get(key) as number) - 1
      this.rowsLeft.set(key, left)
      if (left > 0) continue
      this.documentsDone++
      this.applicationsComputed += layerApplications
    }
    this.peakBytes = Math.max(
      this.peakBytes,
      this.engines.reduce((sum, e) => sum + privateBytes(e.pid), 0),
    )
  }

  /** Starts a new engine in the place of a lost one, and puts the batch back to be taken at half the size. */
  private async recover(slot: number, batch: WorkBatch, done: ReadonlySet<number>, error: LabError): Promise<void> {
    if (this.attemptsLeft-- <= 0) throw error
    this.maxTokens = Math.max(FEWEST_TOKENS, Math.floor(Math.min(this.maxTokens, batch.tokens) / 2))
    this.options.onLog(`${error.message}; trying again with ${this.maxTokens} tokens a batch`)
    this.queue.putBack(batch, done)
    ;(this.engines[slot] as EngineClient).dispose()
    this.engines[slot] = (await this.startEngine()).client
  }

  private requestId(task: number, document: number, request: number): number {
    return this.prepared.tasks[task]?.documents[document]?.requestIds[request] as number
  }

  private program(wanted: readonly number[]): Program {
    let program = this.programs.get(wanted)
    if (!program) {
      program = compileProgram(this.dag, wanted)
      this.programs.set(wanted, program)
    }
    return program
  }

  // --- telling ----------------------------------------------------------------------------------------------------------

  private tellRunning(slot: number, macsInFlight: number): void {
    this.inFlight[slot] = macsInFlight
    if (performance.now() - this.reported < REPORT_EVERY_MS) return
    this.tell('running', '')
  }

  private tell(phase: RunProgress['phase'], message: string): void {
    this.reported = performance.now()
    const elapsed = this.computeStarted === 0 ? 0 : (performance.now() - this.computeStarted) / 1000
    const total = this.speed ? secondsFor(this.macsTotal, this.speed) : 0
    const done = this.speed
      ? secondsFor(
          { layers: this.macsDone.layers + this.inFlight.reduce((a, b) => a + b, 0), head: this.macsDone.head },
          this.speed,
        )
      : 0
    const fraction = total > 0 ? Math.min(1, done / total) : 0
    // the first seconds say little about the rate: the calibration speaks until a twentieth is done
    const predicted = this.speed && total > 0 ? (total - done) / Math.max(1, this.engines.length) : null
    const measured = fraction > 0.05 ? (elapsed * (1 - fraction)) / fraction : predicted
    this.options.onProgress({
      phase,
      fraction,
      secondsLeft: phase === 'running' ? measured : predicted,
      secondsElapsed: (performance.now() - this.started) / 1000,
      documentsDone: this.documentsDone,
      documents: this.missing.documents.length,
      message,
    })
  }

  private report(complete: boolean, estimatedSeconds: number, computeSeconds: number): ExecutionReport {
    return {
      complete,
      cost: {
        layerApplicationsNaive: this.naiveApplications(),
        layerApplicationsComputed: this.applicationsComputed,
        seconds: (performance.now() - this.started) / 1000,
      },
      details: {
        engines: this.plan ?? null,
        estimatedSeconds,
        computeSeconds,
        macs: this.macsDone,
        tokensComputed: this.tokensComputed,
        tokensPadded: this.tokensPadded,
        peakPrivateBytes: this.peakBytes,
      },
    }
  }

  /** What the missing measurements would have cost plan by plan. */
  private naiveApplications(): number {
    const plansOf = this.prepared.schedules.map(() => 0)
    for (const s of this.prepared.planSchedule) plansOf[s] = (plansOf[s] as number) + 1
    let sum = 0
    for (const { wanted } of this.missing.documents) {
      for (const s of wanted) sum += (plansOf[s] as number) * (this.prepared.schedules[s]?.applications as number)
    }
    return sum
  }
}

const CUDA_BATCH_TOKENS = 4096
const FEWEST_TOKENS = 32

const keyOf = (document: { readonly requests: object }): object => document.requests

const isEngineLoss = (error: unknown): boolean =>
  error instanceof LabError && (error.code === 'engine.died' || error.code === 'engine.out-of-memory')
