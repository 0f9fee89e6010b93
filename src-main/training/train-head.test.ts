import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adaptSchema } from '../../src-preload/contract/adaptation'
import { headFromBytes, headToBytes } from './head-file'
import { stepRows } from './recipe'
import { newHead, scoresOf, trainHead } from './train-head'

interface Golden {
  readonly nClasses: number
  readonly d: number
  readonly lr: number
  readonly steps: number
  readonly batch: number
  readonly features: readonly number[]
  readonly targets: readonly number[]
  readonly begin: readonly number[]
  readonly losses: readonly number[]
  readonly weight: readonly number[]
  readonly bias: readonly number[]
}
/** PyTorch's (build/golden/make_training.py), in float64. */
const golden = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../test/golden/head.json'), 'utf8'),
) as readonly Golden[]

const near = (values: readonly number[]): unknown[] => values.map((v) => expect.closeTo(v, 9))

describe('a head', () => {
  it.each(golden)('of $nClasses classes is trained as PyTorch trains it, step by step', (g) => {
    const { nClasses, d, batch, steps, lr } = g
    const begin = { nClasses, weight: Float64Array.from(g.begin), bias: new Float64Array(nClasses) }
    const recipe = adaptSchema.parse({ what: 'head', steps, batch, lr, order: 'file' })
    const examples = { features: Float32Array.from(g.features), d, targets: Float64Array.from(g.targets) }
    const { head, losses } = trainHead(examples, begin, recipe)
    expect(losses).toEqual(near(g.losses))
    expect([...head.weight, ...head.bias]).toEqual(near([...g.weight, ...g.bias]))
    // what it began from is as it was
    expect([...begin.weight]).toEqual(g.begin)
  })

  it('is the same from its file, and from the same seed', () => {
    const head = { ...newHead(3, 5, 7), bias: Float64Array.of(1, -2, 0.5) }
    expect(headFromBytes(headToBytes(head))).toEqual(head)
    expect(newHead(3, 5, 7)).toEqual(newHead(3, 5, 7))
    expect(newHead(3, 5, 8).weight).not.toEqual(newHead(3, 5, 7).weight)
    const { weight } = newHead(10, 1000, 1)
    const deviation = Math.sqrt(weight.reduce((s, w) => s + w * w, 0) / weight.length)
    expect(deviation).toBeCloseTo(0.02, 3)
  })

  it('gives log probabilities of classes, and of a value the value', () => {
    const x = Float32Array.of(1, 2)
    const two = { nClasses: 2, weight: Float64Array.of(1, 0, 0, 1), bias: new Float64Array(2) }
    const scores = scoresOf(two, x)
    expect(Math.exp(scores[0]!) + Math.exp(scores[1]!)).toBeCloseTo(1)
    expect(scores[1]! - scores[0]!).toBeCloseTo(1)
    expect([...scoresOf({ nClasses: 1, weight: Float64Array.of(1, 1), bias: Float64Array.of(4) }, x)]).toEqual([7])
  })
})

it('steps go through the rows once an epoch, shuffled by the seed or as in the file, and end where they are told', () => {
  const backwards = (n: number, seed: number): number[] => Array.from({ length: n }, (_, i) => (n - 1 - i + seed) % n)
  const shared = { epochs: 2, batch: 2, seed: 0 } as const
  expect(stepRows(3, { ...shared, order: 'file' }, backwards)).toEqual([[0, 1], [2], [0, 1], [2]])
  expect(stepRows(3, { ...shared, order: 'shuffled' }, backwards)).toEqual([[2, 1], [0], [0, 2], [1]])
  expect(stepRows(3, { ...shared, order: 'file', steps: 3 }, backwards)).toHaveLength(3)
  expect(stepRows(3, { ...shared, order: 'file', steps: 5 }, backwards)).toHaveLength(5)
})
