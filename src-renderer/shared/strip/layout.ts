import { consecutive, layerUses, type Item } from './items'

/**
 * The layer strip's geometry: one pure function from items to shapes. Width is depth: one unit a sequential step. The same
 * shapes go to tables, cards, the editor and exports; colours are chosen where they are painted.
 */

export type StripSize = 'chip' | 'card' | 'editor'

export type Shape =
  | {
      readonly kind: 'cell'
      readonly x: number
      readonly y: number
      readonly w: number
      readonly h: number
      readonly layer: number
      readonly id: string
      readonly label: boolean
      readonly radius: number
    }
  | {
      readonly kind: 'ghost'
      readonly x: number
      readonly y: number
      readonly w: number
      readonly h: number
      readonly layer: number
      readonly label: boolean
    }
  | {
      readonly kind: 'bar'
      readonly x: number
      readonly y: number
      readonly w: number
      readonly h: number
      readonly layer: number
    }
  | { readonly kind: 'line'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }
  | { readonly kind: 'wire'; readonly d: string }
  | {
      readonly kind: 'bracket'
      readonly x1: number
      readonly x2: number
      readonly y: number
      readonly label: BracketLabel
      readonly arrow: boolean
    }
  | {
      readonly kind: 'arc'
      readonly x1: number
      readonly x2: number
      readonly y: number
      readonly count: number
      readonly id: string
    }
  | { readonly kind: 'times'; readonly x: number; readonly y: number; readonly count: number }
  | {
      readonly kind: 'panel'
      readonly x: number
      readonly y: number
      readonly w: number
      readonly h: number
      readonly level: number
      readonly id: string
    }
  | { readonly kind: 'mean'; readonly x: number; readonly y: number; readonly r: number }
  | { readonly kind: 'ring'; readonly x: number; readonly y: number; readonly r: number }
  | { readonly kind: 'frame'; readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  | { readonly kind: 'tag'; readonly x: number; readonly y: number; readonly text: string }

/** What a bracket says; the component words it in the page's language. */
export type BracketLabel =
  { readonly what: 'reversed' | 'shuffled' } | { readonly what: 'times'; readonly count: number }

/** Where an item stands: for selection, carets and drops in the editor. */
export interface Place {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** The branch it stands in: the group's id and the branch's number, or null for the outermost. */
  readonly parent: BranchRef
  readonly index: number
}
export type BranchRef = { readonly group: string; readonly branch: number } | null

/** An open position between items. */
export interface Gap {
  readonly parent: BranchRef
  readonly index: number
  readonly x: number
  readonly y: number
  readonly h: number
}

export interface Drawing {
  readonly width: number
  readonly height: number
  /** The line that the cells run along. */
  readonly axis: number
  readonly shapes: readonly Shape[]
  readonly places: readonly Place[]
  readonly gaps: readonly Gap[]
  /** The affected range, for the brush stroke. */
  readonly extent: (layers: ReadonlySet<number>) => readonly [number, number] | null
}

export interface LayoutOptions {
  readonly nLayers: number
  readonly size: StripSize
  /** Pixels to fit into; a strip is never stretched beyond its largest cell. */
  readonly width: number
  /** Units of the longest strip that is shown together with this one, so that widths can be compared. */
  readonly units?: number
  readonly cell?: number
  readonly ghosts?: boolean
  /** Of a chip. */
  readonly height?: number
}

interface Metrics {
  readonly cell: number
  readonly gap: number
  readonly height: number
  readonly lane: number
  readonly laneGap: number
  readonly fan: number
  readonly maxLanes: number
  readonly bar: number
  readonly maxStack: number
  readonly labels: boolean
  readonly ends: number
  readonly mean: number
}

export const REPEATS_AS_CELLS = 16

/** Units of depth, as far as a strip's width goes: ghosts count, since they keep their place. */
export function unitsOf(items: readonly Item[], nLayers: number, ghosts = true): number {
  return measure(items) + (ghosts ? ghostsBetween(items, nLayers).reduce((n, g) => n + g.layers.length, 0) : 0)
}

function measure(items: readonly Item[]): number {
  return items.reduce(
    (n, item) => n + (item.kind === 'cell' ? 1 : groupUnits(item.branches) + (item.count > 1 ? 0.9 : 0)),
    0,
  )
}

const groupUnits = (branches: readonly (readonly Item[])[]): number => {
  const depth = Math.max(1, ...branches.map(measure))
  return branches.length === 1 ? depth : depth + (depth > 1 ? 0.6 : 1)
}

function metricsFor({ size, width, units, nLayers, cell: fixed, height = 18 }: LayoutOptions, own: number): Metrics {
  const n = Math.max(1, units ?? own, size === 'chip' ? nLayers : 1)
  const ends = size === 'chip' ? 0 : 16
  const fit = (width - 2 * ends) / n
  if (size === 'chip') {
    const pitch = Math.min(15, Math.max(1.5, fit))
    const gap = pitch >= 6 ? 1 : pitch >= 3.5 ? 0.5 : 0
    return {
      cell: fixed ?? pitch - gap,
      gap,
      height,
      lane: 0,
      laneGap: 0,
      fan: 0,
      maxLanes: 0,
      bar: 0,
      maxStack: height,
      labels: false,
      ends: 0,
      mean: 0,
    }
  }
  if (size === 'card') {
    const cell = fixed ?? Math.min(24, Math.max(12, fit - 2))
    return {
      cell,
      gap: 2,
      height: 28,
      lane: 20,
      laneGap: 4,
      fan: 14,
      maxLanes: 7,
      bar: 4,
      maxStack: 150,
      labels: cell >= 13,
      ends,
      mean: 5,
    }
  }
  return {
    cell: fixed ?? Math.min(40, Math.max(22, fit - 3)),
    gap: 3,
    height: 46,
    lane: 34,
    laneGap: 9,
    fan: 20,
    maxLanes: 12,
    bar: 5,
    maxStack: 260,
    labels: true,
    ends,
    mean: 7,
  }
}

/** Lays items out. Ghosts show layers that are left out, in their own place; only where the order goes up around them. */
export function layout(items: readonly Item[], options: LayoutOptions): Drawing {
  const ghosts = options.ghosts ?? options.size !== 'editor'
  const m = metricsFor(options, unitsOf(items, options.nLayers, ghosts))
  const pen = new Pen(m, options.size)
  const before = m.ends
  const end = pen.sequence(items, before, 0, null, 0, ghosts ? ghostsBetween(items, options.nLayers) : [])
  return pen.finish(end, items)
}

interface GhostRun {
  /** Before the item with this index (or at the end). */
  readonly before: number
  readonly layers: readonly number[]
}

/** Layers that nothing applies, between two items whose layers surround them. */
function ghostsBetween(items: readonly Item[], nLayers: number): GhostRun[] {
  const used = layerUses(items)
  if (used.size === nLayers) return []
  const runs: GhostRun[] = []
  const edges = items.map((item) => edgeLayers(item))
  for (let i = 0; i <= items.length; i++) {
    const low = i === 0 ? -1 : (edges[i - 1]?.[1] ?? null)
    const high = i === items.length ? nLayers : (edges[i]?.[0] ?? null)
    if (low === null || high === null || high - low < 2) continue
    const layers = Array.from({ length: high - low - 1 }, (_, k) => low + 1 + k)
    if (layers.every((l) => !used.has(l)) && !runs.some((r) => r.layers.includes(layers[0] as number)))
      runs.push({ before: i, layers })
  }
  return runs
}

function edgeLayers(item: Item): readonly [number, number] | null {
  const layers = [...layerUses([item]).keys()]
  return layers.length === 0 ? null : [Math.min(...layers), Math.max(...layers)]
}

class Pen {
  private readonly shapes: Shape[] = []
  private readonly over: Shape[] = []
  private readonly places: Place[] = []
  private readonly gaps: Gap[] = []
  private top = 0
  private bottom = 0

  constructor(
    private readonly m: Metrics,
    private readonly size: StripSize,
  ) {
    this.reach(-m.height / 2, m.height / 2)
  }

  private reach(top: number, bottom: number): void {
    this.top = Math.min(this.top, top)
    this.bottom = Math.max(this.bottom, bottom)
  }

  /** Draws a sequence from x along y; returns where it ends. */
  sequence(
    items: readonly Item[],
    x: number,
    y: number,
    parent: BranchRef,
    level: number,
    ghosts: readonly GhostRun[],
  ): number {
    const { m } = this
    const height = parent === null || this.size === 'chip' ? m.height : m.lane
    const starts: number[] = []
    let at = x
    items.forEach((item, i) => {
      at = this.ghosts(ghosts, i, at, y, height)
      this.gaps.push({ parent, index: i, x: at - m.gap / 2, y, h: height })
      starts[i] = at
      if (item.kind === 'cell') {
        this.shapes.push({
          kind: 'cell',
          x: at,
          y: y - height / 2,
          w: m.cell,
          h: height,
          layer: item.layer,
          id: item.id,
          label: m.labels,
          radius: Math.min(2.5, m.cell / 4),
        })
        this.places.push({ id: item.id, x: at, y: y - height / 2, w: m.cell, h: height, parent, index: i })
        at += m.cell + m.gap
      } else at = this.group(item, at, y, parent, i, level) + m.gap
    })
    at = this.ghosts(ghosts, items.length, at, y, height)
    this.gaps.push({ parent, index: items.length, x: at - m.gap / 2, y, h: height })
    if (this.size !== 'chip' && parent === null) this.brackets(items, starts, y - height / 2 - 8)
    return at
  }

  private ghosts(runs: readonly GhostRun[], before: number, x: number, y: number, height: number): number {
    const { m } = this
    let at = x
    for (const run of runs) {
      if (run.before !== before) continue
      const h = this.size === 'chip' ? Math.round(0.4 * height) : Math.min(18, height)
      for (const layer of run.layers) {
        this.shapes.push({ kind: 'ghost', x: at, y: y - h / 2, w: m.cell, h, layer, label: m.labels })
        at += m.cell + m.gap
      }
    }
    return at
  }

  private brackets(items: readonly Item[], starts: readonly number[], y: number): void {
    const { m } = this
    const right = (i: number): number => (starts[i] as number) + m.cell
    for (let i = 0; i < items.length;) {
      const item = items[i]
      if (item?.kind !== 'cell') {
        i++
        continue
      }
      let same = 1
      for (let next = items[i + same]; next?.kind === 'cell' && next.layer === item.layer; next = items[i + same])
        same++
      if (same > 1) {
        this.bracket(starts[i] as number, right(i + same - 1), y, { what: 'times', count: same }, false)
        i += same
        continue
      }
      const run = consecutive(items, i)
      const next = items[i + 1]
      if (run >= 3 && next?.kind === 'cell' && next.layer < item.layer) {
        this.bracket(starts[i] as number, right(i + run - 1), y, { what: 'reversed' }, true)
        i += run
        continue
      }
      const shuffled = run >= 3 ? 0 : shuffledFrom(items, i)
      if (shuffled >= 3) {
        this.bracket(starts[i] as number, right(i + shuffled - 1), y, { what: 'shuffled' }, false)
        i += shuffled
        continue
      }
      i += Math.max(1, run >= 3 ? run - 1 : 1)
    }
  }

  private bracket(x1: number, x2: number, y: number, label: BracketLabel, arrow: boolean): void {
    this.over.push({ kind: 'bracket', x1, x2, y, label, arrow })
    this.reach(y - 10, 0)
  }

  private group(
    item: Extract<Item, { kind: 'group' }>,
    x: number,
    y: number,
    parent: BranchRef,
    index: number,
    level: number,
  ): number {
    const before = { top: this.top, bottom: this.bottom }
    const end =
      this.size === 'chip'
        ? this.chipGroup(item, x, y)
        : item.branches.length === 1
          ? this.loop(item, x, y, level)
          : this.lanes(item, x, y, level)
    const height = Math.max(this.m.height, 2 * Math.max(y - this.topOf(item, y), 0))
    this.places.push({ id: item.id, x, y: y - height / 2, w: end - x, h: height, parent, index })
    void before
    return end
  }

  /** Upper edge of a group, from its lanes. */
  private topOf(item: Extract<Item, { kind: 'group' }>, y: number): number {
    return y - this.heightOf([item]) / 2
  }

  /** Height that a sequence takes, the loops' arcs not counted. */
  private heightOf(items: readonly Item[], inner = false): number {
    const { m } = this
    return items.reduce(
      (h, item) => {
        if (item.kind === 'cell') return h
        if (item.branches.length === 1)
          return Math.max(h, this.heightOf(item.branches[0] as readonly Item[], true) + (item.count > 1 ? 22 : 0))
        return Math.max(h, this.stackHeight(item.branches) + 12 + (item.count > 1 ? 22 : 0))
      },
      inner ? m.lane : m.height,
    )
  }

  private stackHeight(branches: readonly (readonly Item[])[]): number {
    const { m } = this
    if (this.asBars(branches)) return Math.min(m.maxStack, branches.length * (m.bar + 1))
    return (
      branches.reduce((h, b) => h + (b.length === 0 ? 14 : this.heightOf(b, true)), 0) +
      (branches.length - 1) * m.laneGap
    )
  }

  private asBars(branches: readonly (readonly Item[])[]): boolean {
    return (
      branches.length > this.m.maxLanes && branches.every((b) => b.length <= 1 && b.every((i) => i.kind === 'cell'))
    )
  }

  private loop(item: Extract<Item, { kind: 'group' }>, x: number, y: number, level: number): number {
    const { m } = this
    const pad = 4
    const height = this.heightOf(item.branches[0] as readonly Item[], true)
    const panel = this.shapes.length
    const end =
      this.sequence(item.branches[0] as readonly Item[], x + pad, y, { group: item.id, branch: 0 }, level + 1, []) -
      m.gap +
      pad
    this.shapes.splice(panel, 0, {
      kind: 'panel',
      x,
      y: y - height / 2 - 5,
      w: end - x,
      h: height + 10,
      level,
      id: item.id,
    })
    this.arc(item, x, end, y - height / 2 - 5)
    this.reach(y - height / 2 - 5, y + height / 2 + 5)
    return end
  }

  private arc(item: Extract<Item, { kind: 'group' }>, x1: number, x2: number, y: number): void {
    if (item.count < 2) return
    this.over.push({ kind: 'arc', x1, x2, y: y - 4, count: item.count, id: item.id })
    this.reach(y - 24, 0)
  }

  private lanes(item: Extract<Item, { kind: 'group' }>, x: number, y: number, level: number): number {
    const { m } = this
    const { branches } = item
    const stack = this.stackHeight(branches)
    const top = y - stack / 2
    const depth = Math.max(1, ...branches.map((b) => this.widthOf(b)))
    const bars = this.asBars(branches)
    const inner = bars ? Math.max(m.cell, 2.2 * m.cell) : depth
    const from = x + m.fan
    const to = from + inner
    const end = to + m.fan + m.mean
    this.shapes.push({ kind: 'panel', x, y: top - 6, w: end - x, h: stack + 12, level, id: item.id })
    this.reach(top - 6, top + stack + 6)
    if (bars) {
      const step = stack / branches.length
      branches.forEach((branch, i) => {
        const only = branch[0]
        if (only?.kind === 'cell')
          this.shapes.push({
            kind: 'bar',
            x: from,
            y: top + i * step,
            w: inner,
            h: Math.max(1, step - 1),
            layer: only.layer,
          })
      })
      this.wire(x, y, from, top + step / 2)
      this.wire(x, y, from, top + stack - step / 2)
      this.wire(end - m.mean, y, to, top + step / 2)
      this.wire(end - m.mean, y, to, top + stack - step / 2)
      const layers = branches.flatMap((b) => (b[0]?.kind === 'cell' ? [b[0].layer] : []))
      if (layers.length > 0)
        this.over.push({ kind: 'tag', x: (from + to) / 2, y, text: `${Math.min(...layers)}–${Math.max(...layers)}` })
    } else {
      let at = top
      branches.forEach((branch, b) => {
        const h = branch.length === 0 ? 14 : this.heightOf(branch, true)
        const lane = at + h / 2
        const width = branch.length === 0 ? 0 : this.widthOf(branch)
        const start = from + (inner - width) / 2
        this.wire(x, y, start, lane)
        this.wire(end - m.mean, y, start + width, lane)
        if (branch.length === 0) {
          this.shapes.push({ kind: 'ring', x: start, y: lane, r: 3.5 })
          this.places.push({
            id: `${item.id}/${b}`,
            x: start - 8,
            y: lane - 8,
            w: 16,
            h: 16,
            parent: { group: item.id, branch: b },
            index: -1,
          })
          this.gaps.push({ parent: { group: item.id, branch: b }, index: 0, x: start, y: lane, h: 14 })
        } else this.sequence(branch, start, lane, { group: item.id, branch: b }, level + 1, [])
        at += h + m.laneGap
      })
    }
    this.over.push({ kind: 'mean', x: end, y, r: m.mean })
    this.arc(item, x, end, top - 6)
    return end + m.mean
  }

  private widthOf(items: readonly Item[]): number {
    const { m } = this
    const sum = items.reduce((w, item) => {
      if (item.kind === 'cell') return w + m.cell + m.gap
      const inner = Math.max(1, ...item.branches.map((b) => this.widthOf(b)))
      if (item.branches.length === 1) return w + inner + 8 + m.gap
      return w + (this.asBars(item.branches) ? 2.2 * m.cell : inner) + 2 * m.fan + 2 * m.mean + m.gap
    }, 0)
    return Math.max(0, sum - m.gap)
  }

  /** A curve that leaves (x, y) level and arrives at (tx, ty) level. */
  private wire(x: number, y: number, tx: number, ty: number): void {
    const half = (x + tx) / 2
    this.shapes.push({
      kind: 'wire',
      d: `M${round(x)} ${round(y)}C${round(half)} ${round(y)} ${round(half)} ${round(ty)} ${round(tx)} ${round(ty)}`,
    })
  }

  /** Branches as thin bars between two verticals; a loop's count after them. */
  private chipGroup(item: Extract<Item, { kind: 'group' }>, x: number, y: number): number {
    const { m } = this
    const width = groupUnits(item.branches) * (m.cell + m.gap) - m.gap
    const h = m.height
    if (item.branches.length === 1) this.chipRow(item.branches[0] as readonly Item[], x, y - h / 2, width, h)
    else {
      const step = h / item.branches.length
      item.branches.forEach((branch, i) =>
        this.chipRow(branch, x + 1.5, y - h / 2 + i * step, width - 3, Math.max(0.8, step - (step > 3 ? 1 : 0))),
      )
      for (const at of [x, x + width]) this.shapes.push({ kind: 'line', x1: at, y1: y - h / 2, x2: at, y2: y + h / 2 })
    }
    if (item.count < 2) return x + width
    this.shapes.push({ kind: 'times', x: x + width + 1, y, count: item.count })
    return x + width + (m.cell + m.gap) * 0.9 + 6
  }

  private chipRow(items: readonly Item[], x: number, y: number, width: number, h: number): void {
    if (items.length === 0) {
      this.shapes.push({ kind: 'line', x1: x, y1: y + h / 2, x2: x + width, y2: y + h / 2 })
      return
    }
    const cells = items.flatMap(function flat(item): number[] {
      return item.kind === 'cell' ? [item.layer] : item.branches.flatMap((b) => b.flatMap(flat))
    })
    const step = width / cells.length
    cells.forEach((layer, i) =>
      this.shapes.push({ kind: 'bar', x: x + i * step, y, w: Math.max(0.6, step - (step > 4 ? 0.7 : 0)), h, layer }),
    )
  }

  finish(end: number, items: readonly Item[]): Drawing {
    const { m } = this
    const pad = this.size === 'chip' ? 0 : 2
    const shift = -this.top + pad
    const width = end - m.gap + m.ends
    const line: Shape[] =
      this.size === 'chip'
        ? [{ kind: 'line', x1: 0, y1: 0, x2: end - m.gap, y2: 0 }]
        : [
            { kind: 'line', x1: m.ends - 8, y1: 0, x2: end - m.gap + 6, y2: 0 },
            { kind: 'ring', x: m.ends - 11, y: 0, r: 3.5 },
            { kind: 'frame', x: end - m.gap + 6, y: -6, w: 8, h: 12 },
          ]
    const all = [...line, ...this.shapes, ...this.over].map((s) => moved(s, shift))
    const places = this.places.map((p) => ({ ...p, y: p.y + shift }))
    return {
      width,
      height: this.bottom - this.top + 2 * pad,
      axis: shift,
      shapes: all,
      places,
      gaps: this.gaps.map((g) => ({ ...g, y: g.y + shift })),
      extent: (layers) => extentOf(items, all, layers),
    }
  }
}

function extentOf(
  _: readonly Item[],
  shapes: readonly Shape[],
  layers: ReadonlySet<number>,
): readonly [number, number] | null {
  let low = Infinity
  let high = -Infinity
  for (const s of shapes) {
    if ((s.kind === 'cell' || s.kind === 'ghost' || s.kind === 'bar') && layers.has(s.layer)) {
      low = Math.min(low, s.x)
      high = Math.max(high, s.x + s.w)
    }
  }
  return low > high ? null : [low, high]
}

/** Length of the permutation of neighbouring layers that starts here out of order; 0 where there is none. */
function shuffledFrom(items: readonly Item[], start: number): number {
  const first = items[start]
  if (first?.kind !== 'cell') return 0
  const previous = items[start - 1]
  const expected = previous?.kind === 'cell' ? previous.layer + 1 : undefined
  if (expected !== undefined && first.layer === expected) return 0
  const seen = new Set<number>()
  let low = Infinity
  let high = -Infinity
  for (let n = 1; start + n <= items.length; n++) {
    const item = items[start + n - 1]
    if (item?.kind !== 'cell' || seen.has(item.layer)) return 0
    seen.add(item.layer)
    low = Math.min(low, item.layer)
    high = Math.max(high, item.layer)
    const whole = high - low + 1 === n && (expected === undefined || low === expected)
    const next = items[start + n]
    if (n >= 3 && whole && (next?.kind !== 'cell' || next.layer === high + 1)) return n
  }
  return 0
}

function moved(shape: Shape, dy: number): Shape {
  switch (shape.kind) {
    case 'line':
      return { ...shape, y1: shape.y1 + dy, y2: shape.y2 + dy }
    case 'wire':
      return {
        kind: 'wire',
        d: shape.d.replace(
          /([MC ,]?)(-?[\d.]+) (-?[\d.]+)/g,
          (_, lead: string, x: string, y: string) => `${lead}${x} ${round(Number(y) + dy)}`,
        ),
      }
    default:
      return { ...shape, y: shape.y + dy }
  }
}

const round = (v: number): number => Math.round(v * 100) / 100
