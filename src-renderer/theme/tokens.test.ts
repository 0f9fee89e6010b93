import { expect, it } from 'vitest'
import { between, depthTone, inkOn, tint } from './tokens'

it('a scale has its ends, and what lies between', () => {
  const scale = ['#000000', '#ffffff', '#ff0000']
  expect([-1, 0, 0.25, 0.5, 1, 2].map((s) => between(scale, s))).toEqual([
    '#000000',
    '#000000',
    '#808080',
    '#ffffff',
    '#ff0000',
    '#ff0000',
  ])
  expect(tint('#000000', '#ffffff', 0.5)).toBe('#808080')
})
it('one layer has a tone too', () => {
  expect(depthTone(0, 1, 'light')).toBe(depthTone(0, 30, 'light'))
  expect(depthTone(29, 30, 'light')).not.toBe(depthTone(0, 30, 'light'))
})
it('ink is read on its ground', () =>
  expect(['#ffffff', '#000000', '#5c92c8'].map(inkOn)).toEqual(['#000000', '#ffffff', '#000000']))
