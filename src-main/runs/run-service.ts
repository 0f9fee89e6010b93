import type { Experiment } from '../../src-preload/contract/experiment'
import type { Measurement } from '../../src-preload/contract/measurement'
import type { RunListEntry, RunProgress, RunResult, RunStatus } from '../../src-preload/contract/run'
import type { Sample } from '../../src-preload/contract/sample'
import { LabError, toWireError } from '../../src-preload/contract/errors'
import { deviceName, type Device } from '../engine/runtime/runtime'
import { NUMERICS_VERSION } from '../engine/numerics'
import { planEngines } from '../experiments/memory-plan'
import { computeMetrics } from '../metrics/compute-metrics'
import type { ScoredDocument } from '../metrics/scored-document'
import { HEARTBEAT_EVERY_MS } from '../store/owner'
import type { StoredTask } from '../store/run/run-records'
import type { StoredRun } from '../store/run/run-row'
import { VERSIONS, type Context } from '../home/context'
import { chooseDevice } from '../machine/devices'
import type { ModelService } from '../library/models'
import { RunExecution, type ExecutionDetails } from './run-execution'
import { findMissing, prepareRun, type MissingWork, type PreparedRun } from './preparation'
import type { TaskService } from '../library/tasks'

export interface RunOptions {
  readonly memoryBytes?: number | undefined
  readonly batchTokens?: number | undefined
  /** Compute everything again. */
  readonly ignoreStore?: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
  readonly onLog: (line: string) => void
}

export interface FinishedRun {
  readonly result: RunResult
  readonly status: RunStatus
  readonly details: ExecutionDetails | null
}

/** Why a run is stopped on purpose: the reason of its signal, and the status it then has. */
export const STOPPED = { pause: 'paused', cancel: 'cancelled' } as const
const isStopReason = (reason: unknown): reason is 'paused' | 'cancelled' =>
  reason === STOPPED.pause || reason === STOPPED.cancel

const REFRESH_EVERY_MS = 2_000

/** Starts, resumes, lists and describes runs. */
export class RunService {
  constructor(
    private readonly context: Context,
    private readonly models: ModelService,
    private readonly tasks: TaskService,
  ) {}

  /** Runs an experiment to its end, or until it is cancelled or interrupted. Throws before a run is stored if it cannot start. */
  async start(experiment: Experiment, options: RunOptions): Promise<FinishedRun> {
    const { run, prepared, device } = await this.create(experiment, 'running', options)
    return this.execute(run, prepared, device, options)
  }

  /** Stores an experiment as a run that waits. Throws where it could not be started. Returns the run's id. */
  async enqueue(experiment: Experiment): Promise<string> {
    const quiet = { onProgress: () => undefined, onLog: () => undefined }
    return (await this.create(experiment, 'queued', quiet)).run
  }

  private async create(
    experiment: Experiment,
    status: 'running' | 'queued',
    options: Pick<RunOptions, 'onProgress' | 'onLog' | 'memoryBytes' | 'batchTokens'>,
  ): Promise<{ readonly run: string; readonly prepared: PreparedRun; readonly device: Device }> {
    const prepared = await this.prepare(experiment, options, (choice, _, encoding) =>
      this.tasks.prepare(choice, experiment, encoding),
    )
    const { device, why } = await chooseDevice(experiment.device, this.context.spawnEngine)
    options.onLog(`device: ${why.message}`)
    const { model } = prepared
    const machine = this.context.machine()
    // refuses a model that cannot fit before anything is stored
    planEngines(model.opened.graph, 1, options.memoryBytes ?? machine.memoryBytes, machine.cores, options.batchTokens)
    const scheduleIds = this.context.scores.scheduleIds(prepared.plans.map((p) => p.schedule))
    const run = this.context.runs.create(
      {
        name:
          experiment.name ??
          `${model.name}, ${experiment.plans.length === 1 ? experiment.plans[0] : `${prepared.plans.length} plans`}`,
        fingerprint: model.fingerprint,
        modelName: model.name,
        modelPath: model.opened.path,
        tokenizer: model.tokenizer.fingerprint,
        experiment,
        device: deviceName(device),
        deviceWhy: why,
        provider: device.kind,
        precision: experiment.precision,
        numerics: NUMERICS_VERSION,
        addBos: prepared.addBos,
        versions: VERSIONS,
        note: experiment.note,
        tags: experiment.tags,
        plans: prepared.plans.map((p, i) => ({
          plan: p.plan,
          schedule: p.schedule,
          scheduleId: scheduleIds[i] as number,
          affectedLayers: p.affectedLayers,
          layerApplications: p.layerApplications,
        })),
        tasks: prepared.tasks.map((t) => ({
          task: t.task.id,
          kind: t.task.kind,
          metrics: t.task.metrics,
          floor: t.task.floor,
          fingerprint: t.fingerprint,
          source: t.source,
          docSetId: this.context.documents.saveSet(
            t.documents.map(({ docId, documentId, target, requestIds, lengths, bytes }) => ({
              docId,
              documentId,
              target,
              requestIds,
              lengths,
              bytes,
            })),
          ),
          nDocsTotal: t.nDocsTotal,
        })),
      },
      status,
    )
    return { run, prepared, device }
  }

