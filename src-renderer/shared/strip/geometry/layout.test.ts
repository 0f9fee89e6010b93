import { describe, expect, it } from 'vitest'
import { resolvePlans } from '@contract/plan/resolve'
import { itemsOf } from '@/shared/schedule/items'
import { extentOf, type Shape } from './drawing'
import { layout } from './layout'
import type { LayoutOptions } from './measures'
import { wirePath } from './wire-path'

/** Schedules of every form that is drawn: ranges, repeats, loops, groups, bars, identities, what is left out, what is nested. */
const SCHEDULES = [
  '0..3 8..11',
  '0 5 10',
  '0..2 (3|4|5) 6..11',
  '0..2 (3|..|6|_)*3 8..11',
  '0..2 ((3 4|5)*2 6)*2 9..11',
  '0..1 (2 3 4|5|6|_) 7..11',
  '0 (1|..|10) 11',
  '0 (1|..|13)*9',
  '0..2 7..3 8..11',
  '0 1 4 2 3 5 6..11',
  '0..3 7*5 10 11',
  '(_)',
  '(_|_)',
  '0 (1 (2|3) 4|5 (6|7 8)*2)*2 9',
]
const VARIANTS = ['random(s=2,seed=4)', 'looped-parallel(s=4,n=3)', 'loop-middle(s=4,n=2)']
const N_LAYERS = 12
const OPTIONS: Record<string, Omit<LayoutOptions, 'nLayers'>> = {
  chip: { size: 'chip', width: 220 },
  'low chip': { size: 'chip', width: 90, height: 9, units: 40 },
  card: { size: 'card', width: 340, units: 14 },
  editor: { size: 'editor', width: 700, cell: 26, ghosts: true },
}

/** Whole hundredths: what is under that no screen shows. */
const number = (v: number): string => String(Math.round(v * 100) / 100 || 0)
const ids = new Map<string, string>()
function name(id: string): string {
  const [item, branch] = id.split('/')
  if (!ids.has(item!)) ids.set(item!, `#${ids.size}`)
  return branch === undefined ? ids.get(item!)! : `${ids.get(item!)}/${branch}`
}
function told(key: string, value: unknown): string {
  if (typeof value === 'number') return `${key}=${number(value)}`
  if (key === 'id' || key === 'group') return `${key}=${name(String(value))}`
  if (typeof value === 'object' && value !== null)
    return `${key}={${Object.entries(value)
      .map(([k, v]) => told(k, v))
      .join(' ')}}`
  return `${key}=${String(value)}`
}
const line = (shape: object): string =>
  Object.entries(shape)
    .map(([k, v]) => (k === 'kind' ? String(v) : told(k, v)))
    .join(' ')

function geometry(text: string, options: LayoutOptions): string {
  ids.clear()
  const items = itemsOf(text, options.nLayers)!
  const drawing = layout(items, options)
  const extent = extentOf(drawing, new Set([3, 4, 5]))
  return [
    `${number(drawing.width)} x ${number(drawing.height)}, axis ${number(drawing.axis)}, 3 to 5 ${extent?.map(number).join(' to ') ?? 'nowhere'}`,
    ...drawing.shapes.map(wired).map(line),
    ...drawing.places.map((p) => `place ${line(p)}`),
    ...drawing.gaps.map((g) => `gap ${line(g)}`),
  ].join('\n')
}
/** The ends of a wire, to a tenth. */
function wired(shape: Shape): object {
  if (shape.kind !== 'wire') return shape
  const [, x1, y1, x2, y2] = /^M(\S+) (\S+)C\S+ \S+ \S+ \S+ (\S+) (\S+)$/.exec(wirePath(shape))!.map(Number)
  const tenth = (v: number): number => Math.round(v * 10) / 10
  return { kind: 'wire', x1: tenth(x1!), y1: tenth(y1!), x2: tenth(x2!), y2: tenth(y2!) }
}

describe('the layer strip', () => {
  it.each(Object.entries(OPTIONS))('stands where it stood, shape for shape: %s', async (what, options) => {
    const variants = VARIANTS.map((text) => {
      const resolved = resolvePlans(text, N_LAYERS)
      return resolved.ok ? resolved.plans[0]!.schedule : ''
    })
    const drawn = [...SCHEDULES, ...variants].map(
      (text) => `${text}\n${geometry(text, { ...options, nLayers: N_LAYERS })}`,
    )
    await expect(`${drawn.join('\n\n')}\n`).toMatchFileSnapshot(`layout.geometry/${what.replaceAll(' ', '-')}.txt`)
  })
})
