import { z } from 'zod'
import type { MetricName } from '../../src-preload/contract/metrics'
import type { TaskKind, TaskSource } from '../../src-preload/contract/task'
import { parsePythonList } from './loaders/python-list'
import { LabError } from '../../src-preload/contract/errors'
import type { GenerationRule } from './generation'
import type { FileRow, TextSplit, TsvForm } from './loaders/rows'

/** A document as a task scores it. */
export interface ScorableDocument {
  /** What is scored: the continuation, given the context. One pair for a loglikelihood task, one a choice otherwise. */
  readonly pairs: readonly { readonly context: string; readonly continuation: string }[]
  /** Index of the right choice; 0 for a loglikelihood task; of a regression the right value. */
  readonly target: number
  /** For each pair, the length that acc_norm divides by: Unicode code points of the choice. */
  readonly lengths: readonly number[]
  /** For each pair, UTF-8 bytes of the scored text, for bits per byte. */
  readonly bytes: readonly number[]
  /** What stands before the examples and the question. */
  readonly description?: string
  /** Of a task that classifies; the pairs then say its texts and what the classes are called. */
  readonly classification?: Classification
}

/** Texts that are put into a class, or given a value. */
export interface Classification {
  readonly texts: readonly [string] | readonly [string, string]
  /** 1: a regression, whose target is a value. */
  readonly nClasses: number
}

/** A document as it is asked without examples: behind its description. */
export const described = ({ pairs, description = '' }: ScorableDocument, examples = ''): ScorableDocument['pairs'] =>
  pairs.map(({ context, continuation }) => ({ context: description + examples + context, continuation }))

/** What is right, as a written answer is compared with it. */
export const targetText = ({ pairs, target }: Pick<ScorableDocument, 'pairs' | 'target'>): string =>
  pythonTrimStart(pairs[target]?.continuation ?? '')

/** A benchmark: how a publisher's row becomes a scored document. Data plus this much code. */
export interface Task {
  readonly id: string
  /** Raised when the prompts change; part of the task's fingerprint. */
  readonly version: number
  readonly kind: TaskKind
  readonly metrics: readonly MetricName[]
  /** The accuracy of guessing; null where the documents tell, one over the choices of each. */
  readonly floor: number | null
  readonly source: TaskSource
  /** SHA-256 of a person's own definition; absent for built-in tasks. */
  readonly definition?: string
  /** A file of documents that the definition itself names. */
  readonly dataFile?: string
  /** SHA-256 of that file as it was when the task was made of it. */
  readonly dataHash?: string
  /** Tokens of a window of a whole text, where the model's context is longer. */
  readonly window?: number
  /** What is one document of a plain text file; a line unless set. */
  readonly split?: TextSplit
  /** How its publisher's tsv files are written. */
  readonly tsv?: TsvForm
  /** Rows of the file, from 1, that the definition leaves out. */
  readonly leftOut?: readonly number[]
  readonly row: z.ZodType
  /** @param row as `row` parsed it */
  readonly document: (row: never) => ScorableDocument
  /**
   * Where questions are made once, when the file is read (asked.ts): of all its rows, each a document or why it is none;
   * `row` and `document` then read what was kept.
   */
  readonly ask?: (rows: readonly FileRow[]) => Promise<readonly (ScorableDocument | LabError)[]>
  /** The built-in task whose documents hold this one's. */
  readonly partOf?: string
  /** What becomes of a file's rows before they are asked: by a function of the task's file, or those of one part. */
  readonly process?: (rows: readonly FileRow[]) => Promise<readonly FileRow[]>
  /** What is made of written answers: of a generating task. */
  readonly generation?: GenerationRule
  /** Absent: the task has no examples. */
  readonly examples?: Examples
}

