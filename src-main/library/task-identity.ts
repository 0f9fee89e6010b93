import { createHash } from 'node:crypto'
import { basename, dirname } from 'node:path'
import type { WritingChoice } from './encode-document'
import type { Dataset } from '../store/document-store'
import { BUILT_IN } from '../tasks/built-in'
import type { Task } from '../tasks/task'

/**
 * With examples before them, questions are others; which rows the examples come from is part of it, and so is how answers
 * are written, and what was trained before.
 */
export const taskFingerprint = (
  task: Task,
  shots: { readonly n: number; readonly pool: Dataset } | null = null,
  writing?: Omit<WritingChoice, 'endTokens'>,
  training?: string,
): string =>
  createHash('sha256')
    .update(
      [
        `${task.id} ${task.version} ${task.definition ?? ''}`,
        ...(shots ? [`${shots.n}-shot ${shots.pool.hash}`] : []),
        ...(task.generation && writing
          ? [`${writing.maxNewTokens ?? task.generation.maxNewTokens} tokens, ${writing.cache} cache`]
          : []),
        ...(training === undefined ? [] : [training]),
      ].join(' '),
    )
    .digest('hex')

/** Documents of a person's own task are kept apart from those of another definition with the same name. */
export const datasetKey = (task: Task): string =>
  task.definition === undefined ? task.id : `${task.id}@${task.definition.slice(0, 16)}`

/** Ids that stand in many a word: starter, chocolate. */
const SHORT = 5
/** What publishers call a file that its folder names: CoLA/dev.tsv. */
const ONLY_SPLIT = /^(train|dev|val|validation|test)(_|$)/

/** The built-in task that a publisher's file is of, by the file's name or its folder's; null where neither tells. */
export function taskOfFile(path: string): string | null {
  const own = wordsOf(basename(path))
  const name = ONLY_SPLIT.test(own) ? `${wordsOf(basename(dirname(path)))}_${own}` : own
  const known = BUILT_IN.map((t) => t.id).toSorted((a, b) => b.length - a.length)
  const isIn = (id: string): boolean => (id.length > SHORT ? name.includes(id) : name.split('_').includes(id))
  return known.find(isIn) ?? known.find((id) => name.startsWith(`${id.split('_')[0]}_`)) ?? null
}

const wordsOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    // GLUE's folders have a sign where the ids have none
    .replaceAll(/(sst_2|sts_b)(?=_|$)/g, (found) => found.replace('_', ''))
