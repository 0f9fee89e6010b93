import type { RunCost, RunProgress, RunStatus } from '../../src-preload/contract/run'
import { deviceName, type Device } from '../../src-preload/contract/device'
import { packingOf } from '../engine/rows/row'
import { modelCost } from '../engine/model/model-cost'
import type { ExecutionReport, Executor, Job, ReadingSink } from '../executors/executor'
import type { Context } from '../home/context'
import { STOPPED } from '../store/run/run-row'
import { Heartbeat } from './heartbeat'
import { keptReadings, type KeptReadings } from './kept-readings'
import { Measurer } from './measurer'
import { countDocuments, type PreparedRun } from './preparation'
import { TrainedHeads, type TrainingReport } from './trained-heads'
import { WrittenAnswers, type WritingReport } from './written-answers'
import { compareWithStore, naiveApplications, scorerKeys, type StoredWork } from './stored-work'

export interface RunOptions {
  readonly memoryBytes?: number | undefined
  readonly batchTokens?: number | undefined
  /** Compute everything again. */
  readonly ignoreStore?: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
  readonly onLog: (line: string) => void
}

export const NO_COST: RunCost = { layerApplicationsNaive: 0, layerApplicationsComputed: 0, seconds: 0 }

export const addCosts = (a: RunCost, b: RunCost): RunCost => ({
  layerApplicationsNaive: a.layerApplicationsNaive + b.layerApplicationsNaive,
  layerApplicationsComputed: a.layerApplicationsComputed + b.layerApplicationsComputed,
  seconds: a.seconds + b.seconds,
})

/** How an execution ended, and what it took. */
export interface ExecutionEnd {
  readonly status: RunStatus
  readonly cost: RunCost
  readonly report: ExecutionReport
}

/** One pass over a run's plans: has what is missing computed, keeps every reading as it comes, measures. */
export class RunExecution {
  private readonly scorerIds: readonly number[]
  private readonly kept: KeptReadings

  constructor(
    private readonly context: Context,
    private readonly executor: Executor,
    private readonly runId: string,
    private readonly prepared: PreparedRun,
    private readonly device: Device,
    private readonly options: RunOptions,
  ) {
    this.scorerIds = context.scores.scorerIds(scorerKeys(prepared, device.kind))
    this.kept = keptReadings(context, prepared.readout)
  }

  /** Throws what it failed with; what was computed until then is stored. */
  async run(): Promise<ExecutionEnd> {
    const heartbeat = new Heartbeat(this.context.runs.ownership, this.runId)
    const signal = AbortSignal.any([this.options.signal, heartbeat.signal])
    try {
      const stored = this.compareWithStore()
      const measurer = new Measurer(this.context, this.runId, this.prepared, this.scorerIds, stored)
      const show = (progress: Omit<RunProgress, 'run'>): void => {
        const own = { run: this.runId, ...progress }
        heartbeat.show(own)
        if (progress.phase === 'running') measurer.refresh()
        this.options.onProgress(own)
      }
      const report = await this.executor.execute(this.job(stored), this.sink(), {
        signal,
        onProgress: show,
        onLog: this.options.onLog,
        onSpeed: (speed) => this.context.speeds.save(this.prepared.model.fingerprint, deviceName(this.device), speed),
      })
      const written = report.complete ? await this.writeAnswers(signal, show) : NOTHING_WRITTEN
      const trained = written.complete ? await this.trainHeads(signal, show) : NOTHING_TRAINED
      heartbeat.end()
      show({ ...FINISHING, secondsElapsed: report.seconds + written.seconds + trained.seconds })
      measurer.save()
      const cost = {
        layerApplicationsNaive: naiveApplications(this.prepared, stored).missing + trained.naiveApplications,
        layerApplicationsComputed: report.layerApplications + written.layerApplications + trained.layerApplications,
        seconds: report.seconds + written.seconds + trained.seconds,
      }
      return {
        status: report.complete && written.complete && trained.complete ? 'done' : statusOf(signal.reason),
        cost,
        report,
      }
    } finally {
      heartbeat.cease()
    }
  }

