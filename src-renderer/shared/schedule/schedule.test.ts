import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolvePlansOrThrow } from '@contract/plan/resolve'
import { describeStrip, type StripWords } from './describe'
import { itemsOf, MAX_ITEMS } from './items'
import { textOf } from './items-text'
import { depthOf, layersIn, layerUses } from './layer-uses'
import { shuffledFrom } from './stretches'

const N_LAYERS = 12
const items = (text: string) => itemsOf(text, N_LAYERS)!
const WORDS: StripWords = {
  applications: (n) => `${n} applications:`,
  layers: (from, to) => `${from} to ${to}`,
  down: (from, to) => `${from} down to ${to}`,
  one: (layer) => `${layer}`,
  times: (layer, n) => `${layer} ${n} times`,
  mean: (n, branches) => `mean of ${n} [${branches}]`,
  repeated: (what, n) => `(${what}) ${n} times`,
  input: 'input',
  then: ', ',
  between: '; ',
}

/** Any text of steps for a model of N_LAYERS layers. */
const layer = fc.integer({ min: 0, max: N_LAYERS - 1 })
const { steps } = fc.letrec<{ steps: string; step: string; unit: string; branch: string }>((tie) => ({
  unit: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    layer.map(String),
    fc.tuple(layer, layer).map(([a, b]) => `${a}..${b}`),
    fc.array(tie('branch'), { minLength: 1, maxLength: 3 }).map((b) => `(${b.join('|')})`),
  ),
  branch: fc.oneof({ maxDepth: 3 }, fc.constant('_'), tie('steps')),
  step: fc.tuple(tie('unit'), fc.integer({ min: 1, max: 3 })).map(([u, n]) => (n === 1 ? u : `${u}*${n}`)),
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 4 }).map((s) => s.join(' ')),
}))

describe('items of a schedule', () => {
  it.each([
    ['0 1 2 3', '0..3'],
    ['3 2 1', '3..1'],
    ['0 1 5 5 5', '0 1 5*3'],
    ['0..-1', '0..11'],
    ['(1|2|3|4|_)*2 5', '(1|..|4|_)*2 5'],
    ['(9|..|6)', '(9|8|7|6)'],
    ['(1 2)*3', '(1 2)*3'],
    ['(1 2)', '1 2'],
    ['(_)', '(_)'],
  ])('are written again: %s', (text, written) => expect(textOf(items(text))).toBe(written))

  it('apply the same schedule when they are written and read again, whatever they are', () => {
    fc.assert(
      fc.property(steps, (text) => {
        const [before] = resolvePlansOrThrow(text, N_LAYERS)
        const [after] = resolvePlansOrThrow(textOf(items(text)), N_LAYERS)
        expect(after!.schedule).toBe(before!.schedule)
      }),
      { numRuns: 300 },
    )
  })

  it('are none where the text is a variant, a fault, or more than can be drawn', () => {
    expect(itemsOf('reverse(s=3)', N_LAYERS)).toBeNull()
    expect(itemsOf('0..', N_LAYERS)).toBeNull()
    expect(itemsOf(`0*${MAX_ITEMS}`, N_LAYERS)).toHaveLength(MAX_ITEMS)
    expect(itemsOf(`0*${MAX_ITEMS + 1}`, N_LAYERS)).toBeNull()
  })

  it('tell how often each layer is applied, how deep they are, and in which order layers stand', () => {
    const nested = items('0 ((1 2|3)*2 4)*3 4')
    expect([...layerUses(nested)]).toEqual([
      [0, 1],
      [1, 6],
      [2, 6],
      [3, 6],
      [4, 4],
    ])
    expect(depthOf(nested)).toBe(1 + 3 * (2 * 2 + 1) + 1)
    expect(layersIn(nested)).toEqual([0, 1, 2, 3, 4, 4])
  })

  it('are shuffled where neighbours stand in another order, between what is not', () => {
    expect(shuffledFrom(items('0 1 4 2 3 5 6'), 2)).toBe(3)
    expect(shuffledFrom(items('0 5 9'), 1)).toBe(0)
    expect(shuffledFrom(items('1 0 2'), 0)).toBe(3)
  })

  it.each([
    ['0..3 7 7', '6 applications: 0 to 3, 7 2 times'],
    ['4..2 (5|6 8|_)*2', '9 applications: 4 down to 2, (mean of 3 [5; 6, 8; input]) 2 times'],
    ['(1 2)*2', '4 applications: (1, 2) 2 times'],
    ['1 2', '2 applications: 1, 2'],
  ])('are told in words: %s', (text, told) => expect(describeStrip(items(text), WORDS)).toBe(told))
})
