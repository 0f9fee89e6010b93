import { z } from 'zod'
import type { Sentence } from './errors'
import { CHOICE_METRICS, METRIC_NAMES, type MetricName } from './metrics'
import type { TaskPreviewRow } from './task'

/** A person's own task while it is being made: what the columns of a file are, and how they are asked. */

/** How the right choice is written in its column. */
export const ANSWER_FORMS = ['text', 'letter', 'from_0', 'from_1'] as const
export type AnswerForm = (typeof ANSWER_FORMS)[number]
/** `first`: in no column, the right choice is always the first one. */
export const OWN_ANSWERS = [...ANSWER_FORMS, 'first'] as const
export type OwnAnswer = (typeof OWN_ANSWERS)[number]

/** Choose among choices; continue the context by the target; a plain text as a whole. */
export const OWN_TASK_KINDS = ['choice', 'continuation', 'text'] as const
export type OwnTaskKind = (typeof OWN_TASK_KINDS)[number]

/** What a kind can be scored by, the one that leads first, and those it is scored by unless others are chosen. */
export const METRICS_OF_KIND: Readonly<
  Record<OwnTaskKind, { readonly all: readonly MetricName[]; readonly usual: readonly MetricName[] }>
> = {
  choice: { all: CHOICE_METRICS, usual: CHOICE_METRICS },
  continuation: { all: ['perplexity', 'acc', 'bits_per_byte'], usual: ['perplexity', 'acc'] },
  text: {
    all: ['word_perplexity', 'byte_perplexity', 'bits_per_byte'],
    usual: ['word_perplexity', 'byte_perplexity', 'bits_per_byte'],
  },
}

/** The metrics of a task: those chosen that its kind has; the usual ones where that leaves none. */
export function metricsOf({ kind, metrics }: Pick<OwnTask, 'kind' | 'metrics'>): readonly MetricName[] {
  const { all, usual } = METRICS_OF_KIND[kind]
  const chosen = all.filter((m) => metrics?.includes(m))
  return chosen.length > 0 ? chosen : usual
}

const column = z.string().min(1).max(500)

export const ownTaskSchema = z.strictObject({
  /** The file of documents; it stays where it is. */
  path: z.string().min(1).max(4096),
  kind: z.enum(OWN_TASK_KINDS),
  /** A Jinja template over the columns; not used by `text`. */
  context: z.string().max(20_000),
  /** Columns of one choice each, or the one column that holds a list of them. */
  choices: z.array(column).max(26),
  target: column.nullable(),
  /** null: guessed from all rows. */
  answer: z.enum(OWN_ANSWERS).nullable(),
  /** What is one document of a plain text file. */
  split: z.enum(['lines', 'paragraphs', 'whole']),
  /** null: the usual ones of the kind. */
  metrics: z.array(z.enum(METRIC_NAMES)).min(1).nullable(),
  leaveOut: z.boolean(),
})
export type OwnTask = z.output<typeof ownTaskSchema>

/** A file of documents as it was read, and what its columns seem to be. */
export interface DocumentFile {
  readonly path: string
  readonly nRows: number
  readonly columns: readonly string[]
  /** The first rows, a text for each column. */
  readonly rows: readonly (readonly string[])[]
  readonly name: string
  readonly guess: OwnTask
}

/** A token as the model reads it. */
export interface PromptToken {
  readonly text: string
  readonly isScored: boolean
  /** Read as one text, it would be one token with the beginning of what is scored. */
  readonly isAcross: boolean
}

/** A document as it would be asked; `tokens` has a list for each choice, and is null without a model. */
export interface PromptPreview extends TaskPreviewRow {
  readonly tokens: readonly (readonly PromptToken[])[] | null
  /** Why this model cannot be asked it. */
  readonly problem: Sentence | null
}

/** What would become of every row of the file. */
export interface OwnTaskCheck {
  readonly nRows: number
  readonly nBad: number
  /** The first of those that cannot be scored: row from 1, and why. */
  readonly bad: readonly { readonly row: number; readonly place: string; readonly why: string }[]
  readonly answer: OwnAnswer | null
  /** Forms that make sense of the same number of rows as the one taken. */
  readonly alsoFits: readonly AnswerForm[]
  /** The accuracy of guessing. */
  readonly floor: number
  readonly prompts: readonly PromptPreview[]
  /** Rows that lose their beginning, of those looked at; null without a model. */
  readonly long: { readonly nLong: number; readonly nSeen: number; readonly nCtx: number } | null
  /** The task file as it would be written. */
  readonly definition: string
}

/** The template that is offered for these columns. */
export function offeredContext(columns: readonly string[], kind: OwnTaskKind): string {
  if (columns.length === 0) return ''
  const body = columns.map(columnTemplate).join('\n')
  const isQuestion = columns.some((c) => /question|stem|query|problem/i.test(c))
  return kind === 'choice' && isQuestion ? `Question: ${body}\nAnswer:` : body
}

/** A column in a Jinja template; one whose name is no word needs quotes. */
export const columnTemplate = (column: string): string =>
  /^[A-Za-z_]\w*$/.test(column) && !RESERVED.has(column)
    ? `{{ ${column} }}`
    : `{{ columns[${JSON.stringify(column)}] }}`

/** Words of the template language itself. */
const RESERVED = new Set([
  ...['and', 'or', 'not', 'in', 'is', 'if', 'else', 'true', 'false', 'none', 'True', 'False', 'None'],
  ...['range', 'namespace', 'loop', 'columns'],
])
