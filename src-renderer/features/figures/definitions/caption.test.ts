import { describe, expect, it } from 'vitest'
import type { RunDetail } from '@contract/run'
import { allVariants } from '@/shared/series/all-variants'
import { drawn } from '@/shared/series/drawn'
import { subjectsOf } from '@/shared/series/subject'
import { madeRun, madeScored, NORMALISED } from '../../../../test/support/figure-source'
import { lineCaption, type CaptionWords } from './caption'

const words: CaptionWords = {
  layers: (n) => `${n} layers`,
  documents: (n) => `${n} documents`,
  range: ([least, most]) => (least === most ? String(most) : `${least} to ${most}`),
  date: 'today',
  band: 'sd',
}

/** The caption of figure 11 of a run. */
function captionOf(run: RunDetail) {
  const [subject] = subjectsOf([run])
  const wanted = allVariants(subject!, NORMALISED)
  const scored = madeScored(
    [run],
    wanted.lines.flatMap((l) => l.points),
    NORMALISED,
  )
  const figure = drawn(wanted, scored, NORMALISED)
  const panel = { key: 'a', subject: subject!, variant: null, title: { key: '' }, figure }
  return lineCaption(scored, NORMALISED.choice, [panel], true, words)
}

describe('a caption', () => {
  it('says on how many documents the points stand, not how many were asked for', () => {
    const plans = ['full', 'skip(s=1..5)']
    const partial = madeRun(plans, () => 0.5, { documents: (plan) => [32, 4, 8, 10, 12, 16][plan]! })
    expect(captionOf(partial)[0]?.values).toMatchObject({ documents: '4 to 16 documents' })
    expect(captionOf(madeRun(plans, () => 0.5))[0]?.values).toMatchObject({ documents: '40 documents' })
  })
})
