import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HiddenStates } from '@contract/hidden-states'
import { fullText } from '@contract/plan/full'
import { findGroups } from './groups'
import { cosineAt, layerOfPosition, similarityFigure, similarityTable } from './similarity'

/** States of a model whose first half and second half are each alike. */
function halves(nLayers: number, schedule = fullText(nLayers)): HiddenStates {
  const S = nLayers + 1
  const half = (i: number): number => Math.floor((2 * i) / S)
  const cosine = Array.from({ length: S * S }, (_, k) => {
    const [i, j] = [Math.floor(k / S), k % S]
    return i === j ? 1 : half(i) === half(j) ? 0.9 : 0.1
  })
  return {
    id: '1',
    model: 'm',
    fingerprint: 'f',
    plan: 'full',
    schedule,
    task: 'a',
    nDocs: 16,
    positions: ['emb', ...Array.from({ length: nLayers }, (_, l) => String(l))],
    cosine,
    cosineWithoutFirst: cosine.map((v) => v / 2),
    variance: Array.from({ length: S }, (_, i) => i + 1),
    varianceWithoutFirst: Array.from({ length: S }, () => 1),
    createdAt: '',
  }
}

describe('groups of states', () => {
  it('of SmolLM2-135M by its measured similarities', () => {
    const path = resolve(import.meta.dirname, '../../../test/golden/smollm2-cosine.json')
    const { matrix } = JSON.parse(readFileSync(path, 'utf8')) as { matrix: number[][] }
    const groups = findGroups(matrix.flat(), matrix.length)
    expect(groups.map((g) => g.name)).toEqual(['beginning', 'middle', 'end'])
    expect(groups[1]!.to - groups[1]!.from).toBeGreaterThan(12)
  })
  it('cover every layer once, without the embedding', () => {
    for (const nLayers of [3, 4, 12, 30]) {
      const groups = similarityFigure(halves(nLayers), 'm', nLayers, false).groups
      const covered = groups.flatMap((g) => Array.from({ length: g.to - g.from + 1 }, (_, i) => g.from + i))
      expect(covered).toEqual(Array.from({ length: nLayers }, (_, i) => i + 1))
    }
  })
  it('none of a model of one or two layers, and none of another order', () => {
    for (const nLayers of [1, 2]) expect(similarityFigure(halves(nLayers), 'm', nLayers, false).groups).toEqual([])
    expect(similarityFigure(halves(12, '0..5 5..0'), 'm', 12, false).groups).toEqual([])
  })
})

describe('a figure of similarities', () => {
  it.each([1, 2, 16, 30])('of %i layers: a row and a column a state', (nLayers) => {
    const figure = similarityFigure(halves(nLayers), 'm', nLayers, false)
    const { columns, rows } = similarityTable([{ states: halves(nLayers), figure }], false)
    expect(rows).toHaveLength((nLayers + 1) ** 2)
    expect(rows.filter((r) => r[columns.indexOf('variance')] !== null)).toHaveLength(nLayers + 1)
    expect(cosineAt(figure, nLayers, nLayers)).toBe(1)
    expect(cosineAt(figure, nLayers + 1, 0)).toBeUndefined()
  })
  it('without the first token', () => {
    const figure = similarityFigure(halves(4), 'm', 4, true)
    expect(figure.cosine[0]).toBe(0.5)
    expect(figure.variance).toEqual([1, 1, 1, 1, 1])
  })
  it('positions that are skipped are gaps where they stand in the full model', () => {
    const skipped: HiddenStates = {
      ...halves(6, '0..1 4..5'),
      positions: ['emb', '0', '1', '4', '5'],
      cosine: Array.from({ length: 25 }, (_, k) => k / 25),
      variance: [1, 2, 3, 4, 5],
    }
    const figure = similarityFigure(skipped, 'm', 6, false)
    expect(figure.positions).toEqual(['emb', '0', '1', '2', '3', '4', '5'])
    expect(figure.variance).toEqual([1, 2, 3, NaN, NaN, 4, 5])
    expect(cosineAt(figure, 2, 5)).toBe((2 * 5 + 3) / 25)
    expect(cosineAt(figure, 2, 3)).toBeUndefined()
    expect(similarityTable([{ states: skipped, figure }], false).rows).toHaveLength(25)
  })
  it('another order of layers has no gaps', () => {
    const reversed = { ...halves(4, '0 2 1 3'), positions: ['emb', '0', '2', '1', '3'] }
    expect(similarityFigure(reversed, 'm', 4, false).positions).toEqual(reversed.positions)
  })
  it('the layer of a position', () => expect(['emb', '12', '(1,2)'].map(layerOfPosition)).toEqual([null, 12, null]))
})
