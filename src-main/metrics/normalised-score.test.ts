import { describe, expect, it } from 'vitest'
import { isUsable, Normaliser, NOT_SCORED } from './normalised-score'
import { median } from './statistics'

const marks = (n: number, right: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => Number(i < right))

describe('normalised scores', () => {
  it('(score - floor) / (full - floor), and the median over tasks', () => {
    const normaliser = new Normaliser([
      { floor: 0.25, full: marks(100, 75) },
      { floor: 0, full: marks(100, 80) },
      { floor: 0.5, full: marks(100, 90) },
    ])
    const { byTask, median: middle } = normaliser.score([marks(100, 50), marks(100, 20), marks(100, 90)])
    expect(byTask.map((e) => e!.value)).toEqual([expect.closeTo(0.5), expect.closeTo(0.25), expect.closeTo(1)])
    expect(middle!.value).toBeCloseTo(0.5)
    // the full model against itself has no error: the bootstrap is paired
    expect(normaliser.score([marks(100, 75), marks(100, 80), marks(100, 90)]).byTask.map((e) => e!.stderr)).toEqual([
      0, 0, 0,
    ])
  })
  it('a task whose full score is within its error of the floor is left out', () => {
    expect(isUsable(marks(40, 10), 0.25)).toBe(false)
    expect(isUsable(marks(40, 12), 0.25)).toBe(false)
    expect(isUsable(marks(40, 30), 0.25)).toBe(true)
    const { byTask, median: middle } = new Normaliser([
      { floor: 0.25, full: marks(40, 10) },
      { floor: 0.25, full: marks(40, 30) },
    ]).score([marks(40, 20), marks(40, 20)])
    expect(byTask[0]).toBeNull()
    expect(middle!.value).toBeCloseTo(0.5)
  })
  it('documents that are not scored yet count on neither side; a median waits for all its tasks', () => {
    const half = Uint8Array.from(marks(40, 30), (m, i) => (i % 2 ? NOT_SCORED : m))
    const normaliser = new Normaliser([
      { floor: 0.25, full: marks(40, 30) },
      { floor: 0.25, full: marks(40, 30) },
    ])
    const partial = normaliser.score([half, half])
    expect(partial.nDocs).toEqual([20, 20])
    expect(partial.byTask[0]!.value).toBeCloseTo(1)
    expect(normaliser.score([half, new Uint8Array(40).fill(NOT_SCORED)]).median).toBeNull()
  })
  it('medians', () => expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]))
})
