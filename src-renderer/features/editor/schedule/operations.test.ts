import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolvePlans } from '@contract/plan/resolve'
import { itemsOf, type Item } from '@/shared/schedule/items'
import { textOf } from '@/shared/schedule/items-text'
import * as grouping from './grouping'
import * as moving from './moving'
import * as order from './order'
import * as place from './place'
import type { Edit } from './rebuild'

const op = { ...grouping, ...moving, ...order, ...place }

const T = 30
const parse = (text: string): readonly Item[] => itemsOf(text, T)!
const cells = (items: readonly Item[]): string[] => items.map((i) => i.id)
const pick = (items: readonly Item[], from: number, to: number, parent: place.Run['parent'] = null): place.Run => ({
  parent,
  from,
  to,
})
const groupIn = (items: readonly Item[]): string => items.find((i) => i.kind === 'group')!.id

describe('editing a schedule', () => {
  const plain = parse('0..9')

  it.each<[string, Edit['items'], string]>([
    ['parallel', op.parallel(plain, pick(plain, 3, 6)).items, '0..2 (3|..|5) 6..9'],
    ['beside the identity', op.besideIdentity(plain, pick(plain, 3, 6)).items, '0..2 (3..5|_) 6..9'],
    ['loop', op.loop(plain, pick(plain, 3, 6)).items, '0..2 (3..5)*2 6..9'],
    ['reverse', op.reverse(plain, pick(plain, 3, 7)).items, '0..2 6..3 7..9'],
    ['repeat', op.repeat(plain, pick(plain, 3, 5)).items, '0..4 3..9'],
    ['remove', op.remove(plain, new Set(cells(plain).slice(3, 7))), '0..2 7..9'],
    ['nudge left', op.nudge(plain, pick(plain, 3, 5), -1).items, '0 1 3 4 2 5..9'],
    ['nudge right', op.nudge(plain, pick(plain, 3, 5), 1).items, '0..2 5 3 4 6..9'],
    ['insert', op.insert(plain, { parent: null, index: 1 }, parse('20')).items, '0 20 1..9'],
  ])('%s', (_, items, want) => expect(textOf(items)).toBe(want))

  it('shuffles as random does with the same seed', () => {
    const items = parse('0..31'.replace('31', '29'))
    const random = resolvePlans('random(s=8,seed=3)', T)
    const { items: mixed } = op.shuffle(items, pick(items, 9, 22), 3)
    expect(resolvePlans(textOf(mixed), T)).toMatchObject({
      plans: [{ schedule: random.ok && random.plans[0]!.schedule }],
    })
  })

  it('moves, copies, and makes branches', () => {
    const moved = cells(plain).slice(7, 9)
    expect(textOf(op.moveTo(plain, moved, { parent: null, index: 2 }).items)).toBe('0 1 7 8 2..6 9')
    expect(textOf(op.moveTo(plain, moved, { parent: null, index: 2 }, true).items)).toBe('0 1 7 8 2..9')
    expect(textOf(op.moveBeside(plain, moved, cells(plain)[2]!, true).items)).toBe('0 1 (7 8|2) 3..6 9')
    const grouped = parse('0 (1|2) 3 4')
    const inner = (grouped[1] as Extract<Item, { kind: 'group' }>).branches[1]![0]!.id
    expect(textOf(op.moveBeside(grouped, [grouped[3]!.id], inner, false).items)).toBe('0 (1|2|4) 3')
    // a branch that loses all goes with it; a group left with one branch is no group
    expect(textOf(op.moveTo(grouped, [inner], { parent: null, index: 4 }).items)).toBe('0 1 3 4 2')
    // a group cannot go into itself
    expect(
      textOf(op.moveTo(grouped, [grouped[1]!.id], { parent: { group: grouped[1]!.id, branch: 0 }, index: 0 }).items),
    ).toBe('0 (1|2) 3 4')
    expect(
      textOf(op.nudgeBranch(grouped, { parent: { group: grouped[1]!.id, branch: 0 }, from: 0, to: 1 }, 1).items),
    ).toBe('0 2 1 3 4')
  })

  it('loops count up and down; brackets that mean nothing go', () => {
    const looped = parse('0 (1 2)*3 3')
    expect(textOf(op.loop(looped, pick(looped, 1, 2)).items)).toBe('0 (1 2)*4 3')
    expect(textOf(op.setCount(looped, groupIn(looped), 1))).toBe('0..3')
    expect(textOf(op.ungroup(looped, groupIn(looped)).items)).toBe('0..3')
    const group = parse('0 (1|2) 3')
    expect(textOf(op.addIdentity(group, groupIn(group)).items)).toBe('0 (1|2|_) 3')
    const identity = parse('(1|_)')
    expect(textOf(op.remove(identity, new Set([`${groupIn(identity)}/1`])))).toBe('1')
    expect(textOf(op.timesInARow(plain, plain[4]!.id, 3).items)).toBe('0..4 4*2 5..9')
    const thrice = parse('4*3 5')
    expect(textOf(op.timesInARow(thrice, thrice[1]!.id, 1).items)).toBe('4 5')
  })

  it('a selection is a run only where its items are neighbours in one branch', () => {
    const items = parse('0 (1|2 3) 4')
    const group = items[1] as Extract<Item, { kind: 'group' }>
    expect(op.runOf(items, new Set([items[0]!.id, items[2]!.id]))).toBeNull()
    expect(op.runOf(items, new Set(group.branches[1]!.map((i) => i.id)))).toEqual({
      parent: { group: group.id, branch: 1 },
      from: 0,
      to: 2,
    })
    expect(op.runOf(items, new Set([items[0]!.id, group.branches[0]![0]!.id]))).toBeNull()
  })

  it('property: whatever is done, the text of the result parses and stands for the same items', () => {
    const layer = fc.integer({ min: 0, max: T - 1 })
    fc.assert(
      fc.property(
        fc.array(layer, { minLength: 3, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(8), fc.nat(40), fc.nat(40)), { maxLength: 12 }),
        (layers, steps) => {
          let items = parse(layers.join(' '))
          for (const [what, a, b] of steps) {
            const all = op.inOrder(
              items,
              items.map((i) => i.id),
            )
            if (all.length === 0) break
            const from = a % all.length
            const to = from + 1 + (b % (all.length - from))
            const run = pick(items, from, to)
            const id = all[from]!
            if (what === 0 && to - from > 1) ({ items } = op.parallel(items, run))
            if (what === 1) ({ items } = op.besideIdentity(items, run))
            if (what === 2) ({ items } = op.loop(items, run))
            if (what === 3) ({ items } = op.reverse(items, run))
            if (what === 4) ({ items } = op.shuffle(items, run, b))
            if (what === 5) ({ items } = op.repeat(items, run))
            if (what === 6) ({ items } = op.moveTo(items, [id], { parent: null, index: b % (all.length + 1) }))
            if (what === 7) ({ items } = op.moveBeside(items, [id], all[b % all.length]!, b % 2 === 0))
            if (what === 8) ({ items } = op.ungroup(items, id))
          }
          const text = textOf(items)
          const again = itemsOf(text, T)
          expect(again, text).not.toBeNull()
          expect(textOf(again!)).toBe(text)
        },
      ),
      { numRuns: 300 },
    )
  })
})
