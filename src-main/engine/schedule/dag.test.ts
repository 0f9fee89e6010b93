import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolvePlansOrThrow } from '../../../src-preload/contract/plan/resolve'
import { countApplications, type Block, type Schedule } from '../../../src-preload/contract/plan/schedule'
import { buildDag } from './dag'
import { compileProgram } from './program'

/** A block that does not commute, on numbers small enough to stay exact: state -> 3 * state + layer + 1, mod a prime. */
const P = 1_000_003
const block = (layer: number, h: number): number => (3 * h + layer + 1) % P

/** Means as exact rationals would need a field: the mean of n states is their sum times n^-1 mod P. */
const inverse = (n: number): number => {
  let x = 1
  for (let e = P - 2, b = n; e > 0; e = Math.floor(e / 2), b = mulMod(b, b)) if (e % 2) x = mulMod(x, b)
  return x
}
const mulMod = (a: number, b: number): number => Number((BigInt(a) * BigInt(b)) % BigInt(P))

function naive(schedule: Schedule, h: number): number {
  return schedule.reduce<number>((state, b) => {
    if (typeof b === 'number') return block(b, state)
    const sum = b.reduce((total, branch) => (total + naive(branch, state)) % P, 0)
    return mulMod(sum, inverse(b.length))
  }, h)
}

function interpret(
  schedules: readonly Schedule[],
  wanted?: number[],
): { results: Map<number, number>; nSlots: number; applications: number } {
  const program = compileProgram(buildDag(schedules), wanted)
  const slots = new Array<number>(program.nSlots).fill(NaN)
  slots[0] = 7
  const results = new Map<number, number>()
  for (const step of program.instructions) {
    if (step.op === 'run') {
      expect(step.from).not.toBe(step.to)
      slots[step.to] = step.layers.reduce((h, l) => block(l, h), slots[step.from] as number)
    } else if (step.op === 'sum')
      slots[step.to] = step.first
        ? (slots[step.from] as number)
        : ((slots[step.to] as number) + (slots[step.from] as number)) % P
    else if (step.op === 'scale')
      slots[step.slot] = mulMod(slots[step.slot] as number, inverse(Math.round(1 / step.by)))
    else for (const s of step.schedules) results.set(s, slots[step.slot] as number)
  }
  return { results, nSlots: program.nSlots, applications: program.layerApplications }
}

const T = 6
const layer: fc.Arbitrary<Block> = fc.integer({ min: 0, max: T - 1 })
const blockOf: fc.Memo<Block> = fc.memo((n) => (n <= 1 ? layer : fc.oneof({ weight: 3, arbitrary: layer }, groupOf(n))))
const groupOf: fc.Memo<Block> = fc.memo((n) =>
  fc.array(fc.array(blockOf(n - 1), { maxLength: 4 }), { minLength: 2, maxLength: 4 }),
)
export const scheduleArbitrary = fc.array(blockOf(4), { maxLength: 10 })

describe('the DAG of a run', () => {
  it('gives every schedule what a naive interpreter gives it', () => {
    fc.assert(
      fc.property(fc.array(scheduleArbitrary, { minLength: 1, maxLength: 8 }), (schedules) => {
        const { results } = interpret(schedules)
        schedules.forEach((s, i) => expect(results.get(i)).toBe(naive(s, 7)))
      }),
      { numRuns: 500 },
    )
  })

  it('computes only what is wanted', () => {
    fc.assert(
      fc.property(fc.array(scheduleArbitrary, { minLength: 2, maxLength: 6 }), (schedules) => {
        const { results } = interpret(schedules, [1])
        expect([...results]).toEqual([[1, naive(schedules[1] as Schedule, 7)]])
      }),
    )
  })

  it('applies no block twice to the same state', () => {
    fc.assert(
      fc.property(fc.array(scheduleArbitrary, { minLength: 1, maxLength: 8 }), (schedules) => {
        const { applications } = interpret(schedules)
        expect(applications).toBe(buildDag(schedules).countApplications())
        expect(applications).toBeLessThanOrEqual(schedules.reduce((n, s) => n + countApplications(s), 0))
      }),
    )
  })

  it.each([
    [
      'Fig. 11',
      [
        'full',
        'skip(s=0..14)',
        'repeat-middle(s=0..14)',
        'reverse(s=0..14)',
        'parallel(s=0..14)',
        'looped-parallel(s=0..14,n=3)',
        'random(s=0..14,seed=0..9)',
      ],
      226,
    ],
    ['Fig. 10', ['looped-parallel(s=0..14,n=1..28)'], 420],
    ['Fig. 2', ['skip-layer(layer=*)', 'switch(layer=*)'], 59],
  ])('%s for 30 layers keeps few states', (name, texts, nPlans) => {
    const plans = texts.flatMap((t) => resolvePlansOrThrow(t, 30))
    expect(plans).toHaveLength(nPlans)
    const naiveCount = plans.reduce((n, p) => n + p.layerApplications, 0)
    const { nSlots, applications } = interpret(plans.map((p) => p.layers))
    console.log(
      `${name}: ${naiveCount} layer applications, ${applications} computed (${(naiveCount / applications).toFixed(2)} times), ${nSlots} states`,
    )
    expect(nSlots).toBeLessThan(25)
  })

  it('handles long chains of groups without recursion', () => {
    const { results } = interpret([Array.from({ length: 20_000 }, (): Block => [[0], [1]])])
    expect(results.size).toBe(1)
  })
})
