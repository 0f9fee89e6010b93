import type { TokenRequest } from '../../../src-preload/contract/request'

/**
 * Requests of one document packed into one row of tokens: a trie, in an order in which every token follows its parent, so
 * that what several requests share is computed once. `[seq]` arrays; a parent of -1 is the row's start.
 */
export interface Row {
  readonly ids: Int32Array
  /** Logical positions: the depth in the trie. */
  readonly positions: Int32Array
  readonly parents: Int32Array
  /** `[p, 2]`: the token whose logits are read, and the target scored there. Each pair once. */
  readonly pairs: Int32Array
  /** For every request, which pairs sum up to its loglikelihood. */
  readonly requests: readonly { readonly request: number; readonly pairs: Int32Array }[]
}

/** Sharing must save this much, else separate rows are cheaper (attention grows with the square of a row). */
const WORTH_SHARING = 0.9

/**
 * Packs the requests of one document into rows: one trie where sharing saves work, else a row for each distinct request.
 * Requests that were cut at nCtx always stand alone. Indices in the result refer to `requests`.
 */
export function packRows(requests: readonly TokenRequest[], share = true): Row[] {
  const all = requests.map((request, index) => ({ request, index }))
  const whole = all.filter((r) => share && !r.request.cut)
  const alone = all.filter((r) => !share || r.request.cut).map((r) => [r])
  if (whole.length === 0) return alone.map(trieRow)
  const trie = trieRow(whole)
  const separate = new Map<string, typeof whole>()
  for (const r of whole) {
    const key = r.request.ids.slice(0, -1).join()
    separate.set(key, [...(separate.get(key) ?? []), r])
  }
  const tokensApart = [...separate.values()].reduce(
    (n, [r]) => n + (r as (typeof whole)[number]).request.ids.length - 1,
    0,
  )
  const rows =
    trie.ids.length <= WORTH_SHARING * tokensApart || separate.size === 1 ? [trie] : [...separate.values()].map(trieRow)
  return [...rows, ...alone.map(trieRow)]
}

interface TrieNode {
  readonly id: number
  readonly children: Map<number, TrieNode>
  index: number
}

function trieRow(members: readonly { readonly request: TokenRequest; readonly index: number }[]): Row {
  const root: TrieNode = { id: -1, children: new Map(), index: -1 }
  for (const { request } of members) {
    let node = root
    for (const id of request.ids.slice(0, -1)) {
      let child = node.children.get(id)
      if (!child) {
        child = { id, children: new Map(), index: -1 }
        node.children.set(id, child)
      }
      node = child
    }
  }
  const ids: number[] = []
  const positions: number[] = []
  const parents: number[] = []
  const stack: { node: TrieNode; parent: number; position: number }[] = [...root.children.values()]
    .reverse()
    .map((node) => ({ node, parent: -1, position: 0 }))
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, parent, position } = top
    node.index = ids.push(node.id) - 1
    positions.push(position)
    parents.push(parent)
    for (const child of [...node.children.values()].reverse())
      stack.push({ node: child, parent: node.index, position: position + 1 })
  }

  const pairs: number[] = []
  const known = new Map<string, number>()
  const pairOf = (at: number, target: number): number => {
    const key = `${at}:${target}`
    let pair = known.get(key)
    if (pair === undefined) {
      pair = pairs.push(at, target) / 2 - 1
      known.set(key, pair)
    }
    return pair
  }
  const scored = members.map(({ request, index }) => {
    const own: number[] = []
    let node = root
    request.ids.slice(0, -1).forEach((id, i) => {
      node = node.children.get(id) as TrieNode
      if (i + 1 >= request.ids.length - request.nScored) own.push(pairOf(node.index, request.ids[i + 1] as number))
    })
    return { request: index, pairs: Int32Array.from(own) }
  })
  return {
    ids: Int32Array.from(ids),
    positions: Int32Array.from(positions),
    parents: Int32Array.from(parents),
    pairs: Int32Array.from(pairs),
    requests: scored,
  }
}

/** Puts several rows into one, side by side: none sees another. Their requests follow in order. */
export function joinRows(rows: readonly Row[]): Row {
  if (rows.length === 1 && rows[0]) return rows[0]
  const length = rows.reduce((n, r) => n + r.ids.length, 0)
  const joined = {
    ids: new Int32Array(length),
    positions: new Int32Array(length),
    parents: new Int32Array(length),
    pairs: [] as number[],
    requests: [] as Row['requests'][number][],
  }
  let at = 0
  for (const row of rows) {
    const firstPair = joined.pairs.length / 2
    const start = at
    joined.ids.set(row.ids, at)
    joined.positions.set(row.positions, at)
    joined.parents.set(
      row.parents.map((p) => (p < 0 ? -1 : p + start)),
      at,
    )
    for (let p = 0; p < row.pairs.length; p += 2)
      joined.pairs.push((row.pairs[p] as number) + at, row.pairs[p + 1] as number)
    for (const r of row.requests) joined.requests.push({ request: r.request, pairs: r.pairs.map((p) => p + firstPair) })
    at += row.ids.length
  }
  return { ...joined, pairs: Int32Array.from(joined.pairs) }
}