  /** Goes on with a run that is not finished; of a finished one only the result is returned. */
  async resume(runText: string, options: RunOptions): Promise<FinishedRun> {
    const run = this.context.runs.resolveId(runText)
    const stored = this.context.runs.get(run)
    if (stored.status === 'done') {
      return {
        result: this.result(run, { layerApplicationsNaive: 0, layerApplicationsComputed: 0, seconds: 0 }),
        status: 'done',
        details: null,
      }
    }
    const tasks = this.context.runs.tasks(run)
    const prepared = await this.prepare(
      { ...stored.experiment, addBos: stored.addBos, model: stored.modelPath },
      options,
      (choice, i, encoding) => this.tasks.prepareStored(choice, tasks[i] as StoredTask, encoding),
    )
    if (prepared.model.fingerprint !== stored.fingerprint) {
      throw new LabError(
        'model.changed',
        `${stored.modelPath}: has changed since the run ${run} was started; put the earlier files back, or start a new run`,
        { run },
      )
    }
    const { device, why } = await chooseDevice(stored.experiment.device, this.context.spawnEngine)
    options.onLog(`device: ${why.message}`)
    if (device.kind !== stored.provider) {
      throw new LabError(
        'engine.device',
        `the run ${run} was measured on ${stored.provider}, and now ${why.message}; scores of both are not mixed: start a new run, or make ${stored.provider} available`,
        { run },
      )
    }
    this.context.runs.claim(run, { device: deviceName(device), deviceWhy: why })
    return this.execute(run, prepared, device, options)
  }

  private prepare(
    experiment: Experiment,
    options: Pick<RunOptions, 'onProgress'>,
    prepareTask: Parameters<typeof prepareRun>[2],
  ): Promise<PreparedRun> {
    return prepareRun(experiment, this.models, prepareTask, (message) =>
      options.onProgress({
        run: '',
        phase: 'preparing',
        fraction: 0,
        secondsLeft: null,
        secondsElapsed: 0,
        documentsDone: 0,
        documents: 0,
        message,
      }),
    )
  }

  private async execute(run: string, prepared: PreparedRun, device: Device, options: RunOptions): Promise<FinishedRun> {
    const { context } = this
    const stop = new AbortController()
    let latest: RunProgress | null = null
    const tick = (): void => {
      context.runs.heartbeat(run, latest)
      const control = context.runs.takeControl(run)
      if (control !== null) stop.abort(STOPPED[control])
    }
    const none = { layerApplicationsNaive: 0, layerApplicationsComputed: 0, seconds: 0 }
    const heartbeat = setInterval(tick, HEARTBEAT_EVERY_MS)
    const signal = AbortSignal.any([options.signal, stop.signal])
    try {
      const missing = findMissing(prepared, context, device.kind, options.ignoreStore === true)
      this.logStored(prepared, missing, options)
      const refresh = this.partialMeasurements(run, missing, prepared)
      const execution = new RunExecution(context, prepared, missing, {
        device,
        memoryBytes: options.memoryBytes ?? context.machine().memoryBytes,
        batchTokens: options.batchTokens,
        signal,
        onLog: options.onLog,
        onProgress: (progress) => {
          latest = { run, ...progress }
          if (progress.phase === 'running') refresh()
          options.onProgress(latest)
        },
      })
      const report = await execution.run()
      options.onProgress({
        run,
        phase: 'finishing',
        fraction: 1,
        secondsLeft: 0,
        secondsElapsed: report.cost.seconds,
        documentsDone: 0,
        documents: 0,
        message: 'computing the metrics',
      })
      this.saveMeasurements(run, prepared, missing)
      const status: RunStatus = report.complete ? 'done' : isStopReason(signal.reason) ? signal.reason : 'interrupted'
      context.runs.finish(run, status, report.cost)
      return { result: this.result(run, report.cost), status, details: report.details }
    } catch (error) {
      const resumable =
        error instanceof LabError &&
        (error.code.startsWith('store.') || error.code === 'engine.died' || error.code === 'engine.out-of-memory')
      try {
        context.runs.finish(run, resumable ? 'interrupted' : 'failed', none, toWireError(error))
      } catch {
        // the store itself is what failed: the owner's end makes the run read as interrupted
      }
      throw error instanceof LabError
        ? new LabError(
            error.code,
            error.message,
            { ...error.data, run, ...(resumable ? { resumable: true } : {}) },
            { cause: error },
          )
        : error
    } finally {
      clearInterval(heartbeat)
    }
  }

