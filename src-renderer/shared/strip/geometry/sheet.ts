import type { Drawing, Gap, Place, Shape } from './drawing'
import type { Measures } from './measures'

/** What shapes are put on while a strip is laid out around y = 0; `finish` moves all of them below y = 0. */
export class Sheet {
  private readonly shapes: Shape[] = []
  private readonly over: Shape[] = []
  private readonly places: Place[] = []
  private readonly gaps: Gap[] = []
  private top: number
  private bottom: number

  constructor(private readonly m: Measures) {
    this.top = -m.height / 2
    this.bottom = m.height / 2
  }

  reach(top: number, bottom: number): void {
    this.top = Math.min(this.top, top)
    this.bottom = Math.max(this.bottom, bottom)
  }

  add(...shapes: readonly Shape[]): void {
    this.shapes.push(...shapes)
  }

  /** What covers the others. */
  cover(shape: Shape): void {
    this.over.push(shape)
  }

  /** Draws, then puts what the drawing needs under it. */
  under<T>(draw: () => T, shape: (drawn: T) => Shape): T {
    const position = this.shapes.length
    const drawn = draw()
    this.shapes.splice(position, 0, shape(drawn))
    return drawn
  }

  place(place: Place): void {
    this.places.push(place)
  }

  open(gap: Gap): void {
    this.gaps.push(gap)
  }

  finish(end: number): Drawing {
    const { m } = this
    const pad = m.size === 'chip' ? 0 : 2
    const shift = -this.top + pad
    return {
      width: end - m.gap + m.ends,
      height: this.bottom - this.top + 2 * pad,
      axis: shift,
      shapes: [...this.axisTo(end), ...this.shapes, ...this.over].map((s) => moved(s, shift)),
      places: this.places.map((p) => ({ ...p, y: p.y + shift })),
      gaps: this.gaps.map((g) => ({ ...g, y: g.y + shift })),
    }
  }

  /** The line that cells run along, from where the states come in to where they go out. */
  private axisTo(end: number): readonly Shape[] {
    const { m } = this
    const last = end - m.gap
    if (m.size === 'chip') return [{ kind: 'line', x1: 0, y1: 0, x2: last, y2: 0 }]
    return [
      { kind: 'line', x1: m.ends - 8, y1: 0, x2: last + 6, y2: 0 },
      { kind: 'ring', x: m.ends - 11, y: 0, r: 3.5 },
      { kind: 'frame', x: last + 6, y: -6, w: 8, h: 12 },
    ]
  }
}

const moved = (shape: Shape, dy: number): Shape =>
  shape.kind === 'line' || shape.kind === 'wire'
    ? { ...shape, y1: shape.y1 + dy, y2: shape.y2 + dy }
    : { ...shape, y: shape.y + dy }
