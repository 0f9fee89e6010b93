import { z } from 'zod'
import type { LabError } from '../../src-preload/contract/errors'
import type { FileRow } from './loaders/rows'
import { rowProblem, type ScorableDocument } from './task'

/**
 * A document whose question was made when its file was read: what a task file's templates made of the row is kept beside
 * it, so that it is asked, shown and exported as it was then, without making it again.
 */
const askedRow = z.object({
  row: z.unknown(),
  asked: z.object({
    /** One for each continuation where they differ. */
    context: z.union([z.string(), z.array(z.string())]),
    continuations: z.array(z.string()).min(1),
    target: z.number(),
    lengths: z.array(z.number()),
    bytes: z.array(z.number()),
    description: z.string().optional(),
  }),
})

/** A row as an example that is worded by itself. */
const exampleRow = z.object({ row: z.unknown(), example: z.string() })
export const exampleBody = (row: string, example: string): string =>
  `{"row":${row},"example":${JSON.stringify(example)}}`
export const exampleOf = (row: unknown): string | undefined => exampleRow.safeParse(row).data?.example

export const isAskedRow = (row: unknown): boolean => askedRow.safeParse(row).success

/** A row as JSON text with what is asked of it, as it is stored. */
export function askedBody(row: string, { pairs, description, ...rest }: ScorableDocument): string {
  const contexts = pairs.map((p) => p.context)
  const [first = ''] = contexts
  const asked = {
    context: contexts.every((c) => c === first) ? first : contexts,
    continuations: pairs.map((p) => p.continuation),
    ...rest,
    ...(description === undefined ? {} : { description }),
  }
  return `{"row":${row},"asked":${JSON.stringify(asked)}}`
}

/** The row of a stored document, without what is asked of it. */
export const rowOfBody = (value: unknown): unknown => {
  const parsed = z.union([askedRow, exampleRow]).safeParse(value)
  // not the parsed copy: numbers that were read exactly are objects of their own
  return parsed.success ? (value as { readonly row: unknown }).row : value
}

export const ASKED_ROW = {
  row: askedRow,
  document({ asked }: z.output<typeof askedRow>): ScorableDocument {
    const { context, continuations, target, lengths, bytes, description } = asked
    return {
      pairs: continuations.map((continuation, i) => ({
        context: typeof context === 'string' ? context : (context[i] ?? ''),
        continuation,
      })),
      target,
      lengths,
      bytes,
      ...(description === undefined ? {} : { description }),
    }
  },
}

/** A row that cannot be asked, and why. */
export const notAsked = (field: string, why: string): LabError => rowProblem(field === '' ? why : `${field}: ${why}`)

/** The columns of a file: what any of its rows has. */
export const columnsOf = (rows: readonly FileRow[]): string[] => [
  ...new Set(rows.flatMap(({ value }) => (value instanceof Object && !Array.isArray(value) ? Object.keys(value) : []))),
]
