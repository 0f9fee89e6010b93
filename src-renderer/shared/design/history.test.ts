import { describe, expect, it } from 'vitest'
import { changed, present, redone, started, undone } from './history'

const step = (state: string, at: number, what = 'typed') => ({ state, what, params: {}, at })

describe('history', () => {
  it('goes back and forth, and forgets what was undone when something new is done', () => {
    let h = changed(changed(started('a', 0), step('b', 1)), step('c', 2))
    h = undone(undone(undone(h)))
    expect(present(h)).toBe('a')
    expect(present(redone(h))).toBe('b')
    h = changed(redone(h), step('d', 3))
    expect(h.steps.map((s) => s.state)).toEqual(['a', 'b', 'd'])
    expect(present(redone(h))).toBe('d')
  })
  it('merges typing within half a second, never with the start or another kind', () => {
    let h = changed(started('', 0), step('x', 10), true)
    h = changed(h, step('xy', 300), true)
    expect(h.steps.map((s) => s.state)).toEqual(['', 'xy'])
    h = changed(h, step('xyz', 900), true)
    h = changed(h, step('R', 950, 'reversed'), true)
    expect(h.steps.map((s) => s.state)).toEqual(['', 'xy', 'xyz', 'R'])
  })
})
