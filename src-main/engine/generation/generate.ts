import type { CacheKind } from '../../../src-preload/contract/answer'
import { LabError } from '../../../src-preload/contract/errors'
import { distinctPatterns, type CausalPattern } from '../model/attention-pattern'
import type { ModelGraph } from '../model/frozen-model'
import { longFrom, placeInTables } from '../model/positions'
import type { LoadedModel, PreparedTokens } from '../runtime/runtime'
import { EMBEDDING, type ScheduleDag } from '../schedule/dag'
import { accumulate, scale } from '../schedule/sums'
import { KeyValueCache } from './key-value-cache'
import { promptMasks, stepMasks } from './masks'
import { alikeFirst, ancestors, branchPoints, inputsOf } from './shared-nodes'
import { WritingCaches } from './writing-caches'

export interface GenerationWork {
  readonly dag: ScheduleDag
  /** Numbers of schedules. */
  readonly wanted: readonly number[]
  /** Token ids, at least one each. */
  readonly prompts: readonly (readonly number[])[]
  readonly maxNewTokens: number
  /** Tokens after which an answer is complete; they are its last. */
  readonly endTokens: readonly number[]
  readonly cache: CacheKind
}

export interface GenerationCallbacks {
  /** The next token of some prompts, by one schedule. */
  readonly onTokens: (schedule: number, prompts: readonly number[], tokens: readonly number[]) => void
  readonly isCancelled: () => boolean
  /** Whether an answer needs no further token, for a reason that the caller sees. */
  readonly isEnough: (schedule: number, prompt: number) => boolean
}

/**
 * Greedy answers to prompts by any schedules: what schedules share of the prompts is computed once, tokens are generated for
 * all prompts of a schedule together, one cache a position in the schedule. An answer ends with an end token, with the limit
 * or with the model's context. Returns false if cancelled (between steps).
 *
 * @throws `model.no-head`, `engine.runtime`, `engine.out-of-memory`, `engine.paper-cache` for groups that it is not defined for
 */
export async function generate(
  graph: ModelGraph,
  model: LoadedModel,
  work: GenerationWork,
  callbacks: GenerationCallbacks,
): Promise<boolean> {
  return new Generation(graph, model, work, callbacks).run()
}

class Generation {
  private readonly patterns: readonly CausalPattern[]
  private readonly longFrom: number | null
  /** By node: keys and values of all prompts. Branches of a group share one while tokens are generated as in the paper. */
  private readonly caches = new Map<number, KeyValueCache>()
  /** By node: its states of each prompt `[seq, dModel]`, where a later schedule goes on from it. */
  private readonly kept = new Map<number, Float32Array[]>()

  constructor(
    private readonly graph: ModelGraph,
    private readonly model: LoadedModel,
    private readonly work: GenerationWork,
    private readonly callbacks: GenerationCallbacks,
  ) {
    this.longFrom = longFrom(graph.positions)
    this.patterns = distinctPatterns(graph.attention).map((pattern) => {
      if (pattern.kind === 'causal') return pattern
      throw new LabError('model.no-head', `${graph.family} models read texts both ways, and write none`, {
        family: graph.family,
      })
    })
  }

  async run(): Promise<boolean> {
    const { dag, wanted } = this.work
    const order = alikeFirst(dag, wanted)
    const nodes = order.map((schedule) => new Set(ancestors(dag, dag.output(schedule))))
    for (const [i, schedule] of order.entries()) {
      const [own = new Set<number>(), ...later] = nodes.slice(i)
      const last = await this.readPrompts(dag.output(schedule), branchPoints(dag, own, later))
      if (!last || !(await this.write(schedule, own, last))) return false
      const stillUsed = (node: number): boolean => later.some((l) => l.has(node))
      for (const map of [this.caches, this.kept]) for (const node of map.keys()) if (!stillUsed(node)) map.delete(node)
    }
    return true
  }

  /** Computes what is not yet there of all prompts. Returns the last state of each; null if cancelled. */
  private async readPrompts(output: number, points: ReadonlySet<number>): Promise<Float32Array[] | null> {
    const { prompts } = this.work
    const todo = this.missing(output)
    const capacity = KeyValueCache.capacityFor(Math.max(...prompts.map((p) => p.length)) + 1)
    const last: Float32Array[] = []
    for (const [row, ids] of prompts.entries()) {
      const tokens = this.model.prepareCached({
        ...{ isPrompt: true, batch: 1, seq: ids.length, past: 1 },
        positions: Int32Array.from(ids, (_, p) => this.place(p, ids.length)),
        masks: promptMasks(ids.length, this.patterns),
      })
      const states = new Map<number, Float32Array>()
      for (const node of todo) {
        if (this.callbacks.isCancelled()) return null
        const state = this.kept.get(node)?.[row] ?? (await this.promptState(node, row, ids, tokens, states, capacity))
        states.set(node, state)
        if (points.has(node)) this.keep(node, row, state)
      }
      const { dModel } = this.graph.shape
      last.push((states.get(output) as Float32Array).slice((ids.length - 1) * dModel))
    }
    return last
  }

  /** Where a token stands in the rotary tables, as one of a text of so many. */
  private place(position: number, nTokens: number): number {
    return placeInTables(position, nTokens > (this.longFrom ?? Infinity), this.longFrom)
  }

