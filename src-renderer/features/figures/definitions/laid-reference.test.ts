import { describe, expect, it } from 'vitest'
import { allVariants } from '@/shared/series/all-variants'
import { subjectsOf } from '@/shared/series/subject'
import { madeFigure, madeRun, NORMALISED, RAW } from '../../../../test/support/figure-source'
import { misfitOf, referencesIn, underOf, type LaidReference } from './laid-reference'

const [run, other] = ['f', 'g'].map((fingerprint) =>
  madeRun(['full', 'skip(s=1..3)', 'repeat-middle(s=1..3)'], () => 0.5, { fingerprint }),
)
const [subject] = subjectsOf([run!])
const [stranger] = subjectsOf([other!])
const figure = madeFigure([run!], ([s]) => allVariants(s, NORMALISED), NORMALISED)
const eleven = { isByTask: false }
const under = underOf(eleven, [subject!], NORMALISED.choice, 'normalised score')
const laid: LaidReference = {
  file: 'paper.csv',
  references: ['skip', 'Middle repeat'].map((name) => ({ name, points: [[1, 1] as const] })),
  under,
}
const text = (variant: string): string => (variant === 'repeat-middle' ? 'middle repeat' : variant)
const namesIn = (panel: Partial<Parameters<typeof referencesIn>[1]>): string[] =>
  referencesIn(laid, { subject: subject!, variant: null, figure, ...panel }, text).map((r) => r.name)

describe('curves of a file', () => {
  it('stand where their series belongs, by the name of their file', () => {
    expect(namesIn({})).toEqual(['skip (paper.csv)', 'Middle repeat (paper.csv)'])
    expect(namesIn({ variant: 'skip' })).toEqual(['skip (paper.csv)'])
    expect(namesIn({ variant: 'repeat-middle' })).toEqual(['Middle repeat (paper.csv)'])
    expect(namesIn({ variant: 'reverse' })).toEqual([])
    expect(namesIn({ subject: stranger! })).toEqual([])
  })
  it('do not fit another model, another score, or an axis in percent', () => {
    const now = (subjects: readonly (typeof subject)[], look = NORMALISED) =>
      underOf(
        eleven,
        subjects.flatMap((s) => s ?? []),
        look.choice,
        '',
      )
    expect(misfitOf(laid, now([subject]), 'layers')).toBeNull()
    expect(misfitOf(laid, now([stranger]), 'layers')).toBe('under')
    expect(misfitOf(laid, now([subject], RAW), 'layers')).toBe('under')
    expect(misfitOf(laid, now([subject, stranger]), 'share')).toBe('axis')
  })
})
