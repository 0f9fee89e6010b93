import { describe, expect, it } from 'vitest'
import { isAboveFloor, PointScorer, type TaskBasis } from './point-score'
import { median } from './statistics'
import { tally, type Tally } from './tally'

const NOT_SCORED = 2
/** Documents that are right (1), wrong (0) or not scored, as the metric acc tallies them. */
const marks = (own: readonly number[]): Tally =>
  tally(
    'multiple-choice',
    'acc',
    own.map((m) =>
      m === NOT_SCORED
        ? null
        : { target: m, loglikelihoods: [-1, -0.5], greedy: [false, false], lengths: [1, 1], bytes: [1, 1] },
    ),
  )
const first = (n: number, right: number): number[] => Array.from({ length: n }, (_, i) => Number(i < right))
const basis = (floor: number, full: Tally): TaskBasis => ({
  nDocs: full.scored.length,
  normaliser: { floor, full },
  full,
  isHigherBetter: true,
  isUsable: isAboveFloor(full, floor),
})
const raw = (nDocs: number, isHigherBetter = true, full: Tally | null = null): TaskBasis => ({
  nDocs,
  normaliser: null,
  full,
  isHigherBetter,
  isUsable: true,
})

describe('a normalised point', () => {
  it('is (score - floor) / (full - floor), and the median over tasks', () => {
    const fulls = [75, 80, 90].map((right) => marks(first(100, right)))
    const scorer = new PointScorer(
      [0.25, 0, 0.5].map((floor, t) => basis(floor, fulls[t]!)),
      'halves',
    )
    const { byTask, median: middle } = scorer.score('one', [[50, 20, 90].map((right) => marks(first(100, right)))])
    expect(byTask.map((p) => p!.value)).toEqual([expect.closeTo(0.5), expect.closeTo(0.25), expect.closeTo(1)])
    expect(middle!.value).toBeCloseTo(0.5)
    // the full model against itself has no error: the bootstrap is paired
    expect(scorer.score('one', [fulls]).byTask.map((p) => p!.stderr)).toEqual([0, 0, 0])
  })
  it('leaves out a task whose full score is within its error of the floor', () => {
    expect([10, 12, 30].map((right) => isAboveFloor(marks(first(40, right)), 0.25))).toEqual([false, false, true])
    const scorer = new PointScorer([basis(0.25, marks(first(40, 10))), basis(0.25, marks(first(40, 30)))], 'halves')
    const { byTask, median: middle } = scorer.score('one', [[marks(first(40, 20)), marks(first(40, 20))]])
    expect(byTask[0]).toBeNull()
    expect(middle!.value).toBeCloseTo(0.5)
  })
  it('counts documents that are not scored yet on neither side; a median waits for all its tasks', () => {
    const half = marks(first(40, 30).map((m, i) => (i % 2 ? NOT_SCORED : m)))
    const scorer = new PointScorer(
      [30, 30].map((right) => basis(0.25, marks(first(40, right)))),
      'halves',
    )
    const partial = scorer.score('one', [[half, half]])
    expect(partial.byTask.map((p) => p!.nDocs)).toEqual([[20], [20]])
    expect(partial.byTask[0]!.value).toBeCloseTo(1)
    expect(scorer.score('one', [[half, null]]).median).toBeNull()
    // which documents: equally many are not the same ones
    const others = marks([...first(20, 10).map(() => NOT_SCORED), ...first(20, 10)])
    const documentsOf = (x: typeof half): string => scorer.score('one', [[x, x]]).byTask[0]!.documents
    expect(documentsOf(half)).toBe(partial.byTask[0]!.documents)
    expect(documentsOf(others)).not.toBe(documentsOf(half))
  })
})

describe('a point of several plans', () => {
  it('is their mean over the documents that all of them have', () => {
    const scorer = new PointScorer([raw(4)], 'halves')
    const seeds = [
      [1, 1, 0, 2],
      [0, 1, 0, 1],
    ]
    const { byTask, median: none } = scorer.score(
      'mean',
      seeds.map((s) => [marks(s)]),
    )
    expect(byTask[0]).toMatchObject({ nDocs: [3], best: null })
    expect(byTask[0]!.value).toBeCloseTo((2 / 3 + 1 / 3) / 2)
    expect(byTask[0]!.members.map((m) => m.value)).toEqual([expect.closeTo(2 / 3), expect.closeTo(1 / 3)])
    expect(none).toBeNull()
  })
  it('the best is chosen on every second document and shown on the others', () => {
    // the first is best where it is chosen, the second where it is shown
    const plans = [
      [1, 0, 1, 0, 1, 0],
      [0, 1, 0, 1, 0, 1],
    ]
    const members = plans.map((p) => [marks(p)])
    const halves = new PointScorer([raw(6)], 'halves').score('best', members).byTask[0]!
    expect(halves).toMatchObject({ value: 0, best: 0, nDocs: [3] })
    const same = new PointScorer([raw(6)], 'same').score('best', members).byTask[0]!
    expect(same).toMatchObject({ value: 0.5, best: 0, nDocs: [6] })
    // what it is read against is the full model on those others, not on all
    const full = (own: readonly number[]) =>
      new PointScorer([raw(6, true, marks(own))], 'halves').score('best', members).byTask[0]!.full
    expect(full([1, 0, 1, 1, 1, 1])).toBeCloseTo(2 / 3)
    expect(full([1, 0, 1, NOT_SCORED, 1, 1])).toBeNull()
  })
  it('of a metric that is better when lower takes the lowest, and of equal ones the first', () => {
    const members = [1, 0.5, 0.5].map((loss) => [
      tally(
        'loglikelihood',
        'perplexity',
        Array.from({ length: 4 }, () => ({
          target: 0,
          loglikelihoods: [-loss],
          greedy: [true],
          lengths: [1],
          bytes: [1],
        })),
      ),
    ])
    const { byTask } = new PointScorer([raw(4, false)], 'same').score('best', members)
    expect(byTask[0]).toMatchObject({ best: 1, value: expect.closeTo(Math.exp(0.5)) })
  })
})

it('medians', () => expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]))