  /** Nodes to be computed for a state, those whose states are kept first; inputs before what is made of them. */
  private missing(output: number): readonly number[] {
    const found = new Set<number>()
    const stack = [output]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (found.has(at)) continue
      found.add(at)
      if (this.kept.has(at)) continue
      stack.push(...inputsOf(this.work.dag, at))
    }
    return [...found].sort((a, b) => a - b)
  }

  private keep(node: number, row: number, state: Float32Array): void {
    const rows = this.kept.get(node) ?? []
    rows[row] = state
    this.kept.set(node, rows)
  }

  private async promptState(
    id: number,
    row: number,
    ids: readonly number[],
    tokens: PreparedTokens,
    states: ReadonlyMap<number, Float32Array>,
    capacity: number,
  ): Promise<Float32Array> {
    const node = this.work.dag.nodes[id]
    if (!node || node.kind === 'embedding') return this.model.embedCached(tokens, Int32Array.from(ids))
    if (node.kind === 'combine') return combined(node, states)
    const { nKvHeads, dHead } = this.graph.shape
    const nothing = new Float32Array(nKvHeads * dHead)
    const input = states.get(node.input) as Float32Array
    const { state, ...own } = await this.model.applyCached(
      tokens,
      node.layer,
      { keys: nothing, values: nothing },
      input,
    )
    let cache = this.caches.get(id)
    if (!cache) this.caches.set(id, (cache = new KeyValueCache(this.graph.shape, this.work.prompts.length, capacity)))
    cache.write(row, 0, own)
    return state
  }

  /** Generates tokens for all prompts of a schedule. @param last the prompts' last states */
  private async write(schedule: number, own: ReadonlySet<number>, last: readonly Float32Array[]): Promise<boolean> {
    const { dag, prompts, maxNewTokens, endTokens, cache } = this.work
    const { dModel, nCtx } = this.graph.shape
    const nodes = [...own].sort((a, b) => a - b)
    const output = dag.output(schedule)
    const writing = new WritingCaches(this.graph.shape, nodes, this.caches, dag, cache === 'paper')
    let rows = prompts.map((_, i) => i)
    let lengths = prompts.map((p) => p.length)
    let state = new Float32Array(rows.length * dModel)
    last.forEach((s, i) => state.set(s, i * dModel))
    for (let step = 0; rows.length > 0 && step < maxNewTokens; step++) {
      if (this.callbacks.isCancelled()) return false
      const n = rows.length
      const { best } = await this.model.head(
        state,
        n,
        Int32Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 0 : i / 2)),
      )
      this.callbacks.onTokens(schedule, rows, [...best])
      const goOn = rows.flatMap((row, i) => {
        const isDone =
          endTokens.includes(best[i] ?? -1) || (lengths[i] ?? 0) + 1 >= nCtx || this.callbacks.isEnough(schedule, row)
        return isDone || step === maxNewTokens - 1 ? [] : [i]
      })
      if (goOn.length === 0) return true
      const ids = Int32Array.from(goOn, (i) => best[i] ?? 0)
      if (goOn.length < n) {
        writing.take(goOn)
        rows = goOn.map((i) => rows[i] ?? 0)
        lengths = goOn.map((i) => lengths[i] ?? 0)
      }
      writing.makeRoom(Math.max(...lengths) + 1)
      state = await this.step(writing, nodes, output, ids, lengths)
      lengths = lengths.map((l) => l + 1)
    }
    return true
  }

  /** One token a row through all nodes of a schedule. Returns the states at its end `[rows, dModel]`. */
  private async step(
    writing: WritingCaches,
    nodes: readonly number[],
    output: number,
    ids: Int32Array,
    lengths: readonly number[],
  ): Promise<Float32Array<ArrayBuffer>> {
    const tokens = this.model.prepareCached({
      ...{
        isPrompt: false,
        batch: ids.length,
        seq: 1,
        past: writing.capacity,
        positions: Int32Array.from(lengths, (p) => this.place(p, p + 1)),
      },
      masks: stepMasks(lengths, writing.capacity, this.patterns),
    })
    const states = new Map<number, Float32Array>([[EMBEDDING, await this.model.embedCached(tokens, ids)]])
    for (const id of nodes) {
      const node = this.work.dag.nodes[id]
      if (node?.kind === 'combine') states.set(id, combined(node, states))
      if (node?.kind !== 'apply') continue
      const input = states.get(node.input) as Float32Array
      const { state, ...own } = await this.model.applyCached(tokens, node.layer, writing.past(id), input)
      states.set(id, state)
      writing.add(id, lengths, own)
    }
    writing.settle()
    return states.get(output) as Float32Array<ArrayBuffer>
  }
}

/** The mean of states, or their weighted sum. */
function combined(
  node: { readonly inputs: readonly number[]; readonly weights: readonly number[] | 'mean' },
  states: ReadonlyMap<number, Float32Array>,
): Float32Array {
  const { inputs, weights } = node
  const sum = new Float32Array(states.get(inputs[0] ?? EMBEDDING)?.length ?? 0)
  inputs.forEach((input, k) =>
    accumulate(sum, states.get(input) as Float32Array, weights === 'mean' ? 1 : (weights[k] ?? 0), k === 0),
  )
  if (weights === 'mean') scale(sum, 1 / inputs.length)
  return sum
}
