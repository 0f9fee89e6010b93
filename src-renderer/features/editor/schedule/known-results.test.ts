import { describe, expect, it } from 'vitest'
import { fullText } from '@contract/plan/full'
import { resolvePlansOrThrow } from '@contract/plan/resolve'
import type { MeasurementRow } from '@contract/measurement'
import { knownResults } from './known-results'

type Run = Parameters<typeof knownResults>[0][number]

/** A run of the full model and others on one task; the value of a plan is its place over ten. */
function run(nLayers: number, ...plans: string[]): Run {
  return runOn(12, nLayers, ...plans)
}
function runOn(nDocs: number, nLayers: number, ...plans: string[]): Run {
  const rows = ['full', ...plans].map((plan) => resolvePlansOrThrow(plan, nLayers)[0]!)
  const measurement = (plan: number): MeasurementRow => ({
    plan,
    task: 0,
    nDocs,
    nCached: 0,
    metrics: { acc: { value: plan / 10, stderr: 0.01 } },
  })
  return {
    plans: rows.map((p) => ({ plan: p.plan, schedule: p.schedule })) as unknown as Run['plans'],
    tasks: [{ task: 'sense', nDocs: 12 }] as unknown as Run['tasks'],
    measurements: rows.map((_, i) => measurement(i)),
  }
}

describe('known results of a schedule', () => {
  it.each([1, 2, 3, 16])('stand beside the full model, of however many layers: %i', (nLayers) => {
    const [known] = knownResults([run(nLayers, '0 0')], '0*2', nLayers)
    expect(known).toMatchObject({ task: 'sense', full: { value: 0, nDocs: 12 }, own: { value: 0.1 } })
    expect(knownResults([run(nLayers)], fullText(nLayers), nLayers)[0]).toMatchObject({ own: { value: 0 } })
  })
  it('come from the run with the most documents, with the full model of the same', () => {
    const schedule = resolvePlansOrThrow('reverse(s=2)', 8)[0]!.schedule
    const [known] = knownResults([runOn(2, 8, 'reverse(s=2)'), runOn(12, 8, 'skip(s=2)', 'reverse(s=2)')], schedule, 8)
    expect(known).toMatchObject({ full: { nDocs: 12 }, own: { value: 0.2, nDocs: 12, nDocsOfRun: 12 } })
    expect(knownResults([runOn(2, 8, 'reverse(s=2)')], schedule, 8)[0]?.own).toMatchObject({ nDocs: 2, nDocsOfRun: 12 })
  })
  it('come from the first run that measured it; the full model is known from another', () => {
    const runs = [run(8), run(8, 'skip(s=2)', 'reverse(s=2)'), run(8, 'reverse(s=2)')]
    const schedule = resolvePlansOrThrow('reverse(s=2)', 8)[0]!.schedule
    expect(knownResults(runs, schedule, 8)).toEqual([
      { task: 'sense', full: expect.objectContaining({ value: 0 }), own: expect.objectContaining({ value: 0.2 }) },
    ])
  })
  it('are none where nothing was measured', () => expect(knownResults([], '0', 8)).toEqual([]))
})
