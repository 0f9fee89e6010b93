import { createHash } from 'node:crypto'
import type { Device } from '../../src-preload/contract/device'
import { modelCost } from '../engine/model/model-cost'
import { packingOf } from '../engine/rows/row'
import type { TokenRequest } from '../../src-preload/contract/request'
import type { Executor, Job } from '../executors/executor'
import type { Context } from '../home/context'
import type { PreparedTask } from '../library/tasks'
import type { StoredAdaptation } from '../store/adaptation-store'
import { headFromBytes, headToBytes } from '../training/head-file'
import { newHead, scoresOf, trainHead, type LinearHead } from '../training/train-head'
import type { PreparedRun } from './preparation'
import type { WritingOptions, WritingReport } from './written-answers'

/** Features of all schedules that are held at a time, bytes. */
const MOST_FEATURES = 512e6

interface TrainingOptions extends WritingOptions {
  readonly batchTokens?: number | undefined
}

/** How the training and what it was for ended. */
export interface TrainingReport extends WritingReport {
  /** What reading the training rows takes plan by plan. */
  readonly naiveApplications: number
}

type TrainedTask = PreparedTask & Required<Pick<PreparedTask, 'training'>>

/**
 * Heads of a run's tasks: for each schedule one is trained on the features of the training rows, kept, and asked about the
 * task's documents. One that is in the store is not trained again.
 */
export class TrainedHeads {
  private layerApplications = 0
  private naiveApplications = 0
  private readonly start = performance.now()

  constructor(
    private readonly context: Context,
    private readonly executor: Executor,
    private readonly prepared: PreparedRun,
    private readonly device: Device,
    private readonly scorerIds: readonly number[],
    private readonly options: TrainingOptions,
  ) {}

  async run(): Promise<TrainingReport> {
    let complete = true
    for (const task of this.prepared.tasks) {
      if (!task.training) continue
      const trained: TrainedTask = { ...task, training: task.training }
      for (const schedules of this.groups(trained, this.lacking(trained))) {
        complete &&= await this.runGroup(trained, schedules)
      }
    }
    const seconds = (performance.now() - this.start) / 1000
    const { layerApplications, naiveApplications } = this
    return { complete, layerApplications, naiveApplications, seconds }
  }

  /** Schedules of which a document is not scored. */
  private lacking({ documents }: TrainedTask): number[] {
    return this.scorerIds.flatMap((_, s) => (this.missing(s, documents).includes(true) ? [s] : []))
  }

  /** Whether each document is not scored in a schedule. */
  private missing(schedule: number, documents: TrainedTask['documents']): readonly boolean[] {
    const scorer = this.scorerIds[schedule]
    if (scorer === undefined) return []
    if (this.options.ignoreStore) return documents.map(() => true)
    const requests = documents.flatMap((d) => d.requestIds)
    const { present } = this.context.scores.read(scorer, requests)
    let at = 0
    return documents.map((d) => present.subarray(at, (at += d.requestIds.length)).includes(0))
  }

  /** As many schedules at a time as their features leave room for; at least one. */
  private *groups({ training, documents }: TrainedTask, schedules: readonly number[]): Generator<readonly number[]> {
    const { dModel } = this.prepared.model.opened.graph.shape
    const bytes = (training.requests.length + documents.length) * dModel * Float32Array.BYTES_PER_ELEMENT
    const most = Math.max(1, Math.floor(Math.min(MOST_FEATURES, this.options.memoryBytes / 8) / Math.max(1, bytes)))
    for (let from = 0; from < schedules.length; from += most) yield schedules.slice(from, from + most)
  }

  private async runGroup(task: TrainedTask, schedules: readonly number[]): Promise<boolean> {
    const known = new Map(schedules.map((s) => [s, this.stored(task, s)]))
    const untrained = schedules.filter((s) => !known.get(s))
    if (untrained.length > 0) {
      const features = await this.features(task, task.training.requests, untrained, 'training rows')
      if (!features) return false
      for (const s of untrained)
        this.naiveApplications += (this.prepared.schedules[s]?.applications ?? 0) * task.training.requests.length
      for (const [i, s] of untrained.entries()) {
        if (this.options.signal.aborted) return false
        known.set(s, this.train(task, s, features[i] ?? new Float32Array()))
      }
    }
    const missing = schedules.map((s) => this.missing(s, task.documents))
    const documents = task.documents.filter((_, d) => missing.some((own) => own[d]))
    const asked = documents.map((d) => ({ ...(d.requests[0] as TokenRequest), nScored: 0 }))
    const features = await this.features(task, asked, schedules, 'documents')
    if (!features) return false
    schedules.forEach((s, i) => {
      const head = known.get(s)
      if (head) this.score(documents, s, head, features[i] ?? new Float32Array())
    })
    return true
  }

