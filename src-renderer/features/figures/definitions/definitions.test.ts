import { describe, expect, it } from 'vitest'
import { resolvePlans } from '@contract/plan/resolve'
import { lineChart } from '@/shared/charts/line-chart'
import { countPlans } from '@/shared/plan/resolved-plans'
import type { RunDetail } from '@contract/run'
import { drawn } from '@/shared/series/drawn'
import type { LineLook } from '@/shared/series/line'
import { loopFigure, loopPlaces } from '@/shared/series/loops'
import { fullIndex } from '@/shared/series/source'
import { subjectsOf } from '@/shared/series/subject'
import { madeFigure, madeRun, madeScored, NORMALISED, RAW } from '../../../../test/support/figure-source'
import { en } from '@/locales/en'
import { FIGURES } from '../catalogue'
import { axisOf, axisText, type FigureDefinition, type LinesDefinition, type PanelLook } from './definition'

const DEPTHS = [1, 2, 16, 30]
const value = (plan: number, task: number): number => 1 / (1 + plan) + task / 100

/** The plans of a figure that a model of so many layers can have; a shallow one cannot have all variants. */
const plansOf = (figure: FigureDefinition, nLayers: number, quick: boolean): string[] =>
  figure.plans(nLayers, quick).filter((p) => resolvePlans(p, nLayers).ok)
const runFor = (figure: FigureDefinition, nLayers: number): RunDetail =>
  madeRun(plansOf(figure, nLayers, true), value, { nLayers })

const cases = FIGURES.flatMap((figure) => DEPTHS.map((nLayers) => [figure.id, nLayers, figure] as const))

describe('every figure', () => {
  it('has an id, an export and texts of its own', () => {
    expect(new Set(FIGURES.map((f) => f.id)).size).toBe(FIGURES.length)
    const { figures, presets } = en as unknown as Record<'figures' | 'presets', Record<string, unknown>>
    for (const { id } of FIGURES) {
      expect(figures[id]).toMatchObject({ short: expect.any(String), title: expect.any(String) })
      expect(presets[id]).toEqual(expect.any(String))
    }
  })
  it.each(cases)(
    '%s of %i layers: measures the full model, and all of it is more than a quick look',
    (_, T, figure) => {
      const [quick, whole] = [true, false].map((q) => countPlans(plansOf(figure, T, q), T))
      if (T > 2) expect(whole!).toBeGreaterThanOrEqual(quick!)
      expect(figure.plans(T, true)).toContain('full')
      expect(fullIndex(runFor(figure, T))).toBe(0)
      if (T >= 16) for (const p of figure.plans(T, false)) expect(resolvePlans(p, T).ok, p).toBe(true)
    },
  )
  it.each(cases)('%s of %i layers: grows from nothing to all that its run has', (_, T, figure) => {
    const run = runFor(figure, T)
    const empty: RunDetail = { ...run, measurements: [] }
    const { live } = figure
    if (live === null) return expect(figure.kind).toBe('similarity')
    expect(madeFigure([empty], ([subject]) => live.lines(subject, RAW), RAW).lines).toEqual([])
    const { lines, xPlanned } = madeFigure([run], ([subject]) => live.lines(subject, RAW), RAW)
    for (const p of lines.flatMap((l) => l.points)) expect(xPlanned).toContain(p.x)
  })
})

it('Fig. 17 has a panel for each number of iterations that was measured', () => {
  const [run] = [madeRun(['full', 'loop-middle(s=*,n=2..4)'], value, { nLayers: 16 })]
  const figure = FIGURES.find((f) => f.id === '17') as LinesDefinition
  const panels = figure.panels(subjectsOf([run]), { ...NORMALISED, score: 'raw', by: 'model' })
  expect(panels.map((p) => p.title)).toEqual([2, 3, 4].map((n) => ({ key: 'figures.17.panel', values: { n } })))
})

