import { expect, it } from 'vitest'
import { madeFigure, madeRun, NORMALISED } from '../../../test/support/figure-source'
import { allVariants } from './all-variants'
import { linesLatex } from './latex'

it('the head of a panel says what its own model counts', () => {
  const figure = madeFigure([madeRun(['skip(s=2)'], () => 1)], ([s]) => allVariants(s, NORMALISED), NORMALISED)
  const words = { caption: 'c ≠', x: 'of all', value: String, error: String, nameOf: () => 'skip' }
  const panels = [
    { name: 'small', figure, x: '% of 16' },
    { name: 'large', figure, x: '% of 30' },
  ]
  const text = linesLatex(panels, words)
  expect(text).toMatch(/small[^]*\\% of 16 & skip[^]*large[^]*\\% of 30 & skip/)
  expect(text).toContain('\\caption{c $\\neq$}')
})
