import { expect, it } from 'vitest'
import { FIGURES } from './catalogue'
import { figureOf, figureTag, isFigureTag } from './figure-of'

const scores = FIGURES.filter((f) => f.kind !== 'similarity').map((f) => [f.id, f] as const)

it.each(scores)('%s: the figure of an experiment by its tag; by its plans where it has none', (id, figure) => {
  const plans = figure.plans(12, true)
  expect(figureOf({ plans, tags: ['mine', figureTag(id)] })).toBe(figure)
  // figures 4 to 9 have the plans of 11
  expect(figureOf({ plans, tags: [] }).id).toBe(id === '4-9' ? '11' : id)
})
it('one swept variant alone is figure 12 for skip, 11 for another; what draws none is the first one', () => {
  const of = (...plans: string[]): string => figureOf({ plans, tags: [] }).id
  expect([of('full', 'skip(s=*)'), of('full', 'reverse(s=*)'), of('0..3 5'), of()]).toEqual(['12', '11', '11', '11'])
})
it('tags of figures are known', () =>
  expect(['figure 4-9', 'figure 1', 'mine'].map(isFigureTag)).toEqual([true, false, false]))
