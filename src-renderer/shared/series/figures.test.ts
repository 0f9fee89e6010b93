import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveAllOrThrow } from '@contract/plan/resolve'
import type { NormalisedRun } from '@contract/normalised'
import type { RunDetail } from '@contract/run'
import { PRESETS } from '@/features/designer/presets'
import { allVariants, area, byModel, bySingleLayer, byTask, halfPoint, meanOfSeeds, type LineLook } from './lines'
import { loopFigure } from './loops'
import { figureOf, figureTag } from '@/features/figures/figure-of'
import { findGroups } from './similarity'
import { limitsOf, type Source } from './source'

const T = 12

/** A run of the given plans on two tasks; `acc(plan index, task index)` are its values. */
function source(
  plans: readonly string[],
  acc: (plan: number, task: number) => number,
  change: Partial<RunDetail['model']> = {},
): Source {
  const nLayers = change.nLayers ?? T
  const resolved = resolveAllOrThrow(plans, nLayers)
  const run = {
    entry: { run: `r${change.fingerprint ?? ''}` },
    model: { name: 'm', fingerprint: 'f', family: 'llama', nLayers, path: '', ...change },
    plans: resolved.map((p) => ({
      plan: p.plan,
      schedule: p.schedule,
      affectedLayers: p.affectedLayers,
      layerApplications: p.layerApplications,
    })),
    tasks: ['a', 'b'].map((task, i) => ({
      task,
      kind: 'multiple-choice',
      metrics: ['acc'],
      floor: 0.25,
      nDocs: 40,
      nDocsTotal: i === 0 ? 40 : 100,
      docSet: i,
    })),
    measurements: resolved.flatMap((_, p) =>
      [0, 1].map((t) => ({
        plan: p,
        task: t,
        nDocs: 40,
        nCached: p === 0 ? 40 : 0,
        metrics: { acc: { value: acc(p, t), stderr: 0.05 } },
      })),
    ),
  } as unknown as RunDetail
  const normalised = {
    run: 'r',
    metrics: ['acc', 'acc'],
    leftOut: [null, null],
    full: [1, 1],
    plans: resolved.map((_, p) => ({
      byTask: [0, 1].map((t) => ({ value: acc(p, t), stderr: 0.1 })),
      median: { value: (acc(p, 0) + acc(p, 1)) / 2, stderr: 0.07 },
      nDocs: [40, 40],
    })),
  } as unknown as NormalisedRun
  return { run, normalised }
}
const look: LineLook = {
  choice: { score: 'normalised', task: 'median', metric: 'acc' },
  x: 'layers',
  band: 'sd',
  loops: 'best',
  floors: {},
}

describe('figure 11', () => {
  const plans = ['full', 'skip(s=*)', 'random(s=3,seed=0..2)', 'looped-parallel(s=3,n=1..3)']
  const s = source(plans, (p) => 1 - p / 20)
  const figure = allVariants([s], look)
  it('has a line a variant, by affected layers, full at 1 and the floor at 0', () => {
    expect(figure.lines.map((l) => l.key)).toEqual(['skip', 'random', 'looped-parallel'])
    expect(figure.lines[0]!.points.map((p) => p.x)).toEqual([1, 3, 5, 7, 9, 11])
    expect([figure.full, figure.floor, figure.xMax]).toEqual([1, 0, T])
  })
  it('averages seeds and takes the best n', () => {
    const random = figure.lines[1]!.points[0]!
    const values = [7, 8, 9].map((p) => 1 - p / 20)
    expect(random).toMatchObject({ n: 3, x: 5 })
    expect(random.y).toBeCloseTo(values[1]!)
    expect(random.error).toBeCloseTo(0.05)
    expect([random.low, random.high].map((v) => v!.toFixed(3))).toEqual(['0.550', '0.650'])
    expect(figure.lines[2]!.points[0]).toMatchObject({ params: { n: 1 } })
    expect(allVariants([s], { ...look, loops: 3 }).lines[2]!.points[0]).toMatchObject({ params: { n: 3 } })
  })
  it('tells what comes from the store, and of equal plans takes the one on the most documents', () => {
    const cached = source(['skip(s=2)'], () => 0.5)
    expect(allVariants([cached], look).lines[0]!.points[0]).toMatchObject({
      isStored: true,
      isPartial: false,
      nDocs: 80,
    })
    const partial: Source = {
      ...cached,
      run: { ...cached.run, measurements: cached.run.measurements.map((m) => ({ ...m, nDocs: 10 })) },
    }
    expect(allVariants([partial, cached], look).lines[0]!.points[0]).toMatchObject({ nDocs: 80 })
    expect(allVariants([partial], look).lines[0]!.points[0]).toMatchObject({ isPartial: true })
  })
  it('bands: range and 95 %', () => {
    const points = [0.2, 0.4, 0.9].map((y) => ({
      x: 1,
      y,
      error: null,
      low: null,
      high: null,
      n: 1,
      nDocs: 1,
      isStored: false,
      isPartial: false,
      plan: '',
      params: {},
      ref: { run: '', plan: 0, task: 0 },
    }))
    expect(meanOfSeeds(points, 'range')).toMatchObject({ y: 0.5, low: 0.2, high: 0.9 })
    const ci = meanOfSeeds(points, 'ci95')
    expect(ci.high! - 0.5).toBeCloseTo((1.96 * ci.error!) / Math.sqrt(3))
  })
  it('half point and area', () => {
    const line = figure.lines[0]!
    const points = [
      [1, 1],
      [3, 0.75],
      [5, 0.25],
    ].map(([x, y]) => ({ ...line.points[0]!, x: x!, y: y! }))
    expect(halfPoint({ ...line, points }, 1)).toBeCloseTo(4)
    expect(area({ ...line, points })).toBeCloseTo((0.875 * 2 + 0.5 * 2) / 4)
    expect(halfPoint({ ...line, points: points.slice(0, 2) }, 1)).toBeNull()
  })
})