  private logStored(prepared: PreparedRun, missing: MissingWork, options: RunOptions): void {
    const total = prepared.tasks.reduce((n, t) => n + t.documents.length, 0) * prepared.planSchedule.length
    const cached = prepared.planSchedule.reduce(
      (n, s) => n + (missing.nCached[s] as readonly number[]).reduce((a, b) => a + b, 0),
      0,
    )
    options.onLog(
      `${prepared.plans.length} plans (${prepared.schedules.length} schedules) on ${total / Math.max(1, prepared.planSchedule.length)} documents: ${cached} of ${total} scores are in the store`,
    )
  }

  /** Keeps the stored measurements of a running run fresh for others to see, at a twentieth of the time at most. */
  private partialMeasurements(run: string, missing: MissingWork, prepared: PreparedRun): () => void {
    let notBefore = performance.now() + REFRESH_EVERY_MS
    return () => {
      const start = performance.now()
      if (start < notBefore) return
      this.saveMeasurements(run, prepared, missing)
      const end = performance.now()
      notBefore = end + Math.max(REFRESH_EVERY_MS, 20 * (end - start))
    }
  }

  private saveMeasurements(run: string, prepared: PreparedRun, missing: MissingWork): void {
    const bySchedule = prepared.schedules.map((_, s) =>
      prepared.tasks.map((task) => {
        const documents = this.scored(missing.scorerIds[s] as number, task.documents).flatMap((d) => d ?? [])
        return { nDocs: documents.length, metrics: computeMetrics(task.task.kind, task.task.metrics, documents) }
      }),
    )
    this.context.runs.saveMeasurements(
      run,
      prepared.planSchedule.flatMap((s, planOrdinal) =>
        prepared.tasks.map((_, taskOrdinal) => {
          const { nDocs, metrics } = (bySchedule[s] as (typeof bySchedule)[number])[taskOrdinal] as {
            nDocs: number
            metrics: Measurement['metrics']
          }
          return {
            planOrdinal,
            taskOrdinal,
            nDocs,
            nCached: (missing.nCached[s] as readonly number[])[taskOrdinal] as number,
            metrics,
          }
        }),
      ),
    )
  }

  /** The scored documents of a set, in order; null where a score is missing. */
  private scored(
    scorerId: number,
    documents: readonly {
      readonly requestIds: readonly number[]
      readonly target: number
      readonly lengths: readonly number[]
      readonly bytes: readonly number[]
    }[],
  ): (ScoredDocument | null)[] {
    const scores = this.context.scores.read(
      scorerId,
      documents.flatMap((d) => d.requestIds),
    )
    let at = 0
    return documents.map((d) => {
      const from = at
      at += d.requestIds.length
      if (!scores.present.subarray(from, at).every((p) => p === 1)) return null
      return {
        target: d.target,
        loglikelihoods: Array.from(scores.loglikelihoods.subarray(from, at)),
        greedy: Array.from(scores.greedy.subarray(from, at), (g) => g === 1),
        lengths: d.lengths,
        bytes: d.bytes,
      }
    })
  }

  // --- reading ----------------------------------------------------------------------------------------------------------

  list(options: { readonly archived?: boolean } = {}): RunListEntry[] {
    return this.context.runs.list(options)
  }

  get(runText: string): StoredRun {
    return this.context.runs.get(this.context.runs.resolveId(runText))
  }

  storedTasks(run: string): StoredTask[] {
    return this.context.runs.tasks(run)
  }

  /** A run's result as it is stored now; `cost` defaults to that of all its invocations together. */
  result(run: string, cost?: RunResult['cost']): RunResult {
    const stored = this.context.runs.get(run)
    const { family, nLayers } = this.context.models.describe(stored.fingerprint)
    return {
      run,
      model: { name: stored.modelName, fingerprint: stored.fingerprint, family, nLayers },
      device: stored.device,
      precision: stored.precision,
      measurements: [...this.measurements(run, false)],
      cost: cost ?? stored.cost,
    }
  }

