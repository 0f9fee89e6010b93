import { pythonSampler } from '../../src-preload/contract/plan/python-random'
import { LabError } from '../../src-preload/contract/errors'
import type { Examples } from './task'

/** The seed that lm-evaluation-harness draws examples with unless told otherwise. */
const SEED = 1234

/**
 * Which rows of a split stand before each question, as lm-evaluation-harness 0.4.13 draws them (api/samplers.py): one
 * sequence of Random(1234), a draw a document from the first on. A document has the same examples whichever others are asked.
 *
 * @param pool the split's rows, each by what tells it from others
 * @param asked the documents of the task in order, in the same terms
 * @returns `[asked][n]` places in the pool
 * @throws `task.examples` where the split is too small
 */
export function drawExamples(
  { how, leavesOutAsked, split }: Pick<Examples, 'how' | 'leavesOutAsked' | 'split'>,
  n: number,
  pool: readonly (string | number)[],
  asked: readonly (string | number)[],
): number[][] {
  const sample = pythonSampler(SEED)
  const besides = (row: string | number): number[] => pool.flatMap((other, i) => (other === row ? [] : [i]))
  const enough = (held: number): void => {
    if (held < n)
      throw new LabError('task.examples', `${n} examples are asked for, and the split ${split} has ${held} rows`, {})
  }
  return asked.map((row) => {
    if (how === 'first') {
      const rows = leavesOutAsked ? besides(row) : [...pool.keys()]
      enough(rows.length)
      return rows.slice(0, n)
    }
    enough(leavesOutAsked ? pool.length - 1 : pool.length)
    if (!leavesOutAsked) return sample(pool.length, n)
    const drawn = sample(pool.length, n + 1).filter((i) => pool[i] !== row)
    if (drawn.length >= n) return drawn.slice(0, n)
    const rest = besides(row)
    enough(rest.length)
    return sample(rest.length, n).map((i) => rest[i] as number)
  })
}
