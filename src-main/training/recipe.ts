import type { Adapt } from '../../src-preload/contract/adaptation'

/** Rows of the steps of a training, in order: each step has a batch's, the last of an epoch perhaps fewer. */
export function stepRows(
  n: number,
  { epochs, steps, batch, order, seed }: Pick<Adapt, 'epochs' | 'steps' | 'batch' | 'order' | 'seed'>,
  shuffled: (n: number, seed: number) => readonly number[],
): readonly (readonly number[])[] {
  const made: (readonly number[])[] = []
  const most = steps ?? epochs * Math.ceil(n / batch)
  for (let epoch = 0; made.length < most; epoch++) {
    const rows = order === 'file' ? Array.from({ length: n }, (_, i) => i) : shuffled(n, epochSeed(seed, epoch))
    for (let from = 0; from < n && made.length < most; from += batch) made.push(rows.slice(from, from + batch))
  }
  return made
}

/** Neighbouring seeds have no order in common. */
const epochSeed = (seed: number, epoch: number): number => (seed * 10_007 + epoch) % 2 ** 32

/** Linear decay to nothing, without warm-up (transformers, get_linear_schedule_with_warmup). */
export const rateAt = (rate: number, step: number, nSteps: number): number => rate * (1 - step / nSteps)
