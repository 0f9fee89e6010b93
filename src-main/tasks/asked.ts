import { z } from 'zod'
import type { LabError } from '../../src-preload/contract/errors'
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
  const parsed = askedRow.safeParse(value)
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
