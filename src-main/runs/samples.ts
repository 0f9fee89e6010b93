import { setImmediate } from 'node:timers/promises'
import { LabError } from '../../src-preload/contract/errors'
import type { SamplePage, SampleQuery, SampleRow } from '../../src-preload/contract/sample'
import { chosen } from '../metrics/accuracy'
import { findTaskOfRun } from '../tasks/registry'
import type { Task } from '../tasks/task'
import { asRead } from '../library/document-text'
import { TaskExamples } from '../library/task-examples'
import { taskChoices } from '../library/tasks'
import type { Context } from '../home/context'
import { shownScores } from './scored-documents'
import type { RunResults, ScoredSample } from './results'

const PAGES_KEPT = 6
const SEARCHED_AT_ONCE = 4_000

/** Documents of a measurement, page by page: filtered and searched here, so that a window never holds all of them. */
export class RunSamples {
  private readonly held = new Map<string, ScoredSample[]>()
  private readonly examples: TaskExamples
  private lastSearch:
    { readonly all: readonly ScoredSample[]; readonly words: string; readonly found: Set<number> } | undefined

  constructor(
    private readonly context: Context,
    private readonly results: RunResults,
  ) {
    this.examples = new TaskExamples(context.documents)
  }

  async page({
    run,
    plan,
    task: taskOrdinal,
    metric,
    filter,
    search,
    offset,
    limit,
  }: SampleQuery): Promise<SamplePage> {
    const task = await this.task(run, taskOrdinal)
    const all = this.scored(run, plan, taskOrdinal)
    const isRight = ({ scored }: ScoredSample): boolean => chosen(task.kind, metric, scored) === scored.target
    const wanted = search.trim().toLowerCase()
    const nRight = all.reduce((n, s) => n + Number(isRight(s)), 0)
    const found = wanted === '' ? null : await this.found(all, wanted)
    const matching = all.filter(
      (s) =>
        (filter === 'all' || isRight(s) === (filter === 'right')) &&
        (found === null || String(s.docId) === wanted || found.has(s.documentId)),
    )
    const scorer = task.generation ? this.results.scorerIds(run)[plan] : undefined
    const rows = matching.slice(offset, offset + limit).map((s): SampleRow => {
      const { scored } = s
      const written = scorer === undefined ? undefined : this.results.written(scorer, task, s)
      return {
        docId: s.docId,
        ...asRead(task, this.context.documents.document(s.documentId)),
        examples: this.examples.text(task, s.examples),
        ...shownScores(scored),
        greedy: scored.greedy,
        chosen: chosen(task.kind, metric, scored),
        right: isRight(s),
        ...(written ? { written } : {}),
      }
    })
    return { nMatching: matching.length, nAll: all.length, nRight, rows }
  }

  /** The definition of a run's task, as it was chosen. */
  async task(run: string, ordinal: number): Promise<Task> {
    const choice = taskChoices(this.context.runs.record.get(run).experiment)[ordinal]
    if (!choice) throw new LabError('host.input', `the run ${run} has no task number ${ordinal}`, { run })
    return findTaskOfRun(choice.task, this.context.home)
  }

  /** Scored documents of a plan on a task; kept while nothing new was measured. */
  scored(run: string, plan: number, task: number): ScoredSample[] {
    const nDocs = this.results.measuredDocuments(run, plan, task)
    const key = JSON.stringify([run, plan, task, nDocs])
    const held = this.held.get(key) ?? this.results.scoredDocuments(run, plan, task)
    this.held.delete(key)
    this.held.set(key, held)
    if (this.held.size > PAGES_KEPT) this.held.delete(this.held.keys().next().value as string)
    return held
  }

  /** Documents that hold the words searched for; the last search is kept, for its further pages. */
  private async found(all: readonly ScoredSample[], words: string): Promise<Set<number>> {
    if (this.lastSearch?.all === all && this.lastSearch.words === words) return this.lastSearch.found
    const found = new Set<number>()
    // in pieces, so that the host goes on answering others
    for (let from = 0; from < all.length; from += SEARCHED_AT_ONCE) {
      for (const id of this.context.documents.containing(
        words,
        all.slice(from, from + SEARCHED_AT_ONCE).map((s) => s.documentId),
      ))
        found.add(id)
      await setImmediate()
    }
    this.lastSearch = { all, words, found }
    return found
  }
}
