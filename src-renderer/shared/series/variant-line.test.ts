import { describe, expect, it } from 'vitest'
import { madeSource, N_LAYERS, NORMALISED, RAW } from '../../../test/support/figure-source'
import { allVariants } from './all-variants'
import type { Source } from './source'
import { variantLine } from './variant-line'

describe('lines of variants', () => {
  const plans = ['full', 'skip(s=*)', 'random(s=3,seed=0..2)', 'looped-parallel(s=3,n=1..3)']
  const source = madeSource(plans, (p) => 1 - p / 20)
  const figure = allVariants([source], NORMALISED)
  it('one a variant, by affected layers, full at 1 and the floor at 0', () => {
    expect(figure.lines.map((l) => l.key)).toEqual(['skip', 'random', 'looped-parallel'])
    expect(figure.lines[0]!.points.map((p) => p.x)).toEqual([1, 3, 5, 7, 9, 11])
    expect([figure.full, figure.floor, figure.xMax]).toEqual([1, 0, N_LAYERS])
  })
  it('averages seeds and takes the best n, or a fixed one', () => {
    const [, random, looped] = figure.lines
    const values = [7, 8, 9].map((p) => 1 - p / 20)
    expect(random!.points[0]).toMatchObject({ n: 3, x: 5 })
    expect(random!.points[0]!.y).toBeCloseTo(values[1]!)
    expect(random!.points[0]!.error).toBeCloseTo(0.05)
    expect([random!.points[0]!.low, random!.points[0]!.high].map((v) => v!.toFixed(3))).toEqual(['0.550', '0.650'])
    expect(looped!.points[0]).toMatchObject({ params: { n: 1 } })
    expect(looped!.name.note).toEqual({ kind: 'best of n', n: 3 })
    const fixed = allVariants([source], { ...NORMALISED, loops: 3 }).lines[2]!
    expect(fixed.points[0]).toMatchObject({ params: { n: 3 } })
    expect(fixed.name.note).toEqual({ kind: 'n', values: [3] })
  })
  it('of a metric that is better when lower takes the lowest', () => {
    const look = { ...RAW, choice: { ...RAW.choice, metric: 'perplexity' as const } }
    const best = variantLine([source], 'looped-parallel', look)!
    // the values fall with the plans' order, so perplexity rises
    expect(best.points[0]).toMatchObject({ params: { n: 1 } })
    const rising = madeSource(plans, (p) => p / 20)
    expect(variantLine([rising], 'looped-parallel', look)!.points[0]).toMatchObject({ params: { n: 3 } })
  })
  it('tells what comes from the store, and of equal plans takes the one on the most documents', () => {
    const cached = madeSource(['skip(s=2)'], () => 0.5)
    expect(variantLine([cached], 'skip', NORMALISED)!.points[0]).toMatchObject({
      isStored: true,
      isPartial: false,
      nDocs: 80,
    })
    const partial: Source = {
      ...cached,
      run: { ...cached.run, measurements: cached.run.measurements.map((m) => ({ ...m, nDocs: 10 })) },
    }
    expect(variantLine([partial, cached], 'skip', NORMALISED)!.points[0]).toMatchObject({ nDocs: 80 })
    expect(variantLine([partial], 'skip', NORMALISED)!.points[0]).toMatchObject({ isPartial: true })
  })
  it('nothing where nothing of it is measured', () => expect(variantLine([source], 'reverse', NORMALISED)).toBeNull())
})
