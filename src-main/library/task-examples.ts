import { resolve } from 'node:path'
import { LabError } from '../../src-preload/contract/errors'
import type { EntryDocuments, Experiment } from '../../src-preload/contract/experiment'
import type { TaskExamplesEntry } from '../../src-preload/contract/task'
import type { Dataset, DocumentStore } from '../store/document-store'
import { eachRow, madeOf, readRowsOf, scorable } from '../tasks/documents'
import { drawExamples } from '../tasks/draw-examples'
import { exampleBody, exampleOf, rowOfBody } from '../tasks/asked'
import type { FileRow } from '../tasks/loaders/rows'
import type { Examples, Task } from '../tasks/task'
import { ReadOnce } from './read-once'

/** How many examples an experiment asks for, and the file that they come from. */
export interface ExamplesChoice extends EntryDocuments {
  readonly fewshot?: number | undefined
  readonly fewshotData?: string | undefined
}

/** Examples before questions: where they come from, which they are, and how they read. */
export class TaskExamples {
  /** Files that are named, by a task or an experiment. */
  private readonly read = new ReadOnce()

  constructor(private readonly documents: DocumentStore) {}

  /** How many stand before each question of a task. Throws `task.examples` where it takes none and is told to. */
  count(task: Task, choice: ExamplesChoice, experiment: Pick<Experiment, 'fewshot'>): number {
    if (task.examples) return choice.fewshot ?? experiment.fewshot ?? task.examples.usual
    if (choice.fewshot) throw takesNone(task)
    return 0
  }

  /** As the list of tasks tells it. */
  entry(task: Task, key: string, asked: Dataset | undefined): TaskExamplesEntry | null {
    if (!task.examples) return null
    const { split, usual, given, file, isAsked } = task.examples
    const kept = this.documents.latestDataset(poolKey(key))?.nDocs ?? (isAsked ? asked?.nDocs : undefined)
    // a file that the task itself names is read when it is asked for
    return { split, usual, nRows: given?.length ?? kept ?? (file === undefined ? null : 0) }
  }

  /**
   * The rows that examples are drawn from: of a file, of the task's own, or those kept from before.
   *
   * @throws `task.examples` telling which file is needed
   */
  async pool(task: Task, choice: ExamplesChoice, key: string, asked: Dataset): Promise<Dataset> {
    const { given, file, isAsked, split } = task.examples as Examples
    if (choice.fewshotData !== undefined) return this.importUnchanged(task, key, resolve(choice.fewshotData))
    if (given)
      return this.documents.importDataset(poolKey(key), task.id, await bodies(task, given.map(asFileRow), task.id))
    // of the documents that are asked about, wherever these come from
    if (isAsked) return task.examples?.texts === undefined ? asked : this.importUnchanged(task, key, asked.path)
    if (file !== undefined) return this.importUnchanged(task, key, resolve(file))
    const kept = this.documents.latestDataset(poolKey(key))
    if (kept) return kept
    const whole = task.partOf === undefined ? undefined : this.documents.latestDataset(poolKey(task.partOf))
    if (whole) return this.importUnchanged(task, key, whole.path)
    throw new LabError(
      'task.examples',
      `${task.id} draws its examples from the split ${split}: give that file with --fewshot-data ${task.id}=FILE`,
      { task: task.id, split },
    )
  }

  /** @returns for each row of `taken` the documents that stand before it, in order */
  draw(task: Task, n: number, pool: Dataset, asked: Dataset, taken: readonly number[]): Map<number, readonly number[]> {
    const examples = task.examples as Examples
    const poolIds = this.documents.datasetIds(pool.id)
    // a draw depends on those before it
    const askedIds = this.documents.datasetIds(asked.id).slice(0, Math.max(-1, ...taken) + 1)
    // only what may be its own example is told by what stands in it: a split can be large
    const isTold = examples.leavesOutAsked && pool.id !== asked.id
    const name = (id: number): number | string => (isTold ? this.rowText(id) : id)
    const { groupOf } = examples
    if (!groupOf) {
      const drawn = drawExamples(examples, n, poolIds.map(name), askedIds.map(name))
      return new Map(taken.map((docId) => [docId, (drawn[docId] ?? []).map((i) => poolIds[i] as number)]))
    }
    const group = (id: number): string => groupOf(this.documents.document(id) as never)
    const groups = Map.groupBy(poolIds, group)
    return new Map(
      taken.map((docId) => {
        const id = askedIds[docId] as number
        const rows = groups.get(group(id)) ?? []
        const [drawn = []] = drawExamples(examples, n, rows.map(name), [name(id)])
        return [docId, drawn.map((i) => rows[i] as number)]
      }),
    )
  }

  /** Documents as they stand before a question, each with its answer. */
  text(task: Task, ids: readonly number[]): string {
    const { delimiter = '' } = task.examples ?? {}
    return ids
      .map((id) => {
        const row = this.documents.document(id)
        return (exampleOf(row) ?? answered(task, row)) + delimiter
      })
      .join('')
  }

  private rowText(id: number): string {
    return JSON.stringify(rowOfBody(this.documents.document(id)))
  }

  private importUnchanged(task: Task, key: string, path: string): Promise<Dataset> {
    return this.read.get(path, `${poolKey(key)} ${task.version}`, () => this.import(task, key, path))
  }

  /** Reads the file that examples are drawn from: all of it, or nothing. Throws `task.examples` where the task takes none. */
  async import(task: Task, key: string, path: string): Promise<Dataset> {
    if (!task.examples) throw takesNone(task)
    return this.documents.importDataset(poolKey(key), path, await bodies(task, await readRowsOf(task, path), path))
  }
}

/** Under which a task's examples are kept, beside its documents. */
const poolKey = (key: string): string => `${key}#examples`

const takesNone = (task: Task): LabError =>
  new LabError('task.examples', `${task.id} takes no examples: ask for it without --fewshot`, { task: task.id })

const asFileRow = (row: object, i: number): FileRow => {
  const json = JSON.stringify(row)
  return { value: row, json, typed: json, place: `sample ${i + 1}` }
}

/** A question as a task asks it, with the right answer. */
function answered(task: Task, row: unknown): string {
  const { pairs, target } = scorable(task, row)
  const pair = pairs[target]
  return pair ? pair.context + (task.examples?.gap ?? '') + pair.continuation : ''
}

/** Rows as they are stored: worded where the task words its examples by itself. Throws `task.row` with the place. */
async function bodies(task: Task, rows: readonly FileRow[], path: string): Promise<string[]> {
  const texts = await task.examples?.texts?.(rows)
  return eachRow(rows, path, (row, i) => {
    if (texts !== undefined) return exampleBody(row.typed, madeOf(texts[i]))
    scorable(task, row.value)
    return row.json
  })
}
