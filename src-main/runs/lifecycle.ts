import type { Experiment } from '../../src-preload/contract/experiment'
import { LabError } from '../../src-preload/contract/errors'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import type { RunResult, RunStatus } from '../../src-preload/contract/run'
import { deviceName, type Device } from '../../src-preload/contract/device'
import { profileOf } from '../engine/runtime/device-profile'
import { modelCost } from '../engine/model/model-cost'
import type { ExecutionReport, Executor } from '../executors/executor'
import { planEngines } from '../experiments/memory-plan'
import { findStrategy } from '../experiments/search/registry'
import type { Context } from '../home/context'
import type { ModelService } from '../library/models'
import type { TaskService } from '../library/tasks'
import { chooseDevice, type DeviceChoice } from '../machine/devices'
import { addCosts, NO_COST, RunExecution, type ExecutionEnd, type RunOptions } from './execution'
import { measuredPlans } from './measured-plans'
import { newRun, storedPlans } from './new-run'
import { prepareRun, withPlans, type PreparedRun } from './preparation'
import type { RunResults } from './results'
import { RunEnds } from './run-ends'

export interface FinishedRun {
  readonly result: RunResult
  readonly status: RunStatus
  /** How the work was done; null where the run was finished before. */
  readonly report: ExecutionReport | null
}

/** Starts runs, goes on with them, and sees to it that they end. */
export class RunLifecycle {
  private readonly ends: RunEnds

  constructor(
    private readonly context: Context,
    private readonly models: ModelService,
    private readonly tasks: TaskService,
    private readonly results: RunResults,
    private readonly executor: Executor,
  ) {
    this.ends = new RunEnds(context.runs.ownership)
  }

  /** Runs an experiment to its end, or until it is cancelled or interrupted. Throws before a run is stored if it cannot start. */
  async start(experiment: Experiment, options: RunOptions): Promise<FinishedRun> {
    const { prepared, choice } = await this.prepareNew(experiment, options)
    const run = this.context.runs.record.create(newRun(this.context, experiment, prepared, choice), 'running')
    return this.execute(run, prepared, choice.device, options)
  }

  /** Stores an experiment as a run that waits. Throws where it could not be started. Returns the run's id. */
  async enqueue(experiment: Experiment): Promise<string> {
    const { prepared, choice } = await this.prepareNew(experiment, { onProgress: ignore, onLog: ignore })
    return this.context.runs.record.create(newRun(this.context, experiment, prepared, choice), 'queued')
  }

  /** Goes on with a run that is not finished; of a finished one only the result is returned. */
  async resume(runText: string, options: RunOptions): Promise<FinishedRun> {
    const stored = this.results.find(runText)
    const run = stored.id
    this.ends.begin(run)
    if (stored.status === 'done') return { result: this.results.result(run, NO_COST), status: 'done', report: null }
    const tasks = this.context.runs.record.tasks(run)
    const plans = this.context.runs.record.plans(run).map((p) => p.plan)
    const model = await this.models.locateAgain(stored.modelPath, stored.fingerprint)
    const experiment = { ...stored.experiment, addBos: stored.addBos, model, plans }
    const prepared = await this.prepare(experiment, options, (choice, i, encoding) => {
      const task = tasks[i]
      if (!task) throw new LabError('internal', `the run ${run} has no task number ${i}`)
      return this.tasks.prepareStored(choice, task, encoding)
    })
    if (prepared.model.fingerprint !== stored.fingerprint) {
      throw new LabError(
        'model.changed',
        `${stored.modelPath}: has changed since the run ${run} was started; put the earlier files back, or start a new run`,
        { run },
      )
    }
    const { device, why } = await this.chooseDevice(stored.experiment, options)
    if (device.kind !== stored.provider) {
      throw new LabError(
        'engine.device',
        `the run ${run} was measured on ${stored.provider}, and now ${why.message}; scores of both are not mixed: start a new run, or make ${stored.provider} available`,
        { run },
      )
    }
    this.context.runs.ownership.claim(run, { seen: stored.status, device: deviceName(device), deviceWhy: why })
    return this.execute(run, prepared, device, options)
  }