  /** The head of a schedule, where it was trained before. */
  private stored({ fingerprint }: TrainedTask, schedule: number): LinearHead | null {
    const scorer = this.scorerIds[schedule]
    if (scorer === undefined || this.options.ignoreStore) return null
    const found = this.context.adaptations.read(scorer, fingerprint)
    return found && headFromBytes(found.weights)
  }

  private train({ task, training, fingerprint }: TrainedTask, schedule: number, features: Float32Array): LinearHead {
    const { dModel } = this.prepared.model.opened.graph.shape
    const { recipe, nClasses, targets } = training
    const begin = newHead(nClasses, dModel, recipe.seed)
    const { head, losses } = trainHead({ features, d: dModel, targets }, begin, recipe)
    const stored: StoredAdaptation = {
      fingerprint: this.fingerprintOf(fingerprint, schedule),
      recipe: { ...recipe, features: training.features, rows: training.rows.hash },
      weights: headToBytes(head),
      losses,
    }
    this.context.adaptations.add(this.scorerIds[schedule] ?? NaN, fingerprint, stored)
    const [first, last] = [losses[0] ?? NaN, losses.at(-1) ?? NaN]
    const plan = this.prepared.plans[this.prepared.schedules[schedule]?.plans[0] ?? 0]?.plan ?? ''
    this.options.onLog(
      `trained a head for ${task.id} in ${plan}: ${losses.length} steps, loss ${first.toFixed(4)} to ${last.toFixed(4)}${Number.isFinite(last) ? '' : ' (diverged: its scores are not finite; give a lower --lr)'}`,
    )
    return head
  }

  /** Of the model, the schedule, the recipe, the rows and the seed. */
  private fingerprintOf(taskFingerprint: string, schedule: number): string {
    const { model, schedules } = this.prepared
    const parts = [model.fingerprint, schedules[schedule]?.canonical, taskFingerprint, this.device.kind]
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  }

  private score(documents: TrainedTask['documents'], schedule: number, head: LinearHead, features: Float32Array): void {
    const { dModel } = this.prepared.model.opened.graph.shape
    const scorer = this.scorerIds[schedule]
    if (scorer === undefined) return
    const requests = documents.flatMap((d) => d.requestIds)
    const scores = documents.flatMap((_, i) => {
      const own = scoresOf(head, features.subarray(i * dModel, (i + 1) * dModel))
      const best = own.reduce((a, b) => Math.max(a, b), -Infinity)
      return Array.from(own, (value) => ({ value, isBest: value === best }))
    })
    this.context.scores.add(
      scorer,
      requests,
      Float32Array.from(scores, (s) => s.value),
      Uint8Array.from(scores, (s) => Number(s.isBest)),
    )
  }

  /** `[texts, dModel]` by schedule; null where it was cancelled. */
  private async features(
    { task, training }: TrainedTask,
    texts: readonly TokenRequest[],
    schedules: readonly number[],
    what: string,
  ): Promise<readonly Float32Array[] | null> {
    const { model } = this.prepared
    const { path, graph } = model.opened
    const { dModel } = graph.shape
    const read = schedules.map(() => new Float32Array(texts.length * dModel))
    const { signal, onLog, memoryBytes, batchTokens, onProgress } = this.options
    const job: Job = {
      wants: [schedules.map((_, i) => i)],
      documents: texts.map((request, index) => ({ task: 0, index, requests: [request], want: 0 })),
      nDocuments: [texts.length],
      model: { path, fingerprint: model.fingerprint, cost: modelCost(graph) },
      packing: packingOf(graph),
      device: this.device,
      readout: `features-${training.features}`,
      schedules: schedules.map((s) => this.prepared.schedules[s]?.layers ?? []),
      memoryBytes,
      cores: this.context.machine().cores,
      batchTokens,
    }
    const report = await this.executor.execute(
      job,
      {
        accept: (requests, { schedules: own, values, width }) => {
          for (const s of own)
            requests.forEach(({ document }, i) =>
              read[s]?.set(values.subarray(i * width, (i + 1) * width), document.index * width),
            )
        },
      },
      {
        signal,
        onLog,
        onProgress: (p) => onProgress({ ...p, message: `${task.id}: reading ${what}` }),
        onSpeed: () => undefined,
      },
    )
    this.layerApplications += report.layerApplications
    return report.complete ? read : null
  }
}
