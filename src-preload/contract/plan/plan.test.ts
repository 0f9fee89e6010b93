import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePlan } from './parse'
import { pythonShuffle } from './python-random'
import { resolvePlans, type ResolvedPlan } from './resolve'
import { canonicalText, type Block } from './schedule'

const one = (text: string, nLayers = 32): ResolvedPlan => {
  const resolved = resolvePlans(text, nLayers)
  if (!resolved.ok) throw new Error(resolved.faults[0]?.message)
  return resolved.plans[0] as ResolvedPlan
}
const message = (text: string, nLayers = 32): string => {
  const resolved = resolvePlans(text, nLayers)
  return resolved.ok ? 'accepted' : resolved.faults.map((f) => f.message).join(' / ')
}

describe('golden expansions', () => {
  const lines = readFileSync(resolve(import.meta.dirname, '../../../test/golden/plans.jsonl'), 'utf8')
    .trim()
    .split('\n')
  it.each(
    lines.map(
      (line) => JSON.parse(line) as { nLayers: number; plan: string; layers: Block[]; affectedLayers?: number },
    ),
  )('$plan on $nLayers layers', ({ nLayers, plan, layers, affectedLayers }) => {
    const resolved = one(plan, nLayers)
    expect(resolved.layers).toEqual(layers)
    if (affectedLayers !== undefined) expect(resolved.affectedLayers).toBe(affectedLayers)
    // the canonical form parses back to the same schedule
    expect(one(resolved.schedule, nLayers).layers).toEqual(layers)
  })
  it('are all there', () => expect(lines).toHaveLength(124))
})

