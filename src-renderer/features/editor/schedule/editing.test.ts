import { describe, expect, it } from 'vitest'
import { itemsOf, type GroupItem, type Item } from '@/shared/schedule/items'
import { textOf } from '@/shared/schedule/items-text'
import { layout } from '@/shared/strip/geometry/layout'
import { obstacleTo, perform } from './actions'
import { into, out, toBranch, toEnd, walk, type Cursor } from './cursor'
import { editorCommand, type KeyPress } from './editor-keys'
import { orderOf, unusualUses, variantLike } from './facts'
import { itemsIn, sameLayerAround } from './place'
import { cellsIn, nearestGap, placeAt, rectangle, targetAt } from './pointing'
import { tokensOf } from './text-tokens'

const N_LAYERS = 16
const parse = (text: string): readonly Item[] => itemsOf(text, N_LAYERS)!
const at = (focused: string | null, anchor: string | null = focused): Cursor => ({ focused, anchor })
const groupIn = (items: readonly Item[]): GroupItem => items.find((i) => i.kind === 'group')!
const first = (group: GroupItem, branch: number): string => group.branches[branch]![0]!.id

describe('a key of the canvas', () => {
  const press = (key: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]): KeyPress => ({
    key,
    ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
    ...Object.fromEntries(held.map((h) => [h, true])),
  })
  it.each([
    [press('ArrowLeft'), { kind: 'walk', step: -1, extend: false }],
    [press('ArrowRight', 'shiftKey'), { kind: 'walk', step: 1, extend: true }],
    [press('ArrowDown'), { kind: 'branch', step: 1 }],
    [press('End', 'shiftKey'), { kind: 'end', isLast: true, extend: true }],
    [press('ArrowUp', 'altKey'), { kind: 'nudge', across: true, step: -1 }],
    [press('z', 'ctrlKey'), { kind: 'undo' }],
    [press('Z', 'metaKey', 'shiftKey'), { kind: 'redo' }],
    [press('Backspace'), { kind: 'act', action: 'remove' }],
    [press('s'), { kind: 'act', action: 'shuffle' }],
    [press('P', 'shiftKey'), { kind: 'act', action: 'besideIdentity' }],
    [press('_', 'shiftKey'), { kind: 'act', action: 'identity' }],
    [press('7'), { kind: 'digit', digit: '7' }],
    [press('q'), null],
    [press('c', 'ctrlKey'), null],
    [press('x', 'altKey'), null],
  ])('%o', (key, command) => expect(editorCommand(key, true)).toEqual(command))

  it('is no single letter where those are switched off', () => {
    expect(editorCommand(press('p'), false)).toBeNull()
    expect(editorCommand(press('3'), false)).toBeNull()
    expect(editorCommand(press('Home'), false)).toEqual({ kind: 'end', isLast: false, extend: false })
  })
})

describe('the cursor', () => {
  const items = parse('0 (1|2 3|_) 4 5')
  const [zero, group, four, five] = [items[0]!, groupIn(items), items[2]!, items[3]!]

  it('walks within a branch, stops at its ends, and extends from where it began', () => {
    expect(walk(items, at(null), 1, false)).toMatchObject({ selected: [zero.id], focused: zero.id, anchor: zero.id })
    expect(walk(items, at(null), -1, false)).toMatchObject({ focused: five.id })
    expect(walk(items, at(five.id), 1, false)).toMatchObject({ focused: five.id })
    expect(walk(items, at(four.id), 1, true)).toMatchObject({
      selected: [four.id, five.id],
      anchor: four.id,
      caret: { parent: null, index: 4 },
    })
    expect(toEnd(items, at(five.id), false, true)).toMatchObject({ selected: items.map((i) => i.id) })
    expect(walk([], at(null), 1, false)).toBeNull()
  })
  it('goes into groups, from branch to branch, onto the identity, and out', () => {
    expect(into(items, at(group.id))).toMatchObject({ focused: first(group, 0) })
    expect(into(items, at(four.id))).toBeNull()
    expect(toBranch(items, at(first(group, 0)), 1)).toMatchObject({ focused: first(group, 1) })
    expect(toBranch(items, at(first(group, 1)), 1)).toMatchObject({ selected: [`${group.id}/2`] })
    expect(toBranch(items, at(first(group, 0)), -1)).toBeNull()
    expect(out(items, at(first(group, 1)))).toMatchObject({ selected: [group.id], anchor: group.id })
    expect(out(items, at(`${group.id}/2`))).toMatchObject({ selected: [group.id] })
    expect(out(items, at(four.id))).toEqual({ selected: [] })
  })
  it('does not extend from one branch into another', () => {
    expect(walk(items, at(four.id, first(group, 0)), 1, true)).toEqual({ caret: { parent: null, index: 4 } })
  })
})