describe('the other figures', () => {
  it('4 to 9: one thin line a task, and the median', () => {
    const figure = byTask([source(['full', 'skip(s=*)'], (p, t) => 1 - p / 10 - t / 100)], 'skip', look)
    expect(figure.lines.map((l) => [l.name.text, l.weight])).toEqual([
      ['a', 'thin'],
      ['b', 'thin'],
      ['median', 'main'],
    ])
    expect(figure.lines[1]!.points[0]!.y).toBeCloseTo(figure.lines[0]!.points[0]!.y - 0.01)
  })
  it('12: a line a model, by share of layers', () => {
    const figure = byModel(
      [
        source(['skip(s=*)'], () => 0.5),
        source(['skip(s=*)'], () => 0.5, { fingerprint: 'g', nLayers: 8, name: 'other' }),
      ],
      { ...look, x: 'share' },
    )
    expect(figure.lines.map((l) => l.name.text)).toEqual(['m', 'other'])
    expect(figure.lines[1]!.points.map((p) => p.x)).toEqual([12.5, 37.5, 62.5, 87.5])
    expect(figure.xMax).toBe(100)
  })
  it('2: by layer; switch ends one before the last', () => {
    const figure = bySingleLayer([source(['full', 'skip-layer(layer=*)', 'switch(layer=*)'], () => 0.5)], look)
    expect(figure.lines.map((l) => l.points.length)).toEqual([T, T - 1])
    expect(figure.lines[1]!.points.at(-1)!.x).toBe(T - 2)
  })
  it('10: the best n for each M, ties all marked; parallel is n = 1', () => {
    const figure = loopFigure(
      [
        source(
          ['parallel(s=3)', 'looped-parallel(s=3,n=2..3)', 'looped-parallel(s=4,n=2..3)'],
          (p) => [0.4, 0.6, 0.5, 0.3, 0.3][p]!,
        ),
      ],
      look.choice,
    )
    expect(figure.ms).toEqual([3, 5])
    expect(figure.ns).toEqual([1, 2, 3])
    expect(figure.cells.filter((c) => c.isBest).map((c) => [c.m, c.n])).toEqual([
      [5, 2],
      [3, 2],
      [3, 3],
    ])
  })
  it('3: groups of SmolLM2-135M by its measured similarities', () => {
    const golden = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../../../test/golden/smollm2-cosine.json'), 'utf8'),
    ) as { matrix: number[][] }
    const groups = findGroups(golden.matrix.flat(), golden.matrix.length)
    expect(groups.map((g) => g.name)).toEqual(['beginning', 'middle', 'end'])
    expect(groups[1]!.to - groups[1]!.from).toBeGreaterThan(12)
    expect(findGroups([1, 1, 1, 1], 2)).toEqual([])
  })
  it('limits are told where documents were left out', () =>
    expect(limitsOf([source(['full'], () => 1).run])).toEqual([40]))
})

describe('the figure of an experiment', () => {
  it.each(PRESETS.filter((p) => p.kind === 'runs').map((p) => [p.figure, p] as const))(
    '%s: by its tag; by its plans where it has none',
    (figure, preset) => {
      const plans = preset.plans(T, true)
      expect(figureOf({ plans, tags: ['mine', figureTag(figure)] })).toBe(figure)
      expect(figureOf({ plans, tags: [] })).toBe(figure === '4-9' ? '11' : figure)
    },
  )
})
