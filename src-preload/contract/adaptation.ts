import { z } from 'zod'

/** What a trained head reads: the vector of the model's own pooler, or the mean of the last states of all tokens. */
const FEATURES = ['pooler', 'mean'] as const
export type FeatureName = (typeof FEATURES)[number]

/** `own`: the checkpoint's own classification head, which is not trained. */
export const HEADS = ['own', ...FEATURES] as const
export type HeadName = (typeof HEADS)[number]

export const MOST_RATE = 100

/**
 * What is trained inside every plan before it is measured, and how (docs/semantics.md, Training). The paper's head-only
 * recipe is 3 epochs at 3e-2 in batches of 32; `steps` ends it earlier or later.
 */
export const adaptSchema = z.strictObject({
  what: z.literal('head'),
  epochs: z.number().int().min(1).max(10_000).default(3),
  steps: z.number().int().min(1).max(10_000_000).optional(),
  lr: z.number().positive().max(MOST_RATE).default(3e-2),
  batch: z.number().int().min(1).max(100_000).default(32),
  /** Features are computed once, without dropout. */
  dropout: z.literal(0).default(0),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(42),
  order: z.enum(['shuffled', 'file']).default('shuffled'),
})
export type Adapt = z.output<typeof adaptSchema>

/** What was trained for a plan and a task. */
export interface AdaptationInfo {
  readonly fingerprint: string
  readonly steps: number
  readonly losses: readonly number[]
}

/** A recipe in a line, as records of runs have it. */
export const trainingText = ({ what, epochs, steps, lr, batch, seed, order }: Adapt): string =>
  [
    what,
    steps === undefined ? `${epochs} epochs` : `${steps} steps`,
    `rate ${lr}`,
    `batch ${batch}`,
    `seed ${seed}`,
    order,
    'no dropout',
  ].join(', ')
