import { expect, it } from 'vitest'
import { subjectsOf } from '@/shared/series/subject'
import { madeRun } from '../../../../test/support/figure-source'
import { panelLetters } from './panel-letters'

// the store met the second one first
const subjects = subjectsOf([1, 0].map((place) => madeRun(['full'], () => 1, { fingerprint: `f${place}`, place })))
const panels = subjects.map((subject) => ({ subject }))

it('a letter is a model’s where there are several, whatever the order of the panels', () => {
  expect(panelLetters(panels, 2)).toEqual(['b', 'a'])
  expect(panelLetters([{ subject: null }, { subject: null }], 2)).toEqual(['', ''])
})
it('panels of one model are lettered in their order; one alone is not', () => {
  const [first] = panels
  expect(panelLetters([first!, first!, first!], 1)).toEqual(['a', 'b', 'c'])
  expect(panelLetters([first!], 1)).toEqual([''])
})
