import { describe, expect, it } from 'vitest'
import type { RunDetail } from '@contract/run'
import { allVariants } from '@/shared/series/all-variants'
import { drawn } from '@/shared/series/drawn'
import type { LineLook } from '@/shared/series/line'
import { subjectsOf } from '@/shared/series/subject'
import { madeRun, madeScored, NORMALISED, RAW } from '../../../test/support/figure-source'
import { lineCaption, type CaptionWords } from './caption'

const words: CaptionWords = {
  layers: (n) => `${n} layers`,
  documents: (n) => `${n} documents`,
  range: ([least, most]) => (least === most ? String(most) : `${least} to ${most}`),
  date: 'today',
  band: 'sd',
  value: String,
  status: String,
}

/** The caption of figure 11 of a run. */
function captionOf(run: RunDetail, look: LineLook = NORMALISED, as: 'picture' | 'table' = 'picture') {
  const [subject] = subjectsOf([run])
  const wanted = allVariants(subject!, look)
  const points = wanted.lines.flatMap((l) => l.points)
  const scored = madeScored([run], points, look, 'halves')
  const figure = drawn(wanted, scored, look)
  return lineCaption(scored, look.choice, [figure], { errors: true, as }, words)
}

describe('a caption', () => {
  it('says on how many documents the points stand, not how many were asked for', () => {
    const plans = ['full', 'skip(s=1..5)']
    const partial = madeRun(plans, () => 0.5, { documents: (plan) => [32, 4, 8, 10, 12, 16][plan]! })
    expect(captionOf(partial)[0]?.values).toMatchObject({ documents: '4 to 16 documents' })
    expect(captionOf(madeRun(plans, () => 0.5))[0]?.values).toMatchObject({ documents: '40 documents' })
  })
  it('says which runs are not done', () => {
    const [run] = [madeRun(['full', 'skip(s=1..5)'], () => 0.5)]
    const cut = { ...run, entry: { ...run.entry, status: 'cancelled' as const } }
    const unfinished = { key: 'figures.captionUnfinished', values: { runs: `${run.entry.run} (cancelled)` } }
    expect(captionOf(cut)).toContainEqual(unfinished)
    expect(captionOf(run)).not.toContainEqual(unfinished)
  })
  it('says that a best of n stands on half of them, on how many, and what it is read against', () => {
    const run = madeRun(['full', 'skip(s=1..5)', 'looped-parallel(s=2..4,n=2..4)'], () => 0.5)
    const halves = { key: 'figures.bestFoot.halves', values: { n: '20' } }
    for (const [look, reading] of [
      [NORMALISED, 'figures.bestFoot.normalised'],
      [RAW, 'figures.bestFoot.dotted'],
    ] as const) {
      const caption = captionOf(run, look)
      expect(caption[0]?.values).toMatchObject({ documents: '40 documents' })
      expect(caption).toContainEqual(halves)
      expect(caption).toContainEqual({ key: reading })
    }
    // a table has no dotted line: it tells the value
    const table = captionOf(run, RAW, 'table')
    expect(table).toContainEqual({ key: 'figures.bestFoot.full', values: { value: '0.6' } })
    expect(table).not.toContainEqual({ key: 'figures.bestFoot.dotted' })
  })
})