/** What a run says of a plan, by its index. */
const stored = (run: RunDetail, task: string) => (p: { readonly ref: { readonly plan: number } }) =>
  run.measurements.find((m) => m.plan === p.ref.plan && run.tasks[m.task]?.task === task)?.metrics.acc?.value

/** All panels of a figure of one run, as they are drawn. */
function panelsOf(figure: LinesDefinition, runs: readonly RunDetail[], look: LineLook, by: PanelLook['by'] = 'model') {
  const wanted = { ...look, score: look.choice.score, by }
  const subjects = subjectsOf(runs)
  const panels = [...figure.panels(subjects, wanted), ...(figure.multiples?.(subjects, wanted) ?? [])]
  const points = panels.flatMap((p) => p.figure.lines.flatMap((l) => l.points))
  const scored = madeScored(runs, points, look)
  return panels.map((p) => ({ ...p, figure: drawn(p.figure, scored, look) }))
}

describe('figures with lines', () => {
  const lines = cases.flatMap(([id, T, figure]) => (figure.kind === 'lines' ? [[id, T, figure] as const] : []))
  it.each(lines)('%s of %i layers: every point is what its source says, within its axis', (_, T, figure) => {
    const run = runFor(figure, T)
    const x = axisOf(figure, 'layers') === 'share' ? ('share' as const) : ('layers' as const)
    for (const look of [RAW, NORMALISED].map((l) => ({ ...l, x }))) {
      const panels = panelsOf(figure, [run], look)
      for (const { figure: painted } of panels) {
        for (const line of painted.lines) {
          const task = line.task ?? look.choice.task
          for (const p of line.points) {
            expect(p.x).toBeGreaterThanOrEqual(painted.xMin)
            expect(p.x).toBeLessThanOrEqual(painted.xMax)
            if (p.n === 1 && task !== 'median') expect(p.y).toBe(stored(run, task)(p))
          }
        }
        expect(
          lineChart(painted, {
            theme: 'light',
            words: { x: '', y: '', full: '', fullOnHalf: '', floor: '' },
            errors: true,
            log: false,
            metric: 'acc',
            formatY: String,
          }).series,
        ).toBeInstanceOf(Array)
      }
      if (T >= 16) expect(panels.length).toBeGreaterThan(0)
    }
  })
  it.each(lines.filter(([, T]) => T === 16))('%s: paints all variants of its plans', (_, T, figure) => {
    const names = panelsOf(figure, [runFor(figure, T)], NORMALISED).flatMap((p) => [
      p.variant,
      ...p.figure.lines.map((l) => l.name.text),
    ])
    for (const variant of figure.variants) expect(names).toContain(variant)
  })
  const BY = ['model', 'variant'] as const
  it.each(lines.filter(([, T]) => T === 16).flatMap(([id, , f]) => BY.map((by) => [id, by, f] as const)))(
    '%s, a panel a %s: no panel of one model has a line of another, and both models are there',
    (_, by, figure) => {
      const runs = [16, 30].map((T) => madeRun(plansOf(figure, T, true), value, { nLayers: T, fingerprint: `f${T}` }))
      const panels = panelsOf(figure, runs, { ...NORMALISED, x: 'share' }, by)
      const painted = new Set(panels.flatMap((p) => p.figure.lines.map((l) => l.subject.key)))
      expect(painted.size).toBe(2)
      for (const { subject, figure: own } of panels) {
        for (const line of own.lines) {
          if (subject) expect(line.subject.key).toBe(subject.key)
          const ids = line.subject.runs.map((r) => r.entry.run)
          for (const p of line.points) expect(ids).toContain(p.ref.run)
        }
      }
    },
  )
  it('4–9: a panel says which figure of the paper it is', () => {
    const figure = FIGURES.find((f) => f.id === '4-9') as LinesDefinition
    const panels = panelsOf(figure, [runFor(figure, 16)], NORMALISED)
    expect(panels.map((p) => [p.paper, p.variant])).toEqual([
      ['4', 'skip'],
      ['5', 'repeat-middle'],
      ['6', 'reverse'],
      ['7', 'random'],
      ['8', 'parallel'],
      ['9', 'looped-parallel'],
    ])
  })
  it('2: where x is a layer each layer has a tick in the tone of its depth, elsewhere none has', () => {
    const depths = (id: string): readonly unknown[] => {
      const figure = FIGURES.find((f) => f.id === id) as LinesDefinition
      const [panel] = panelsOf(figure, [runFor(figure, 16)], NORMALISED)
      const words = { x: '', y: '', full: '', fullOnHalf: '', floor: '' }
      const look = { theme: 'light', words, errors: true, log: false, metric: 'acc', formatY: String } as const
      const series = lineChart(panel!.figure, look).series as { id?: string; data: unknown[] }[]
      return series.find((s) => s.id === 'depth')?.data ?? []
    }
    expect(depths('2')).toHaveLength(16)
    expect(depths('11')).toEqual([])
  })
  it('the axis is its own, or the chosen one', () => {
    const axes = new Map(lines.map(([id, , figure]) => [id, axisOf(figure, 'share')]))
    expect(Object.fromEntries(axes)).toEqual({
      '2': 'layer',
      '4-9': 'share',
      '11': 'share',
      '12': 'share',
      '17': 'share',
    })
    expect(axisText('layers', 30)).toEqual({ key: 'figures.affectedOf', values: { n: 30 } })
  })
})

