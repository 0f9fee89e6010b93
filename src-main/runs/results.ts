import type { Measurement } from '../../src-preload/contract/measurement'
import type { RunCost, RunResult } from '../../src-preload/contract/run'
import type { Sample, WrittenSample } from '../../src-preload/contract/sample'
import type { ScoredDocument } from '../metrics/scored-document'
import type { SetDocument } from '../store/document-store'
import type { StoredMeasurement } from '../store/run/run-records'
import type { StoredRun } from '../store/run/run-row'
import type { Context } from '../home/context'
import { scorable } from '../tasks/documents'
import { taskChoices } from '../library/tasks'
import { findTaskOfRun } from '../tasks/registry'
import { targetText, type Task } from '../tasks/task'
import { Recount } from './recount'
import { readScores, shownScores } from './scored-documents'
import { writtenSample } from './written-answers'

/** A scored document of a run, with the number of its row. */
export interface ScoredSample {
  readonly docId: number
  readonly documentId: number
  /** Documents that stand before it. */
  readonly examples: readonly number[]
  readonly scored: ScoredDocument
  /** The request that its answer is kept under, of a generating task. */
  readonly answer?: number | undefined
}

/** Reads what runs have measured. */
export class RunResults {
  private readonly recount: Recount

  constructor(private readonly context: Context) {
    this.recount = new Recount(context)
  }

  /** A run by its id, the beginning of it, or its name. */
  find(text: string): StoredRun {
    return this.context.runs.record.get(this.context.runs.record.resolveId(text))
  }

  /** A run's result as it is stored now; `cost` defaults to that of all its invocations together. */
  result(run: string, cost?: RunCost): RunResult {
    const stored = this.context.runs.record.get(run)
    const { family, nLayers } = this.context.models.describe(stored.fingerprint)
    return {
      run,
      model: { name: stored.modelName, fingerprint: stored.fingerprint, family, nLayers },
      device: stored.device,
      precision: stored.precision,
      measurements: [...this.measurements(run, null)],
      cost: cost ?? stored.cost,
    }
  }

  /** Makes a run's measurements in the store those of all of its scores. */
  bringUpToDate(run: string): void {
    this.recount.bringUpToDate(run)
  }

  /** The measurements of a run as rows: of all its scores that are in the store now. */
  stored(run: string): StoredMeasurement[] {
    this.bringUpToDate(run)
    return this.context.runs.record.measurements(run)
  }

  /** Documents of one measurement that are scored now. */
  measuredDocuments(run: string, plan: number, task: number): number {
    this.bringUpToDate(run)
    return this.context.runs.record.measuredDocuments(run, plan, task)
  }

  /** The definitions of a run's tasks, in their order, as they were chosen. */
  definitions(run: string): Promise<Task[]> {
    const choices = taskChoices(this.context.runs.record.get(run).experiment)
    return Promise.all(choices.map((c) => findTaskOfRun(c.task, this.context.home)))
  }

  /**
   * The measurements of a run one by one, so that large results need not be held.
   *
   * @param definitions of its tasks, where the samples are wanted
   */
  *measurements(run: string, definitions: readonly Task[] | null): Generator<Measurement> {
    const plans = this.context.runs.record.plans(run)
    const tasks = this.context.runs.record.tasks(run)
    const sets = definitions ? tasks.map((t) => this.context.documents.readSet(t.docSetId)) : []
    const scorers = this.scorerIds(run)
    const isTrained = this.context.runs.record.get(run).experiment.adapt !== undefined
    for (const { planOrdinal, taskOrdinal, nDocs, nCached, metrics } of this.stored(run)) {
      const plan = plans[planOrdinal]
      const task = tasks[taskOrdinal]
      if (!plan || !task) continue
      const [scorerId, definition] = [scorers[planOrdinal], definitions?.[taskOrdinal]]
      yield {
        plan: plan.plan,
        schedule: plan.schedule,
        affectedLayers: plan.affectedLayers,
        task: task.task,
        ...(task.nExamples > 0 ? { nExamples: task.nExamples } : {}),
        nDocs,
        nDocsTotal: task.nDocsTotal,
        nCached,
        metrics,
        ...(isTrained && scorerId !== undefined ? this.adaptation(scorerId, task.fingerprint) : {}),
        ...(scorerId === undefined || !definition
          ? {}
          : { samples: this.samples(scorerId, definition, sets[taskOrdinal] ?? []) }),
      }
    }
  }

  /** Scored documents of one plan and task of a run. */
  scoredDocuments(run: string, planOrdinal: number, taskOrdinal: number): ScoredSample[] {
    const scorerId = this.scorerIds(run)[planOrdinal]
    const task = this.context.runs.record.tasks(run)[taskOrdinal]
    if (scorerId === undefined || !task) return []
    return this.samplesOf(scorerId, this.context.documents.readSet(task.docSetId))
  }

  /** What the results of a run's plans are kept under, in the order of the plans. */
  scorerIds(run: string): number[] {
    const { fingerprint, precision, provider, numerics } = this.context.runs.record.get(run)
    const keys = this.context.runs.record
      .plans(run)
      .map(({ schedule }) => ({ fingerprint, schedule, precision, provider, numerics }))
    return this.context.scores.scorerIds(keys)
  }

  /** What was written to a document of a generating task; undefined of another one. */
  written(scorerId: number, task: Task, sample: ScoredSample): WrittenSample | undefined {
    const { docId, documentId, answer: request } = sample
    const answer = request === undefined ? null : this.context.answers.read(scorerId, request)
    if (!answer || !task.generation) return undefined
    const target = targetText(scorable(task, this.context.documents.document(documentId)))
    return writtenSample(docId, answer, task.generation, target)
  }

  /** What was trained before; nothing where it is not there yet. */
  private adaptation(scorerId: number, taskFingerprint: string): Pick<Measurement, 'adaptation'> {
    const found = this.context.adaptations.read(scorerId, taskFingerprint)
    if (!found) return {}
    const { fingerprint, losses } = found
    return { adaptation: { fingerprint, steps: losses.length, losses } }
  }

  private samples(scorerId: number, task: Task, documents: readonly SetDocument[]): (Sample | WrittenSample)[] {
    return this.samplesOf(scorerId, documents).map((sample) => {
      const { docId, scored } = sample
      const written = task.generation && this.written(scorerId, task, sample)
      return written ?? { docId, ...shownScores(scored), greedy: scored.greedy, target: scored.target }
    })
  }

  private samplesOf(scorerId: number, documents: readonly SetDocument[]): ScoredSample[] {
    const scored = readScores(this.context.scores, scorerId, documents)
    return documents.flatMap(({ docId, documentId, examples = [], answer }, i) => {
      const own = scored[i]
      return own ? [{ docId, documentId, examples, scored: own, answer }] : []
    })
  }
}
