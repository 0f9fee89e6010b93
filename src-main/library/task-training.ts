import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { Adapt, FeatureName } from '../../src-preload/contract/adaptation'
import { LabError } from '../../src-preload/contract/errors'
import { isClassifying } from '../../src-preload/contract/task'
import type { Dataset, DocumentStore } from '../store/document-store'
import { readDocuments } from '../tasks/documents'
import type { Task } from '../tasks/task'
import { ReadOnce } from './read-once'

/** What is trained for a task, and on which rows. */
export interface TaskTraining {
  readonly recipe: Adapt
  readonly features: FeatureName
  readonly rows: Dataset
}

/**
 * Everything of a training that changes what comes out: the recipe, what the head reads, the rows, and how the model reads
 * their texts.
 *
 * @param reading the tokenizer's fingerprint, and what is made of its tokens
 */
export const trainingFingerprint = (
  { recipe, features, rows }: TaskTraining,
  reading: { readonly tokenizer: string; readonly most: number; readonly nTextTypes: number },
): string =>
  createHash('sha256')
    .update(
      JSON.stringify(['training', 2, recipe, features, rows.hash, reading.tokenizer, reading.most, reading.nTextTypes]),
    )
    .digest('hex')

const rowsKey = (key: string): string => `${key}#train`

/** Rows that heads are trained on: read from a file, and kept beside a task's documents. */
export class TrainingRows {
  private readonly read = new ReadOnce()

  constructor(private readonly documents: DocumentStore) {}

  /** Rows that are here; null where there are none. */
  count(key: string): number | null {
    return this.documents.latestDataset(rowsKey(key))?.nDocs ?? null
  }

  /**
   * Of the file that is named, else as it was read before.
   *
   * @throws `task.train-data` where there is neither, or the task does not classify
   */
  async find(task: Task, key: string, file: string | undefined): Promise<Dataset> {
    const own = rowsKey(key)
    if (!isClassifying(task.kind))
      throw new LabError('task.train-data', `${task.id}: is no task that a head could be trained for`, {
        task: task.id,
      })
    if (file !== undefined) {
      const path = resolve(file)
      return this.read.get(path, `${own} ${task.version}`, async () =>
        this.documents.importDataset(own, path, await readDocuments(task, path)),
      )
    }
    const kept = this.documents.latestDataset(own)
    if (kept) return kept
    throw new LabError(
      'task.train-data',
      `${task.id}: has no rows to train on: give its training split with --train-data ${task.id}=FILE`,
      { task: task.id },
    )
  }
}
