import type { Sentence, WireError } from './errors'
import type { MetricName } from './metrics'

/** What is asked of the model: one continuation a document, one of several, a whole text in windows, to write an
 * answer, or to put texts into a class or give them a value (encoders). */
export type TaskKind = 'loglikelihood' | 'multiple-choice' | 'rolling' | 'generation' | 'classification' | 'regression'

/** Kinds that are about texts, not about what follows them. */
export const isClassifying = (kind: TaskKind): boolean => kind === 'classification' || kind === 'regression'

/** Kinds that are taken where nobody chose any: what every decoder reads, without writing. */
export const isUsual = (kind: TaskKind): boolean => kind !== 'generation' && !isClassifying(kind)

/** Where a task's publisher keeps its documents; their number is null where it is not known. */
export interface TaskSource {
  readonly dataset: string
  readonly split: string
  readonly documents: number | null
  readonly licence: string
}

/** A task and where its documents are. */
export interface TaskEntry {
  readonly task: string
  readonly kind: TaskKind
  readonly metrics: readonly string[]
  /** The accuracy of guessing; null where the documents tell, and are not here. */
  readonly floor: number | null
  readonly source: TaskSource
  /** Documents at hand; null where none were imported. */
  readonly nDocs: number | null
  readonly path: string | null
  /** `bundled`: comes with its documents; `built-in`: these are imported; `own`: a task file of the data folder. */
  readonly origin: 'own' | 'bundled' | 'built-in'
  /** Examples before its questions; null where it takes none. */
  readonly examples: TaskExamplesEntry | null
  /** Rows at hand that a head can be trained on; null where it needs none, or none are here. */
  readonly nTrainingRows: number | null
  /** Why it cannot be used. */
  readonly problem: Sentence | null
}

/** Where a task's examples come from. */
export interface TaskExamplesEntry {
  readonly split: string
  /** How many stand before each question where nothing is said. */
  readonly usual: number
  /** Rows to draw from that are at hand; null where a file is needed first. */
  readonly nRows: number | null
}

/** What became of one of several files of documents. */
export interface ImportedFile {
  readonly path: string
  /** Null where the file's name tells none. */
  readonly task: string | null
  readonly nDocs: number | null
  readonly problem: WireError | null
}

/** A document as the model is asked about it. */
export interface TaskPreviewRow {
  readonly docId: number
  readonly context: string
  readonly choices: readonly string[]
  readonly target: number
}

export interface TaskRow {
  readonly task: string
  readonly kind: TaskKind
  readonly metrics: readonly MetricName[]
  readonly floor: number
  /** SHA-256 of the task's definition. */
  readonly fingerprint: string
  readonly source: string
  /** Examples that stand before each question. */
  readonly nExamples: number
  /** Documents of this run, and of the file they came from. */
  readonly nDocs: number
  readonly nDocsTotal: number
  /** Equal for runs on the same documents under the same tokenization. */
  readonly docSet: number
  /** In the order in which the store met its tasks, for the store's life. */
  readonly place: number
}