describe('the heatmap', () => {
  const maps = cases.flatMap(([id, T, figure]) => (figure.kind === 'heatmap' ? [[id, T, figure] as const] : []))
  it.each(maps)('%s of %i layers: a cell a plan, with its value', (_, T, figure) => {
    const run = runFor(figure, T)
    const [subject] = subjectsOf([run])
    const places = loopPlaces(subject!)
    const { cells } = loopFigure(
      places,
      madeScored(
        [run],
        places.map((p) => p.point),
        RAW,
      ),
      RAW,
    )
    const looped = run.plans.filter((p) => p.affectedLayers !== null && p.plan.startsWith('looped-parallel'))
    expect(cells).toHaveLength(looped.length)
    for (const c of cells) expect(c.point.y).toBe(stored(run, 'a')(c.point))
  })
})

describe('figures of hidden states', () => {
  const entry = (id: number, plan: string, fingerprint: string) => ({
    id: String(id),
    plan,
    fingerprint,
    model: fingerprint,
    schedule: '',
    task: 'a',
    nDocs: 16,
    createdAt: '',
  })
  const [models, plans] = FIGURES.flatMap((f) => (f.kind === 'similarity' ? [f] : []))
  it('one shows the newest of each model, the one at hand first', () => {
    const entries = [entry(4, 'full', 'f'), entry(3, 'full', 'g'), entry(2, 'skip(s=1)', 'g'), entry(1, 'full', 'f')]
    expect(models!.shown(entries, { fingerprint: 'g', plans: ['full'] }).map((e) => Number(e.id))).toEqual([3, 4])
  })
  it('the other each plan of the model at hand: the chosen start, else the newest', () => {
    const entries = [
      entry(6, 'skip(s=2)', 'f'),
      entry(5, 'repeat-middle(s=2)', 'f'),
      entry(4, 'full', 'f'),
      entry(3, 'skip(s=1)', 'f'),
      entry(2, 'full', 'g'),
    ]
    const shown = plans!.shown(entries, { fingerprint: 'f', plans: plans!.plansAt(1) })
    expect(shown.map((e) => Number(e.id))).toEqual([3, 5, 4])
    expect(plans!.shown(entries, { fingerprint: undefined, plans: [] })).toEqual([])
  })
  it.each(DEPTHS)('of %i layers: plans that can be measured', (T) => {
    for (const p of models!.plans(T, true)) expect(resolvePlans(p, T).ok, p).toBe(true)
    if (T > 2) for (const p of plans!.plans(T, true)) expect(resolvePlans(p, T).ok, p).toBe(true)
  })
})
