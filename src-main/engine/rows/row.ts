import { inputIds, type TokenRequest } from '../../../src-preload/contract/request'
import type { ModelGraph } from '../model/frozen-model'
import { longFrom, placeInTables } from '../model/positions'
import { Trie } from './trie'

/**
 * Requests of one document packed into one row of tokens: a trie, in an order in which every token follows its parent, so
 * that what several requests share is computed once. `[seq]` arrays; a parent of -1 is the row's start.
 */
export interface Row {
  readonly ids: Int32Array
  /** Logical positions: the depth in the trie; of long texts their place in the tables (`model/positions.ts`). */
  readonly positions: Int32Array
  readonly parents: Int32Array
  /** `[p, 2]`: the token whose logits are read, and the target scored there. Each pair once. */
  readonly pairs: Int32Array
  readonly requests: readonly RowRequest[]
}

/** Where a request lies in its row. */
export interface RowRequest {
  /** Its index among the document's requests. */
  readonly request: number
  /** The pairs that sum up to its loglikelihood; none for a text. */
  readonly pairs: Int32Array
  /** Its last token in the row; those before it are reached by the parents. */
  readonly end: number
}

/** Sharing must save this much, else separate rows are cheaper (attention grows with the square of a row). */
const WORTH_SHARING = 0.9

interface Member {
  readonly request: TokenRequest
  readonly index: number
}

/**
 * Packs the requests of one document into rows: one trie where sharing saves work, else a row for each distinct request.
 * Requests that were cut at nCtx always stand alone. Indices in the result refer to `requests`.
 */
export function packRows(requests: readonly TokenRequest[], { shares, longFrom }: Packing = TOGETHER): Row[] {
  const members = requests.map((request, index): Member => ({ request, index }))
  if (longFrom === null) return packed(members, shares)
  // what turns queries and keys depends on how long a text is: the two kinds have nothing in common
  const [long = [], short = []] = [true, false].map((is) =>
    members.filter((m) => inputIds(m.request).length > longFrom === is),
  )
  const placed = packed(long, shares).map((row) => ({
    ...row,
    positions: row.positions.map((p) => placeInTables(p, true, longFrom)),
  }))
  return [...packed(short, shares), ...placed]
}

/** How requests of a model become rows. */
export interface Packing {
  /** Whether a token sees only those before it, so that requests can share what they have in common. */
  readonly shares: boolean
  /** `model/positions.ts`. */
  readonly longFrom: number | null
}

const TOGETHER: Packing = { shares: true, longFrom: null }

export const packingOf = ({ attention, positions }: Pick<ModelGraph, 'attention' | 'positions'>): Packing => ({
  shares: attention.every((a) => a.kind === 'causal'),
  longFrom: longFrom(positions),
})

function packed(members: readonly Member[], share: boolean): Row[] {
  // texts that are read both ways share nothing but themselves
  if (!share) return [...Map.groupBy(members, (m) => inputIds(m.request).join()).values()].map(trieRow)
  const whole = members.filter((m) => !m.request.cut)
  const alone = members.filter((m) => m.request.cut).map((m) => trieRow([m]))
  if (whole.length === 0) return alone
  const trie = trieRow(whole)
  const separate = [...Map.groupBy(whole, (m) => inputIds(m.request).join()).values()]
  const tokensApart = separate.reduce((n, [m]) => n + (m ? inputIds(m.request).length : 0), 0)
  const isWorth = trie.ids.length <= WORTH_SHARING * tokensApart || separate.length === 1
  return [...(isWorth ? [trie] : separate.map(trieRow)), ...alone]
}

function trieRow(members: readonly Member[]): Row {
  const trie = new Trie()
  const paths = members.map(({ request }) => trie.add(inputIds(request)))
  const { ids, positions, parents } = trie.layOut()

  const pairs: number[] = []
  const known = new Map<string, number>()
  const pairOf = (at: number, target: number): number => {
    const key = `${at}:${target}`
    let pair = known.get(key)
    if (pair === undefined) known.set(key, (pair = pairs.push(at, target) / 2 - 1))
    return pair
  }
  const placed = members.map(({ request, index }, m): RowRequest => {
    const path = paths[m] ?? []
    const firstTarget = Math.max(1, request.ids.length - request.nScored)
    const { label } = request
    const [first] = path
    if (label !== undefined && first)
      return { request: index, pairs: Int32Array.of(pairOf(first.index, label)), end: path.at(-1)?.index ?? -1 }
    // a target is predicted at the token before it; of a text nothing is scored
    const scored = path.slice(firstTarget - 1).flatMap((token, i) => {
      const target = request.ids[firstTarget + i]
      return target === undefined || request.nScored === 0 ? [] : [pairOf(token.index, target)]
    })
    return { request: index, pairs: Int32Array.from(scored), end: path.at(-1)?.index ?? -1 }
  })
  return { ids, positions, parents, pairs: Int32Array.from(pairs), requests: placed }
}

/** Puts several rows into one, side by side: none sees another. Their requests follow in order, `[sum of seq]` tokens. */
export function joinRows(rows: readonly Row[]): Row {
  const [only] = rows
  if (rows.length === 1 && only) return only
  const length = rows.reduce((n, r) => n + r.ids.length, 0)
  const joined = { ids: new Int32Array(length), positions: new Int32Array(length), parents: new Int32Array(length) }
  const pairs: number[] = []
  const requests: RowRequest[] = []
  let start = 0
  for (const row of rows) {
    const at = start
    const firstPair = pairs.length / 2
    joined.ids.set(row.ids, at)
    joined.positions.set(row.positions, at)
    joined.parents.set(
      row.parents.map((p) => (p < 0 ? -1 : p + at)),
      at,
    )
    row.pairs.forEach((value, i) => pairs.push(i % 2 === 0 ? value + at : value))
    for (const r of row.requests) {
      requests.push({ request: r.request, pairs: r.pairs.map((p) => p + firstPair), end: r.end + at })
    }
    start += row.ids.length
  }
  return { ...joined, pairs: Int32Array.from(pairs), requests }
}

/** Tokens of a request in its row, first to last. */
export function tokensOf(row: Pick<Row, 'parents'>, { end }: RowRequest): number[] {
  const tokens: number[] = []
  for (let at = end; at >= 0; at = row.parents[at] ?? -1) tokens.push(at)
  return tokens.reverse()
}

/** Distinct tokens whose logits are read. */
export const countReadPositions = (row: Pick<Row, 'pairs'>): number =>
  new Set(row.pairs.filter((_, i) => i % 2 === 0)).size
