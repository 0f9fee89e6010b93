import { LabError } from '../../../src-preload/contract/errors'
import type { ModelGraph } from '../model/frozen-model'
import type { ScheduleDag } from '../schedule/dag'
import { KeyValueCache } from './key-value-cache'

interface Own {
  readonly keys: Float32Array
  readonly values: Float32Array
}

/** The caches of one schedule while tokens are generated. What other schedules still need of them stays as it is. */
export class WritingCaches {
  private caches: Map<number, KeyValueCache>
  private readonly groups: ReadonlyMap<number, Share>
  /** Of shared caches: what is added when all branches have read the past. */
  private waiting: (() => void)[] = []

  constructor(
    private readonly shape: ModelGraph['shape'],
    nodes: readonly number[],
    caches: ReadonlyMap<number, KeyValueCache>,
    dag: ScheduleDag,
    isShared: boolean,
  ) {
    const own = nodes.flatMap((node) => {
      const held = caches.get(node)
      return held ? [[node, held] as const] : []
    })
    this.caches = new Map(own)
    this.groups = isShared ? groupsOf(dag, nodes) : new Map()
    this.share(caches)
  }

  get capacity(): number {
    return [...this.caches.values()][0]?.capacity ?? 0
  }

  past(node: number): KeyValueCache {
    return this.caches.get(this.groups.get(node)?.group ?? node) as KeyValueCache
  }

  /** Keeps what a step computed at a node, one token a row at its length. */
  add(node: number, lengths: readonly number[], own: Own): void {
    const width = this.shape.nKvHeads * this.shape.dHead
    const group = this.groups.get(node)
    const cache = this.past(node)
    const write = (): void =>
      lengths.forEach((length, row) => {
        const part = (x: Float32Array): Float32Array => x.subarray(row * width, (row + 1) * width)
        cache.write(row, length, { keys: part(own.keys), values: part(own.values) }, group?.weight ?? null)
      })
    if (group) this.waiting.push(write)
    else write()
  }

  /** The end of a step: branches of a group have read the past that they share. */
  settle(): void {
    for (const write of this.waiting) write()
    this.waiting = []
  }

  makeRoom(nTokens: number): void {
    if (nTokens <= this.capacity) return
    this.replace((cache) => cache.taken([...Array(cache.nRows).keys()], KeyValueCache.capacityFor(nTokens)))
  }

  /** Goes on with some of the rows. */
  take(rows: readonly number[]): void {
    this.replace((cache) => cache.taken(rows, cache.capacity))
  }

  private replace(by: (cache: KeyValueCache) => KeyValueCache): void {
    this.caches = new Map([...this.caches].map(([node, cache]) => [node, by(cache)]))
  }

  /** The mean of the branches' keys and values takes the place of theirs. */
  private share(from: ReadonlyMap<number, KeyValueCache>): void {
    for (const [node, { group, weight }] of this.groups) {
      const own = from.get(node) as KeyValueCache
      this.caches.delete(node)
      let shared = this.caches.get(group)
      if (!shared) this.caches.set(group, (shared = new KeyValueCache(this.shape, own.nRows, own.capacity)))
      for (const name of ['keys', 'values'] as const)
        for (let i = 0; i < own[name].length; i++) shared[name][i]! += weight * own[name][i]!
    }
  }
}

/** The group whose branches share their keys and values, and a branch's part in their mean. */
interface Share {
  readonly group: number
  readonly weight: number
}

/** Branches of one layer each, with their group. */
function groupsOf(dag: ScheduleDag, nodes: readonly number[]): Map<number, Share> {
  const groups = new Map<number, Share>()
  for (const id of nodes) {
    const node = dag.nodes[id]
    if (node?.kind !== 'combine') continue
    const inputs = node.inputs.map((i) => dag.nodes[i])
    const from = inputs.map((i) => (i?.kind === 'apply' ? i.input : -1))
    if (from.some((f) => f < 0 || f !== from[0]))
      throw new LabError(
        'engine.paper-cache',
        'the paper’s cache is defined for groups whose branches are one layer each; generate with the exact cache',
        {},
      )
    const part = 1 / node.inputs.length
    // a layer may stand in a group several times
    for (const input of node.inputs) groups.set(input, { group: id, weight: (groups.get(input)?.weight ?? 0) + part })
  }
  return groups
}