/** Examples that stand before a question, as lm-evaluation-harness 0.4.13 draws them (api/samplers.py). */
export interface Examples {
  /** The publisher's split that they are drawn from. */
  readonly split: string
  /** `random`: n of the split for each question, by Random(1234); `first`: the first n, the same for all. */
  readonly how: 'random' | 'first'
  /** How many there are where nothing is said. */
  readonly usual: number
  /** What is asked is never its own example: one more is drawn, and left out where it is the same row. */
  readonly leavesOutAsked: boolean
  /** Stands after each. */
  readonly delimiter: string
  /** Stands between an example's question and its answer, besides what a question has there. */
  readonly gap?: string
  /** The split's own file, where a task file names it; the asked documents themselves are `asked`. */
  readonly file?: string
  readonly isAsked?: boolean
  /** Rows that a task file gives itself. */
  readonly given?: readonly Readonly<Record<string, unknown>>[]
  /** Examples are drawn among rows of the same group (the subject of a question). */
  readonly groupOf?: (row: never) => string
  /** Where an example is worded by itself: the texts of rows, or why one has none. */
  readonly texts?: (rows: readonly FileRow[]) => Promise<readonly (string | LabError)[]>
}

const FROM_TRAIN: Examples = { split: 'train', how: 'random', usual: 0, leavesOutAsked: false, delimiter: '\n\n' }

/** Examples from the publisher's training split, by the split that is asked: lm-evaluation-harness tells the two apart. */
export const TRAIN_EXAMPLES = {
  askedOnTest: FROM_TRAIN,
  askedOnValidation: { ...FROM_TRAIN, leavesOutAsked: true },
} as const satisfies Readonly<Record<string, Examples>>

export const rowProblem = (message: string): LabError => new LabError('task.row', message, {})

/** A task whose rows have the type R; keeps `row` and `document` in step. */
export function defineTask<R>(
  task: Omit<Task, 'row' | 'document'> & {
    readonly row: z.ZodType<R>
    readonly document: (row: R) => ScorableDocument
  },
): Task {
  return task
}

export const codePoints = (text: string): number => Array.from(text).length
const utf8 = new TextEncoder()
export const utf8Bytes = (text: string): number => utf8.encode(text).length

/** A question with one context and several continuations, each `" " + choice` (lm-evaluation-harness's multiple_choice). */
export function choicesDocument(
  context: string,
  choices: readonly string[],
  target: number,
  delimiter = ' ',
): ScorableDocument {
  return {
    pairs: choices.map((choice) => ({ context, continuation: delimiter + choice })),
    target,
    lengths: choices.map(codePoints),
    bytes: choices.map(utf8Bytes),
  }
}

/** A run of what Python takes for white space. */
export const PYTHON_SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+'
/** Python's str.strip(): its white space, which is not quite JavaScript's. */
export const pythonStrip = (text: string): string => pythonTrimStart(pythonTrimEnd(text))
export const pythonTrimStart = (text: string): string => text.replace(new RegExp(`^${PYTHON_SPACE}`), '')
export const pythonTrimEnd = (text: string): string => text.replace(new RegExp(`${PYTHON_SPACE}$`), '')

/** A text that is scored as a whole; its words are the pieces between white space (`re.split(r"\\s+")`). */
export const wholeText = (text: string, counted = text): ScorableDocument => ({
  pairs: [{ context: '', continuation: text }],
  target: 0,
  lengths: [counted.split(new RegExp(PYTHON_SPACE)).length],
  bytes: [utf8Bytes(counted)],
})

/** For columns that hold lists or objects: the cells of a csv file hold them as JSON, or lists as Python prints them. */
export function jsonCell(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return parsePythonList(value) ?? value
  }
}

/** The index of the right one of `n` choices; the cells of a csv file hold it as text. */
export const indexCell = (n: number): z.ZodType<number> =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
    z
      .int()
      .min(0)
      .max(n - 1),
  )

/** Texts of choices with the label of each, as ARC's publisher has them. */
export const labelledChoices = z
  .preprocess(jsonCell, z.object({ text: z.array(z.string()).min(1), label: z.array(z.string()).min(1) }))
  .refine((c) => c.text.length === c.label.length, { message: 'text and label differ in length' })
