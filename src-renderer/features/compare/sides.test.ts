import { describe, expect, it } from 'vitest'
import { madeRun } from '../../../test/support/figure-source'
import { firstSide, modelsOf, planOfSide, readSide, samePlan, secondSide, sideText } from './sides'

const one = madeRun(['skip(s=2)', 'full', 'reverse(s=2)'], () => 1, { fingerprint: 'one' })
const two = madeRun(['full', 'reverse(s=2)'], () => 1, { fingerprint: 'two' })
const runs = [one, two]

describe('the sides of a comparison', () => {
  it('are read from the address where there is such a plan', () => {
    expect(readSide('r-two:1', runs)).toEqual({ run: 'r-two', plan: 1 })
    expect(readSide(sideText({ run: 'r-one', plan: 2 }), runs)).toEqual({ run: 'r-one', plan: 2 })
    for (const text of ['', 'r-two', 'r-two:9', 'r-two:x', 'gone:0']) expect(readSide(text, runs)).toBeNull()
  })
  it('else the full model, and the same plan of another run', () => {
    const a = firstSide(one)
    expect(a).toEqual({ run: 'r-one', plan: 1 })
    expect(secondSide(one, a, runs)).toEqual({ run: 'r-two', plan: 0 })
    expect(samePlan(two, 'reverse(s=2)')).toEqual({ run: 'r-two', plan: 1 })
    expect(samePlan(two, 'skip(s=2)')).toEqual({ run: 'r-two', plan: 0 })
  })
  it('are of one model or two, which the name alone does not tell', () => {
    const [a, b] = [firstSide(one), firstSide(two)]
    expect(modelsOf(runs, [a, b])).toEqual(['m', 'm'])
    expect(modelsOf(runs, [a, { ...a, plan: 2 }])).toEqual(['m'])
    expect(planOfSide(runs, { run: 'r-one', plan: 2 })).toBe('reverse(s=2)')
    expect(planOfSide(runs, { run: 'gone', plan: 0 })).toBe('')
  })
  it('or another plan of the same run, while there is one', () => {
    expect(secondSide(one, { run: 'r-one', plan: 1 }, [one])).toEqual({ run: 'r-one', plan: 0 })
    expect(secondSide(one, { run: 'r-one', plan: 0 }, [one])).toEqual({ run: 'r-one', plan: 1 })
    const single = madeRun(['full'], () => 1)
    expect(secondSide(single, firstSide(single), [single])).toEqual(firstSide(single))
  })
})
