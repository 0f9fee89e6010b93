/** What goes between a host and its Python; rows are JSON texts, so that numbers stay as they were written. */

/** How a field of a task makes a value of a row. */
export type FieldRule =
  /** A Jinja template: a text. Columns that it prints as they are must be in the row. */
  | { readonly how: 'template'; readonly source: string }
  /** A column that holds a list, with dots for what lies inside: a list of texts. */
  | { readonly how: 'list'; readonly source: string }
  /** What lm-evaluation-harness makes of doc_to_text, doc_to_choice and doc_to_target, and of a description. */
  | { readonly how: 'text' | 'target'; readonly source: unknown; readonly hasChoices: boolean }
  | { readonly how: 'choices' | 'description'; readonly source: unknown }

/** A function of a Python file, which is run as it stands. */
export interface FunctionRule {
  readonly module: string
  readonly text: string
  readonly function: string
}

/** Rows through a function that takes and gives a whole split (process_docs). */
export interface ProcessRequest {
  readonly process: FunctionRule
  readonly rows: readonly string[]
}
export type ProcessAnswer = { readonly processed: readonly string[] } | { readonly field: string; readonly why: string }

export interface RenderRequest {
  readonly fields: Readonly<Record<string, FieldRule>>
  /** The columns of the whole file: what a row lacks of them is None, as `datasets` reads it. */
  readonly columns: readonly string[]
  readonly rows: readonly string[]
}

/** A value as Python has it: what JSON cannot tell apart (an index, its digits) is said beside the text. */
export interface PythonValue {
  readonly text?: string
  readonly index?: number
  /** None, or a float: no text, and no index. */
  readonly isOther?: boolean
  readonly list?: readonly PythonValue[]
}

/** Values of a row by field, or why it has none. */
export type RenderedRow =
  { readonly values: Readonly<Record<string, PythonValue>> } | { readonly field: string; readonly why: string }

export type RenderAnswer = { readonly rows: readonly RenderedRow[] } | { readonly field: string; readonly why: string }

/** Why Python could not be started. */
export interface StartProblem {
  readonly problem: string
}
