import { describe, expect, it } from 'vitest'
import { stepTo } from './point-walk'

const LENGTHS = [3, 1, 2]

describe('the way through points', () => {
  it('begins with the first point, and ends at the last', () => {
    expect(stepTo('ArrowRight', null, LENGTHS)).toEqual({ line: 0, point: 0 })
    expect(stepTo('ArrowRight', { line: 0, point: 2 }, LENGTHS)).toEqual({ line: 0, point: 2 })
    expect(stepTo('ArrowLeft', { line: 0, point: 0 }, LENGTHS)).toEqual({ line: 0, point: 0 })
  })
  it('leads around the lines, to a point that they have', () => {
    expect(stepTo('ArrowDown', { line: 0, point: 2 }, LENGTHS)).toEqual({ line: 1, point: 0 })
    expect(stepTo('ArrowUp', { line: 0, point: 2 }, LENGTHS)).toEqual({ line: 2, point: 1 })
    expect(stepTo('ArrowDown', { line: 2, point: 1 }, LENGTHS)).toEqual({ line: 0, point: 1 })
  })
  it('another key leads nowhere', () => expect(stepTo('Home', null, LENGTHS)).toBeNull())
})
