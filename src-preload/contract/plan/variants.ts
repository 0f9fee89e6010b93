import { pythonShuffle } from './python-random'
import type { ParamName, VariantName } from './syntax'
import type { Block } from './schedule'

/** A variant's parameters as plain numbers, checked against the model. */
export type VariantParams = Readonly<Partial<Record<ParamName, number>>>

interface VariantRule {
  /** Required parameters, in the order in which they are written. */
  readonly params: readonly ParamName[]
  /** Number of affected layers M (paper, section 3: M = T - 2s - 1). */
  readonly affectedLayers: (nLayers: number, p: VariantParams) => number
  readonly expand: (nLayers: number, p: VariantParams) => Block[]
}

const span = (first: number, last: number): number[] =>
  last < first ? [] : Array.from({ length: last - first + 1 }, (_, i) => first + i)

const times = <T>(n: number, items: readonly T[]): T[] => Array.from({ length: n }, () => items).flat()

const param = (p: VariantParams, name: ParamName): number => {
  const value = p[name]
  if (value === undefined) throw new Error(`parameter ${name} was not checked`)
  return value
}

const middleCount = (nLayers: number, p: VariantParams): number => nLayers - 2 * param(p, 's') - 1

/** Wraps a rule for the middle layers `s+1 .. T-s-1` between the outer ones, which run as trained. */
const ofMiddle =
  (middle: (layers: readonly number[], nLayers: number, p: VariantParams) => readonly Block[]) =>
  (nLayers: number, p: VariantParams): Block[] => {
    const s = param(p, 's')
    return [...span(0, s), ...middle(span(s + 1, nLayers - s - 1), nLayers, p), ...span(nLayers - s, nLayers - 1)]
  }

const meanOf = (layers: readonly number[]): readonly Block[] => (layers.length === 0 ? [] : [layers.map((l) => [l])])

/**
 * The variants of "Transformer Layers as Painters" (arXiv 2407.09298, section 3 and appendix), as its published code
 * computes them. A new variant is one entry here, plus its name in `syntax.ts`.
 */
export const VARIANTS: Readonly<Record<VariantName, VariantRule>> = {
  full: { params: [], affectedLayers: () => 0, expand: (T) => span(0, T - 1) },
  skip: { params: ['s'], affectedLayers: middleCount, expand: ofMiddle(() => []) },
  'repeat-middle': {
    params: ['s'],
    affectedLayers: middleCount,
    expand: ofMiddle((layers, T) => layers.map(() => Math.floor(T / 2))),
  },
  reverse: { params: ['s'], affectedLayers: middleCount, expand: ofMiddle((layers) => [...layers].reverse()) },
  random: {
    params: ['s', 'seed'],
    affectedLayers: middleCount,
    expand: ofMiddle((layers, _T, p) => pythonShuffle(layers, param(p, 'seed'))),
  },
  parallel: { params: ['s'], affectedLayers: middleCount, expand: ofMiddle(meanOf) },
  'looped-parallel': {
    params: ['s', 'n'],
    affectedLayers: middleCount,
    expand: ofMiddle((layers, _T, p) => times(param(p, 'n'), meanOf(layers))),
  },
  'loop-middle': {
    params: ['s', 'n'],
    affectedLayers: middleCount,
    expand: ofMiddle((layers, _T, p) => times(param(p, 'n'), layers)),
  },
  'skip-layer': {
    params: ['layer'],
    affectedLayers: () => 1,
    expand: (T, p) => span(0, T - 1).filter((l) => l !== param(p, 'layer')),
  },
  switch: {
    params: ['layer'],
    affectedLayers: () => 2,
    expand: (T, p) => {
      const layer = param(p, 'layer')
      return span(0, T - 1).map((l) => (l === layer ? l + 1 : l === layer + 1 ? l - 1 : l))
    },
  },
  'repeat-model': {
    params: ['n'],
    affectedLayers: (T) => T,
    expand: (T, p) => times(param(p, 'n'), span(0, T - 1)),
  },
}

export const VARIANT_NAMES = Object.keys(VARIANTS) as VariantName[]

/** Layer applications of a variant, computed without expanding it (the bound is checked first). */
export function variantApplications(name: VariantName, nLayers: number, p: VariantParams): number {
  const M = p.s === undefined ? 0 : Math.max(0, nLayers - 2 * p.s - 1)
  const n = p.n ?? 1
  switch (name) {
    case 'full':
    case 'switch':
    case 'repeat-middle':
    case 'reverse':
    case 'random':
    case 'parallel':
      return nLayers
    case 'skip':
      return nLayers - M
    case 'looped-parallel':
    case 'loop-middle':
      return nLayers - M + n * M
    case 'skip-layer':
      return nLayers - 1
    case 'repeat-model':
      return n * nLayers
  }
}

/** The largest value that `name` takes for a parameter of this model, or undefined where the model sets no limit. */
export function largestValue(name: VariantName, param: ParamName, nLayers: number): number | undefined {
  switch (param) {
    case 's':
      return Math.floor((nLayers - 1) / 2)
    case 'layer':
      return name === 'switch' ? nLayers - 2 : nLayers - 1
    case 'seed':
      return 2 ** 32 - 1
    case 'n':
      return undefined
  }
}

/** Every valid value that `*` stands for: for s those with M >= 1; for layer all that the variant takes. */
export function everyValue(name: VariantName, param: ParamName, nLayers: number): number[] {
  if (param === 's') return span(0, Math.floor((nLayers - 2) / 2))
  return span(0, largestValue(name, param, nLayers) ?? -1)
}
