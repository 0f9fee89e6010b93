import type { VariantName } from '@contract/plan/syntax'

/** Values of the design that code needs: marks, scales and sizes. Colours of the page are in styles/palette.css. */

export type Theme = 'light' | 'dark'
export type MarkName = 'full' | 'skip' | 'repeat' | 'reverse' | 'random' | 'parallel' | 'looped' | 'custom'
export type SymbolName =
  'circle' | 'diamond' | 'triangle-up' | 'triangle-down' | 'square' | 'three-bars' | 'ring' | 'plus'

interface Mark {
  readonly light: string
  readonly dark: string
  readonly symbol: SymbolName
}

/** Colour and symbol of each variant: fixed everywhere. */
export const MARKS: Readonly<Record<MarkName, Mark>> = {
  full: { light: '#2B2925', dark: '#F1ECE1', symbol: 'circle' },
  skip: { light: '#C4301C', dark: '#F8772F', symbol: 'diamond' },
  repeat: { light: '#7A1263', dark: '#B3639D', symbol: 'triangle-up' },
  reverse: { light: '#C27B00', dark: '#EACB22', symbol: 'triangle-down' },
  random: { light: '#1D7464', dark: '#14B985', symbol: 'square' },
  parallel: { light: '#2E2FAE', dark: '#6274F2', symbol: 'three-bars' },
  looped: { light: '#3194BC', dark: '#93C9DD', symbol: 'ring' },
  custom: { light: '#8A52DE', dark: '#B592FA', symbol: 'plus' },
}

const MARK_OF: Readonly<Record<VariantName, MarkName>> = {
  full: 'full',
  skip: 'skip',
  'skip-layer': 'skip',
  'repeat-middle': 'repeat',
  'repeat-model': 'repeat',
  'loop-middle': 'repeat',
  reverse: 'reverse',
  switch: 'reverse',
  random: 'random',
  parallel: 'parallel',
  'looped-parallel': 'looped',
}

/** The mark of a variant, or of a plan drawn by hand. */
export const markOf = (variant: VariantName | null): MarkName => (variant === null ? 'custom' : MARK_OF[variant])

const DEPTH = {
  light: ['#F2DDA0', '#E3AE6B', '#C4746A', '#86496F', '#432D5E'],
  dark: ['#F4E0A6', '#E6B273', '#CC7F74', '#97597F', '#634A86'],
} as const
export const SEQUENTIAL = {
  light: ['#F4F1EA', '#D3DEE8', '#98B7D4', '#5585B8', '#2B568F', '#152A57'],
  dark: ['#262F3A', '#234468', '#2F6499', '#5C92C8', '#A7CBE9', '#F3F8FC'],
} as const
export const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2], [1, 2]]
export const TINTS: readonly number[] = [1, 0.82, 0.66, 0.5]

/** Colours that a chart paints with. */
export const CHART_COLORS = {
  light: {
    canvas: '#F6F3EC',
    surface: '#FFFDFA',
    inset: '#EFEBE2',
    line: '#DED8CB',
    lineStrong: '#8C8475',
    track: '#E4DED1',
    ink: '#24221E',
    ink2: '#55514A',
    ink3: '#6B665C',
    primary: '#1F4B7A',
    primaryWeak: '#E2E9EF',
    better: '#0B6470',
    worse: '#A23E12',
    ok: '#1A6B4B',
    warn: '#845400',
    warnWeak: '#F6E9CC',
    error: '#AE2318',
    bestBox: '#E0321C',
  },
  dark: {
    canvas: '#171614',
    surface: '#201F1C',
    inset: '#2A2824',
    line: '#3B3832',
    lineStrong: '#7D776B',
    track: '#3B3832',
    ink: '#F0EBE1',
    ink2: '#C2BBAE',
    ink3: '#A09889',
    primary: '#8DB9EA',
    primaryWeak: '#25323F',
    better: '#63C7CE',
    worse: '#F09A66',
    ok: '#6FCF9F',
    warn: '#E7B85B',
    warnWeak: '#3A3020',
    error: '#FF8A7A',
    bestBox: '#FF5A45',
  },
} as const

/** The tone of a layer: its depth in the model, from the palest to the deepest. */
export function depthTone(layer: number, nLayers: number, theme: Theme): string {
  return between(DEPTH[theme], nLayers <= 1 ? 0 : layer / (nLayers - 1))
}

/** A colour of a scale at `share` (0..1), interpolated in sRGB. */
export function between(scale: readonly string[], share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (scale.length - 1)
  const low = Math.min(scale.length - 2, Math.floor(at))
  const [from, to] = [channels(scale[low]), channels(scale[low + 1])]
  const mixed = from.map((v, i) => Math.round(v + ((to[i] ?? v) - v) * (at - low)))
  return `#${mixed.map((v) => v.toString(16).padStart(2, '0')).join('')}`
}

/** Red, green and blue of `#rrggbb`, 0..255. */
const channels = (hex = '#000000'): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16))

/** Of one channel, 0..1 (WCAG 2, relative luminance). */
const linear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)

/** Black or white, whichever is read on this ground: luminance 0.179 parts them (4.5:1 or more on both sides). */
export function inkOn(hex: string): '#000000' | '#ffffff' {
  const [r = 0, g = 0, b = 0] = channels(hex).map((v) => linear(v / 255))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff'
}

/** A colour mixed towards a ground: tints of one hue for the tasks or models of a figure. */
export const tint = (hex: string, ground: string, strength: number): string => between([ground, hex], strength)