  /** Of generating tasks, once everything else is measured. */
  private writeAnswers(
    signal: AbortSignal,
    onProgress: (progress: Omit<RunProgress, 'run'>) => void,
  ): Promise<WritingReport> {
    const { ignoreStore = false, onLog, memoryBytes = this.context.machine().memoryBytes } = this.options
    const options = { memoryBytes, ignoreStore, signal, onProgress, onLog }
    return new WrittenAnswers(this.context, this.executor, this.prepared, this.device, this.scorerIds, options).write()
  }

  /** Of tasks for which a head is trained. */
  private trainHeads(
    signal: AbortSignal,
    onProgress: (progress: Omit<RunProgress, 'run'>) => void,
  ): Promise<TrainingReport> {
    const { ignoreStore = false, onLog, batchTokens, memoryBytes = this.context.machine().memoryBytes } = this.options
    const options = { memoryBytes, batchTokens, ignoreStore, signal, onProgress, onLog }
    return new TrainedHeads(this.context, this.executor, this.prepared, this.device, this.scorerIds, options).run()
  }

  private compareWithStore(): StoredWork {
    const { ignoreStore, onLog } = this.options
    const stored = compareWithStore(this.prepared, (schedule, requestIds) => {
      const scorerId = this.scorerIds[schedule]
      const ignored = ignoreStore === true || scorerId === undefined
      return ignored ? new Uint8Array(requestIds.length) : this.kept.present(scorerId, requestIds)
    })
    const { plans, schedules } = this.prepared
    const nDocuments = countDocuments(this.prepared)
    const nStored = schedules.reduce(
      (n, s, i) => n + s.plans.length * (stored.nStored[i] ?? []).reduce((a, b) => a + b, 0),
      0,
    )
    onLog(
      `${plans.length} plans (${schedules.length} schedules) on ${nDocuments} documents: ${nStored} of ${nDocuments * plans.length} results are in the store`,
    )
    return stored
  }

  private job({ missing }: StoredWork): Job {
    const { model, schedules, readout, tasks } = this.prepared
    const { path, graph } = model.opened
    const machine = this.context.machine()
    return {
      ...missing,
      // answers are written, and heads trained before they are asked
      documents: missing.documents.filter(
        (d) => !tasks[d.task]?.training && tasks[d.task]?.documents[d.index]?.writing === undefined,
      ),
      model: { path, fingerprint: model.fingerprint, cost: modelCost(graph) },
      packing: packingOf(graph),
      device: this.device,
      readout: readout.name,
      schedules: schedules.map((s) => s.layers),
      memoryBytes: this.options.memoryBytes ?? machine.memoryBytes,
      cores: machine.cores,
      batchTokens: this.options.batchTokens,
    }
  }

  /** Every reading is kept under its request as soon as it is there. */
  private sink(): ReadingSink {
    const { tasks } = this.prepared
    return {
      accept: (requests, readings) => {
        const ids = requests.flatMap(
          ({ document: d, request }) => tasks[d.task]?.documents[d.index]?.requestIds[request] ?? [],
        )
        for (const schedule of readings.schedules) {
          const scorerId = this.scorerIds[schedule]
          if (scorerId !== undefined) this.kept.add(scorerId, ids, readings)
        }
      },
    }
  }
}

const NOTHING_TRAINED: TrainingReport = { complete: false, layerApplications: 0, naiveApplications: 0, seconds: 0 }
const NOTHING_WRITTEN: WritingReport = { complete: false, layerApplications: 0, seconds: 0 }

const FINISHING = {
  phase: 'finishing',
  fraction: 1,
  secondsLeft: 0,
  documentsDone: 0,
  documents: 0,
  message: 'computing the metrics',
} as const

/** Why a run that is not complete was stopped. */
const statusOf = (reason: unknown): RunStatus =>
  reason === STOPPED.pause || reason === STOPPED.cancel || reason === STOPPED.giveWay ? reason : 'interrupted'
