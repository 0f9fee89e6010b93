import { describe, expect, it } from 'vitest'
import { drawCurves } from './terminal-chart'

describe('curves in a terminal', () => {
  it('puts each letter at its height, and a star where two meet', () => {
    const lines = drawCurves(
      [
        {
          letter: 'a',
          name: 'A',
          points: [
            [1, 1],
            [3, 0.5],
          ],
        },
        {
          letter: 'b',
          name: 'B',
          points: [
            [1, 1],
            [3, 0],
          ],
        },
      ],
      [1, 3],
    ).split('\n')
    expect(lines[0]).toBe('1.00 +   *    ')
    expect(lines[8]).toBe('0.50 |       a')
    expect(lines[16]).toBe('0.00 +       b')
    expect(lines.at(-1)).toBe('a A   b B   * several')
  })
})