describe('an action', () => {
  const items = parse('0 1 (2|3) 4')
  const ids = (...indices: number[]): ReadonlySet<string> => new Set(indices.map((i) => items[i]!.id))
  it.each([
    ['parallel', ids(0, 1), '(0|1) (2|3) 4'],
    ['besideIdentity', ids(0, 1), '(0 1|_) (2|3) 4'],
    ['identity', ids(2), '0 1 (2|3|_) 4'],
    ['identity', ids(1), '0 (1|_) (2|3) 4'],
    ['loop', ids(0), '(0)*2 1 (2|3) 4'],
    ['reverse', ids(0, 1), '1 0 (2|3) 4'],
    ['repeat', ids(3), '0 1 (2|3) 4*2'],
    ['ungroup', ids(2), '0..4'],
    ['remove', ids(0, 3), '1 (2|3)'],
  ] as const)('%s', (action, selected, text) => {
    expect(obstacleTo(action, items, selected)).toBeNull()
    expect(textOf(perform(action, items, selected)!.edit.items)).toBe(text)
  })
  it.each([
    ['remove', ids(), 'selectFirst'],
    ['loop', ids(0, 3), 'needNeighbours'],
    ['parallel', ids(1), 'needTwo'],
    ['ungroup', ids(1), 'needGroup'],
  ] as const)('%s is not done where something is in its way', (action, selected, obstacle) => {
    expect(obstacleTo(action, items, selected)).toBe(obstacle)
    expect(perform(action, items, selected)).toBeNull()
  })
})

describe('what is told of a schedule', () => {
  it('the stretch of one layer around a cell, in its own branch', () => {
    const items = parse('4 (4 4 5|6)')
    const inner = groupIn(items).branches[0]![1]!
    expect(sameLayerAround(items, inner.id)).toMatchObject({ from: 0, to: 2, layer: 4 })
    expect(sameLayerAround(items, groupIn(items).id)).toBeNull()
    expect(itemsIn(items, [inner.id, items[0]!.id])).toEqual([items[0], inner])
  })
  it('the order of layers, and which are not or often used', () => {
    expect([[1], [1, 2, 3], [3, 2], [4, 4], [1, 3]].map(orderOf)).toEqual([
      null,
      'ascending',
      'descending',
      'repeated',
      'mixed',
    ])
    expect(unusualUses(parse('0..2 2 (3|0)'), 5)).toEqual({ unused: [4], several: [0, 2] })
  })
  it('the variant that it equals', () => {
    expect(variantLike('0..2 13..3 14 15', N_LAYERS)).toBe('reverse(s=2)')
    expect(variantLike('5 3', N_LAYERS)).toBeNull()
  })
  it('the part of the text that each item stands in', () => {
    const text = '0..2 (3 4|5)*2 7*3 9'
    expect(tokensOf(parse(text), text).map(({ ids, from, to }) => [ids.length, text.slice(from, to)])).toEqual([
      [3, '0..2'],
      [1, '(3 4|5)*2'],
      [3, '7*3'],
      [1, '9'],
    ])
  })
})

describe('a point on the canvas', () => {
  const items = parse('0 (1|2) 3')
  const drawing = layout(items, { nLayers: N_LAYERS, size: 'editor', width: 1000, cell: 30 })
  const place = (id: string) => drawing.places.find((p) => p.id === id)!
  const [zero, one, three] = [place(items[0]!.id), place(first(groupIn(items), 0)), place(items[2]!.id)]
  const middle = (p: typeof zero) => ({ x: p.x + p.w / 2, y: p.y + p.h / 2 })

  it('hits the innermost item, or the nearest gap', () => {
    expect(placeAt(drawing, middle(one))?.id).toBe(one.id)
    expect(placeAt(drawing, { x: -5, y: -5 })).toBeNull()
    expect(nearestGap(drawing, { x: three.x + three.w + 2, y: middle(three).y })).toMatchObject({
      parent: null,
      index: 3,
    })
  })
  it('drops beside a cell near its edges, between cells elsewhere, outside far away; never beside itself', () => {
    const nowhere = new Set<string>()
    const high = { x: middle(zero).x, y: zero.y + 3 }
    expect(targetAt(drawing, items, nowhere, high)).toMatchObject({ kind: 'beside', above: true })
    expect(targetAt(drawing, items, new Set([zero.id]), high)).toMatchObject({ kind: 'gap' })
    expect(targetAt(drawing, items, nowhere, middle(zero))).toMatchObject({ kind: 'gap' })
    expect(targetAt(drawing, items, nowhere, { x: 0, y: -91 })).toEqual({ kind: 'outside' })
  })
  it('draws a rectangle to another that takes in the cells it touches', () => {
    const all = rectangle({ x: drawing.width, y: drawing.height }, { x: 0, y: 0 })
    expect(cellsIn(drawing, items, all)).toHaveLength(4)
    expect(cellsIn(drawing, items, rectangle(middle(zero), middle(zero)))).toEqual([zero.id])
  })
})
