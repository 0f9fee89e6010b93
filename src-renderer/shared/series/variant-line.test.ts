import { describe, expect, it } from 'vitest'
import type { RunDetail } from '@contract/run'
import { madeFigure, madeRun, N_LAYERS, NORMALISED, RAW } from '../../../test/support/figure-source'
import { allVariants } from './all-variants'
import { unbroken, type LineFigure, type LineLook } from './line'
import { subjectsOf } from './subject'
import { variantLine } from './variant-line'

const figureOf = (runs: readonly RunDetail[], look: LineLook): LineFigure =>
  madeFigure(runs, ([subject]) => allVariants(subject, look), look)

describe('lines of variants', () => {
  const plans = ['full', 'skip(s=*)', 'random(s=3,seed=0..2)', 'looped-parallel(s=3,n=1..3)']
  const run = madeRun(plans, (p) => 1 - p / 20)
  const figure = figureOf([run], NORMALISED)
  it('one a variant, by affected layers, full at 1 and the floor at 0', () => {
    expect(figure.lines.map((l) => l.name.text)).toEqual(['skip', 'random', 'looped-parallel'])
    expect(figure.lines[0]!.points.map((p) => p.x)).toEqual([1, 3, 5, 7, 9, 11])
    expect([figure.full, figure.floor, figure.xMax]).toEqual([1, 0, N_LAYERS])
  })
  it('raw scores are read against those of the model itself', () => {
    expect(figureOf([run], RAW)).toMatchObject({ full: 1, floor: 0.25 })
    const perplexity = { ...RAW, choice: { ...RAW.choice, metric: 'perplexity' as const } }
    expect(figureOf([run], perplexity)).toMatchObject({ full: 1, floor: null })
  })
  it('averages seeds and takes the best n, or a fixed one', () => {
    const [, random, looped] = figure.lines
    expect(random!.points[0]).toMatchObject({ n: 3, nOf: 3, x: 5, chosenOf: 0 })
    expect(random!.points[0]!.y).toBeCloseTo(1 - 8 / 20)
    expect([random!.points[0]!.low, random!.points[0]!.high].map((v) => v!.toFixed(3))).toEqual(['0.550', '0.650'])
    expect(looped!.points[0]).toMatchObject({ params: { n: 1 }, chosenOf: 3 })
    expect(looped!.name.note).toEqual({ kind: 'best of n', n: [3, 3] })
    const fixed = figureOf([run], { ...NORMALISED, loops: 3 }).lines[2]!
    expect(fixed.points[0]).toMatchObject({ params: { n: 3 }, chosenOf: 0 })
    expect(fixed.name.note).toEqual({ kind: 'n', values: [3] })
  })
  it('breaks where a plan was not measured', () => {
    const partial = madeRun(['full', 'skip(s=*)'], (p) => (p === 3 ? NaN : 1))
    const [line] = figureOf([partial], NORMALISED).lines
    expect([line!.points.length, line!.gaps]).toEqual([5, [7]])
  })
  it('joins only points on the same documents', () => {
    // skip at M = 1, 3, 5, 7 (plans 1 to 4) and further: the third plan was measured on fewer documents
    const partial = madeRun(['full', 'skip(s=*)'], () => 1, { documents: (p) => (p === 3 ? 30 : 40) })
    const [line] = figureOf([partial], NORMALISED).lines
    expect(line!.points.map((p) => p.x)).toEqual([1, 3, 5, 7, 9, 11])
    expect(line!.gaps).toEqual([6, 8])
    expect(unbroken(line!.points, line!.gaps).map((part) => part.map((p) => p.x))).toEqual([[1, 3, 5], [7], [9, 11]])
  })
  it('tells what comes from the store, and of equal plans takes the one on the most documents', () => {
    const cached = madeRun(['skip(s=2)'], () => 0.5)
    const first = (...runs: RunDetail[]) => figureOf(runs, NORMALISED).lines[0]!.points[0]
    expect(first(cached)).toMatchObject({ isStored: true, isPartial: false, nDocs: 80 })
    const partial: RunDetail = {
      ...cached,
      entry: { ...cached.entry, run: 'partial' },
      measurements: cached.measurements.map((m) => ({ ...m, nDocs: 10 })),
    }
    expect(first(partial, cached)!.ref.run).toBe(cached.entry.run)
    expect(first(cached, partial)!.ref.run).toBe(cached.entry.run)
  })
  it('has no line where no plan of it was asked for', () => {
    const [subject] = subjectsOf([run])
    expect(variantLine(subject!, 'reverse', NORMALISED)).toBeNull()
  })
  it('where nothing is affected, nothing is a point of it', () => {
    const none = madeRun(['full', 'skip(s=0..1)'], () => 1, { nLayers: 3 })
    expect(figureOf([none], NORMALISED).lines.flatMap((l) => l.points.map((p) => p.x))).toEqual([2])
  })
})
