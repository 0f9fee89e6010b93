import { describe, expect, it } from 'vitest'
import { documentsDrawn } from './documents'

const point = (n: number, of: number, isOnHalf = false) => ({ documents: [{ n, of }], isOnHalf })

describe('documents of what is drawn', () => {
  it('are a range where points differ, and not whole while one is partial', () => {
    expect(documentsDrawn([4, 8, 10, 12, 16].map((n) => point(n, 32)))).toEqual({
      all: [4, 16],
      half: null,
      isWhole: false,
    })
    expect(documentsDrawn([point(32, 32), point(32, 32)])).toEqual({ all: [32, 32], half: null, isWhole: true })
    expect(documentsDrawn([point(32, 32), point(31, 32)]).isWhole).toBe(false)
  })
  it('of a best of several are told apart: they are half of the others’', () =>
    expect(documentsDrawn([point(32, 32), point(16, 16, true)])).toEqual({
      all: [32, 32],
      half: [16, 16],
      isWhole: true,
    }))
  it('of nothing are none', () => expect(documentsDrawn([])).toEqual({ all: null, half: null, isWhole: true }))
})
