import type { LabErrorCode, SentenceCode } from './error-codes'

export type LabErrorData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/**
 * The error every side speaks. `code` says which domain and which case, `data` carries the facts (for translation and for
 * machines), `message` is the one English sentence for people: what, where, what to do.
 */
export class LabError extends Error {
  override readonly name = 'LabError'

  constructor(
    readonly code: LabErrorCode,
    message: string,
    readonly data: LabErrorData = {},
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

/** Something told to people: the English sentence, and what it is made of, for other languages. */
export interface Sentence {
  readonly code: SentenceCode
  readonly message: string
  readonly data: LabErrorData
}

/** The form in which an error crosses a process or network boundary. */
export interface WireError extends Sentence {
  readonly code: LabErrorCode
}

export function toWireError(error: unknown): WireError {
  if (error instanceof LabError) return { code: error.code, message: error.message, data: error.data }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), data: {} }
}

export function fromWireError(wire: WireError): LabError {
  return new LabError(wire.code, wire.message, wire.data)
}

/** True for errors that the person can mend (bad input, a refused model); they exit with 2 on the command line. */
export function isUsageError(error: unknown): error is LabError {
  return (
    error instanceof LabError &&
    (/^(plan|model|task)\./.test(error.code) ||
      [
        'host.usage',
        'store.unknown-run',
        'store.newer',
        'store.no-backup',
        'store.no-bundle',
        'store.unknown-model',
        'store.unknown-report',
        'store.not-resumable',
        'engine.device',
        'engine.memory',
      ].includes(error.code))
  )
}
