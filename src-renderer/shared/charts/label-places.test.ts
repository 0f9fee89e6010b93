import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeLabels, type LabelWanted, type Pixel } from './label-places'
import type { Box } from './painter'

const PLOT: Box = { x: 50, y: 20, width: 400, height: 240 }
const label = (key: string, ...anchors: readonly Pixel[]): LabelWanted => ({ key, width: 60, height: 14, anchors })
const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe('names at lines', () => {
  it('stand beside their last point where it is free', () => {
    const place = placeLabels([label('a', [100, 100], [200, 150])], { segments: [], boxes: [] }, PLOT).get('a')!
    expect(place).toMatchObject({ x: 205, leader: null })
    expect(place.y + place.height).toBeLessThan(150)
  })
  it('are led to it from afar where there is no room, and left out where there is none at all', () => {
    const wall = { x: 150, y: 120, width: 120, height: 60 }
    const led = placeLabels([label('a', [200, 150])], { segments: [], boxes: [wall] }, PLOT).get('a')
    expect(led?.leader ?? null).toEqual(led ? [200, 150] : null)
    expect(placeLabels([label('a', [200, 150])], { segments: [], boxes: [PLOT] }, PLOT).size).toBe(0)
  })
  it('stand on no line, mark or other name, and inside the plot, whatever the lines are', () => {
    const pixel = fc.tuple(fc.integer({ min: 50, max: 450 }), fc.integer({ min: 20, max: 260 }))
    fc.assert(
      fc.property(
        fc.array(fc.array(pixel, { minLength: 2, maxLength: 9 }), { minLength: 1, maxLength: 6 }),
        (lines) => {
          const segments = lines.flatMap((l) => l.slice(1).map((p, i) => [l[i]!, p] as const))
          const boxes = lines.flat().map(([x, y]) => ({ x: x - 4, y: y - 4, width: 8, height: 8 }))
          const places = [
            ...placeLabels(
              lines.map((l, i) => label(String(i), ...l)),
              { segments, boxes },
              PLOT,
            ).values(),
          ]
          places.forEach((place, i) => {
            expect(place.x).toBeGreaterThanOrEqual(PLOT.x)
            expect(place.x + place.width).toBeLessThanOrEqual(PLOT.x + PLOT.width)
            for (const other of [...boxes, ...places.slice(0, i)]) expect(overlaps(place, other)).toBe(false)
            for (const [[x1, y1], [x2, y2]] of segments) {
              for (let k = 0; k <= 50; k++) {
                const at = { x: x1 + ((x2 - x1) * k) / 50, y: y1 + ((y2 - y1) * k) / 50, width: 0.01, height: 0.01 }
                expect(overlaps(place, at)).toBe(false)
              }
            }
          })
        },
      ),
    )
  })
})