describe('canonical form', () => {
  it.each([
    ['skip(s=14)', '0..14 18..31'],
    ['reverse(s=8)', '0..8 23..9 24..31'],
    ['repeat-middle(s=8)', '0..8 16*15 24..31'],
    ['parallel(s=8)', '0..8 (9|..|23) 24..31'],
    ['looped-parallel(s=8,n=3)', '0..8 (9|..|23)*3 24..31'],
    ['loop-middle(s=14,n=2)', '0..17 15..31'],
    ['repeat-model(n=2)', '0..31*2'],
    ['full', '0..31'],
    ['0..31', '0..31'],
    ['  0 .. 31 ', '0..31'],
    ['( 9  10|11 12 | _ )', '(9 10|11 12|_)'],
    ['(9 10 11)*3', '9..11*3'],
    ['(9 10)*2', '9 10 9 10'],
    ['-1 -2', '31 30'],
    ['0 1 2 3 2 1', '0..3 2 1'],
    ['3 2 1 2 3', '3..1 2 3'],
    ['5 5 5', '5*3'],
    ['((1|2))', '(1|2)'],
    ['(_)', '(_)'],
    ['1 (_) 2', '1 2'],
    ['(1|(_))', '(1|_)'],
    ['(1|2|3|5)', '(1|..|3|5)'],
    ['(3|2|1)', '(3|2|1)'],
    ['(3|..|1)', '(3|2|1)'],
    ['(9|..|10)', '(9|10)'],
    ['((1|2) 3|4)*2', '((1|2) 3|4)*2'],
    ['(1|2)(s)', 'error'],
  ])('%s -> %s', (text, canonical) => {
    const resolved = resolvePlans(text, 32)
    expect(resolved.ok ? resolved.plans[0]?.schedule : 'error').toBe(canonical)
  })

  it('random with seed 0 is the order of the reference code', () => {
    expect(one('random(s=8,seed=0)').layers.slice(9, 24)).toEqual([
      10, 19, 18, 14, 20, 11, 12, 16, 17, 13, 9, 23, 21, 15, 22,
    ])
    expect([...pythonShuffle([1, 2, 3], 4294967295)].sort()).toEqual([1, 2, 3])
  })

  it('identities: M = 1', () => {
    for (const plan of [
      'parallel(s=15)',
      'reverse(s=15)',
      'random(s=15,seed=3)',
      'looped-parallel(s=15,n=1)',
      'loop-middle(s=15,n=1)',
      'repeat-middle(s=15)',
    ]) {
      expect(one(plan).schedule).toBe('0..31')
    }
    expect(one('looped-parallel(s=15,n=3)').schedule).toBe('0..16 16 16..31')
    expect(one('skip(s=15)', 31).schedule).toBe('0..30')
  })

  it('is a fixed point, and keeps the schedule', () => {
    const block: fc.Memo<Block> = fc.memo((n) => (n <= 1 ? layer : fc.oneof({ weight: 4, arbitrary: layer }, group(n))))
    const layer: fc.Arbitrary<Block> = fc.integer({ min: 0, max: 7 })
    const group: fc.Memo<Block> = fc.memo((n) =>
      fc.array(fc.array(block(n - 1), { maxLength: 4 }), { minLength: 2, maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(block(3), { minLength: 1, maxLength: 12 }), (schedule) => {
        const text = canonicalText(schedule)
        const again = one(text, 8)
        expect(again.layers).toEqual(schedule)
        expect(again.schedule).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('grids', () => {
  const expand = (text: string, nLayers = 30): string[] => {
    const resolved = resolvePlans(text, nLayers)
    if (!resolved.ok) throw new Error(resolved.faults[0]?.message)
    return resolved.plans.map((p) => p.plan)
  }
  it('expands ranges, sets and stars', () => {
    expect(expand('skip(s=0..2)')).toEqual(['skip(s=0)', 'skip(s=1)', 'skip(s=2)'])
    expect(expand('skip(s=*)')).toHaveLength(15)
    expect(expand('skip(s=*)', 31)).toHaveLength(15)
    expect(expand('random( s = {8 , 4} , seed=0..1)')).toEqual([
      'random(s=8,seed=0)',
      'random(s=8,seed=1)',
      'random(s=4,seed=0)',
      'random(s=4,seed=1)',
    ])
    expect(expand('skip-layer(layer=*)')).toHaveLength(30)
    expect(expand('switch(layer=*)')).toHaveLength(29)
    expect(expand('looped-parallel(s=0..14,n=1..28)')).toHaveLength(420)
  })
  it('refuses * for n and seed', () => {
    expect(message('random(s=1,seed=*)')).toBe(
      '* stands for every value of s or layer; give seed a number, range or set (column 17)',
    )
  })
})

describe('faults name the place', () => {
  it.each([
    ['0..3 32', 'layer 32 does not exist: this model has layers 0..31 (column 6)'],
    ['9 -33', 'layer -33 does not exist: this model has layers 0..31 (column 3)'],
    [
      '40 (1|50)',
      'layer 40 does not exist: this model has layers 0..31 (column 1) / layer 50 does not exist: this model has layers 0..31 (column 7)',
    ],
    ['skip(s=16)', 's=16 is too large: this model has 32 layers, so s is at most 15 (column 8)'],
    ['skip', 'skip needs s=…: every parameter is written out (column 1)'],
    ['random(s=3)', 'random needs seed=…: every parameter is written out (column 11)'],
    ['skip(s=1,s=2)', 's is given twice (column 10)'],
    ['skip(t=1)', 'skip has no parameter t; it takes s (column 6)'],
    ['skp(s=1)', 'there is no variant skp (did you mean skip?) (column 1)'],
    ['1*0', '*0 is refused: a step runs at least once (column 3)'],
    ['', 'the plan is empty: write a variant or layers (column 1)'],
    ['(1|2', 'this bracket is never closed: add ) (column 1)'],
    ['(1||2)', 'this branch is empty: write layers, or _ for the identity (column 4)'],
    ['(..|2)', '.. needs a single layer on each side, as in (9|..|23) (column 2)'],
    ['(1 2|..|4)', '.. needs a single layer on each side, as in (9|..|23) (column 6)'],
    ['_', '"_" is a branch: it stands alone between | inside a group (column 1)'],
    ['1 ; 2', '";" has no meaning in a plan (column 3)'],
    ['1(2|3)', 'a space is needed between two steps (column 2)'],
    ['1 skip(s=2)', 'skip cannot stand inside a plan of layers: a variant stands alone (column 3)'],
    ['switch(layer=31)', 'layer 31 does not exist or has no next layer: switch takes 0..30 on this model (column 14)'],
    ['0..31*4000', 'the schedule has 128000 layer applications; at most 100000 are taken (column 1)'],
    ['repeat-model(n=100000)', 'the schedule has 3200000 layer applications; at most 100000 are taken (column 1)'],
    ['random(s=0,seed=0..100000)', 'seed has 100001 values; at most 100000 plans are taken (column 17)'],
    ['random(s=0,seed=4294967296)', 'a seed is at most 4294967295 (2^32 - 1) (column 17)'],
    [`${'('.repeat(33)}1${')'.repeat(33)}`, 'groups are nested more than 32 deep (column 33)'],
  ])('%s', (text, sentence) => expect(message(text)).toBe(sentence))

  it('never throws, and answers fast, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.*()|,={}_- skipnfulr'), maxLength: 60 }), (text) => {
        resolvePlans(text, 12)
        parsePlan(text)
      }),
      { numRuns: 3000 },
    )
    const start = performance.now()
    expect(message('1 '.repeat(400_000))).toContain('400000 layer applications')
    expect(message(`(1|2)*99999999999999999999 ${'(3 '.repeat(20)}`)).toContain('never closed')
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