  /** Computes a run of the queue. Never rejects: a run that cannot be started or that fails carries its error. */
  async compute(run: string, options: RunOptions): Promise<void> {
    try {
      await this.resume(run, options)
    } catch (error) {
      const isOthers = error instanceof LabError && error.code === 'store.not-resumable'
      // one that failed after it was claimed has its end already; one that another host has claimed is not ours to end
      if (!isOthers && !this.ends.has(run)) this.ends.fail(run, error)
    }
  }

  /** Whether the end of every run of this process is stored: until then one may seem to wait that has failed. */
  get isSettled(): boolean {
    return this.ends.areStored
  }

  /** Stores the ends of runs that could not be stored yet, where the store takes them now. */
  settle(): void {
    this.ends.tryAgain()
  }

  close(): void {
    this.ends.close()
  }

  private async prepareNew(
    experiment: Experiment,
    options: Pick<RunOptions, 'onProgress' | 'onLog' | 'memoryBytes' | 'batchTokens'>,
  ): Promise<{ readonly prepared: PreparedRun; readonly choice: DeviceChoice }> {
    const prepared = await this.prepare(experiment, options, (task, _, encoding) =>
      this.tasks.prepare(task, experiment, encoding),
    )
    findStrategy(experiment.strategy)
    const choice = await this.chooseDevice(experiment, options)
    const machine = this.context.machine()
    // refuses a model that cannot fit before anything is stored
    planEngines(modelCost(prepared.model.opened.graph), 1, {
      memoryBytes: options.memoryBytes ?? machine.memoryBytes,
      cores: profileOf(choice.device).nEngines ?? machine.cores,
      batchTokens: options.batchTokens,
    })
    return { prepared, choice }
  }

  private prepare(
    experiment: Experiment,
    { onProgress }: Pick<RunOptions, 'onProgress'>,
    prepareTask: Parameters<typeof prepareRun>[2],
  ): Promise<PreparedRun> {
    const nothingYet = { run: '', fraction: 0, secondsLeft: null, secondsElapsed: 0, documentsDone: 0, documents: 0 }
    return prepareRun(experiment, this.models, prepareTask, (message) =>
      onProgress({ ...nothingYet, phase: 'preparing', message }),
    )
  }

  private async chooseDevice(
    { device }: Pick<Experiment, 'device'>,
    { onLog }: Pick<RunOptions, 'onLog'>,
  ): Promise<DeviceChoice> {
    const choice = await chooseDevice(device, this.context.spawnEngine)
    onLog(`device: ${choice.why.message}`)
    return choice
  }

  private async execute(run: string, prepared: PreparedRun, device: Device, options: RunOptions): Promise<FinishedRun> {
    try {
      const { status, cost, report } = await this.search(run, prepared, device, options)
      this.context.runs.ownership.finish(run, status, cost)
      return { result: this.results.result(run, cost), status, report }
    } catch (error) {
      throw this.ends.interrupt(run, error)
    }
  }

  /** Measures the plans of a run, and those that its strategy chooses after them. */
  private async search(run: string, first: PreparedRun, device: Device, options: RunOptions): Promise<ExecutionEnd> {
    const strategy = findStrategy(this.context.runs.record.get(run).experiment.strategy)
    let prepared = first
    let cost = NO_COST
    for (;;) {
      const end = await new RunExecution(this.context, this.executor, run, prepared, device, options).run()
      cost = addCosts(cost, end.cost)
      const { nLayers } = prepared.model.opened.graph.shape
      const known = new Set(prepared.plans.map((p) => p.plan))
      const chosen = end.status === 'done' ? strategy({ nLayers, measured: measuredPlans(this.results, run) }) : []
      const more = chosen.filter((p) => !known.has(p))
      if (more.length === 0) return { ...end, cost }
      const plans = resolveAllOrThrow(more, nLayers)
      this.context.runs.record.addPlans(run, storedPlans(this.context, plans))
      prepared = withPlans(prepared, [...prepared.plans, ...plans])
    }
  }
}

const ignore = (): undefined => undefined