  /** The measurements of a run one by one, so that large results need not be held. */
  *measurements(run: string, withSamples: boolean): Generator<Measurement> {
    const stored = this.context.runs.get(run)
    const plans = this.context.runs.plans(run)
    const tasks = this.context.runs.tasks(run)
    const sets = withSamples ? tasks.map((t) => this.context.documents.readSet(t.docSetId)) : []
    const scorers = withSamples
      ? this.scorerIds(
          stored,
          plans.map((p) => p.schedule),
        )
      : []
    for (const m of this.context.runs.measurements(run)) {
      const plan = plans[m.planOrdinal] as (typeof plans)[number]
      const task = tasks[m.taskOrdinal] as StoredTask
      const base: Measurement = {
        plan: plan.plan,
        schedule: plan.schedule,
        affectedLayers: plan.affectedLayers,
        task: task.task,
        nDocs: m.nDocs,
        nDocsTotal: task.nDocsTotal,
        nCached: m.nCached,
        metrics: m.metrics,
      }
      yield withSamples
        ? { ...base, samples: this.samples(scorers[m.planOrdinal] as number, sets[m.taskOrdinal] ?? []) }
        : base
    }
  }

  private samples(
    scorerId: number,
    documents: readonly {
      docId: number
      target: number
      requestIds: readonly number[]
      lengths: readonly number[]
      bytes: readonly number[]
    }[],
  ): Sample[] {
    return this.scored(scorerId, documents).flatMap((scored, i) =>
      scored
        ? [
            {
              docId: (documents[i] as { docId: number }).docId,
              loglikelihoods: scored.loglikelihoods.map((l) => (Number.isFinite(l) ? l : null)),
              greedy: scored.greedy,
              target: scored.target,
            },
          ]
        : [],
    )
  }

  private scorerIds(stored: StoredRun, schedules: readonly string[]): number[] {
    const { fingerprint, precision, provider, numerics } = stored
    return this.context.scores.scorerIds(
      schedules.map((schedule) => ({ fingerprint, schedule, precision, provider, numerics })),
    )
  }

  /** Scored documents of one plan and task of a run, with the numbers of their rows. */
  scoredDocuments(
    run: string,
    planOrdinal: number,
    taskOrdinal: number,
  ): { readonly docId: number; readonly documentId: number; readonly scored: ScoredDocument }[] {
    const stored = this.context.runs.get(run)
    const plan = this.context.runs.plans(run)[planOrdinal]
    const task = this.context.runs.tasks(run)[taskOrdinal]
    if (!plan || !task) return []
    const documents = this.context.documents.readSet(task.docSetId)
    const [scorerId] = this.scorerIds(stored, [plan.schedule])
    return this.scored(scorerId as number, documents).flatMap((scored, i) => {
      const { docId, documentId } = documents[i] as (typeof documents)[number]
      return scored ? [{ docId, documentId, scored }] : []
    })
  }

  /**
   * A mark for every document of every task, plan by plan; 2 where a document is not scored.
   *
   * @param mark of one scored document of a task
   */
  marks(run: string, mark: (task: number, scored: ScoredDocument) => number): (plan: number) => Uint8Array[] {
    const stored = this.context.runs.get(run)
    const plans = this.context.runs.plans(run)
    const sets = this.context.runs.tasks(run).map((t) => this.context.documents.readSet(t.docSetId))
    const scorers = this.scorerIds(
      stored,
      plans.map((p) => p.schedule),
    )
    return (plan) =>
      sets.map((documents, t) => {
        const scored = this.scored(scorers[plan] as number, documents)
        return Uint8Array.from(scored, (s) => (s === null ? 2 : mark(t, s)))
      })
  }

  /** Gives a waiting run the error that keeps it from being started. */
  fail(run: string, error: unknown): void {
    this.context.runs.finish(
      run,
      'failed',
      { layerApplicationsNaive: 0, layerApplicationsComputed: 0, seconds: 0 },
      toWireError(error),
    )
  }

  // --- keeping order ----------------------------------------------------------------------------------------------------

  rename(run: string, name: string): void {
    this.context.runs.labels.edit([this.context.runs.resolveId(run)], { name })
  }

  setNote(run: string, note: string): void {
    this.context.runs.labels.edit([this.context.runs.resolveId(run)], { note })
  }

  changeTags(run: string, add: readonly string[], remove: readonly string[]): void {
    this.context.runs.labels.edit([this.context.runs.resolveId(run)], { addTags: add, removeTags: remove })
  }

  setArchived(run: string, archived: boolean): void {
    this.context.runs.labels.edit([this.context.runs.resolveId(run)], { archived })
  }

  delete(run: string): void {
    this.context.runs.delete([this.context.runs.resolveId(run)])
  }
}
