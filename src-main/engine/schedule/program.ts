import type { LayerPart } from '../model/layer-parts'
import { EMBEDDING, type DagNode, type ScheduleDag } from './dag'

/** One step of a program. Slots hold one hidden state of the batch each. */
export type Instruction =
  /** Applies layers one after another; `nodes` are the states made on the way, the last one stays in slot `to`. */
  | {
      readonly op: 'run'
      readonly part: LayerPart
      readonly layers: readonly number[]
      readonly nodes: readonly number[]
      readonly from: number
      readonly to: number
    }
  /** Starts (`first`) or continues a sum: slot `to` is set to, or added to, `weight` times slot `from`. */
  | { readonly op: 'sum'; readonly from: number; readonly to: number; readonly weight: number; readonly first: boolean }
  | { readonly op: 'scale'; readonly slot: number; readonly by: number }
  /** The state of `node` is in `slot`, for these schedules to be read. */
  | { readonly op: 'read'; readonly node: number; readonly slot: number; readonly schedules: readonly number[] }

export interface Program {
  readonly instructions: readonly Instruction[]
  /** Slot 0 receives the embedding. This many are needed at the same time. */
  readonly nSlots: number
  readonly layerApplications: number
}

/** The nodes of a schedule whose states are wanted: its end, for a score of what the model says last. */
export type WantedNodes = (dag: ScheduleDag, schedule: number) => readonly number[]

/** What the head is applied to. */
export const endOfSchedule: WantedNodes = (dag, schedule) => [dag.output(schedule)]

/**
 * Orders a graph depth first, so that a state is freed as soon as nothing needs it: small subtrees before large ones, sums
 * of parallel branches kept as one running state. Chains without a branch point become one instruction.
 *
 * @param wanted numbers of schedules; nodes that only others need are left out
 */
export function compileProgram(
  dag: ScheduleDag,
  wanted: readonly number[] = Array.from({ length: dag.nSchedules }, (_, i) => i),
  wantedNodes: WantedNodes = endOfSchedule,
): Program {
  return new Compiler(dag, findUses(dag, wanted, wantedNodes)).compile(wanted.length > 0)
}

/** A node to be made: from its input, or from the sum that is complete. */
type Work = { readonly node: number; readonly from: number | null }

class Compiler {
  private readonly instructions: Instruction[] = []
  private readonly slots = new SlotPool()
  private readonly slotOf = new Map<number, number>()
  private readonly usesLeft = new Map<number, number>()
  private readonly inputsLeft = new Map<number, number>()
  private readonly stack: Work[] = []
  private readonly weighed = new Map<string, number>()
  private layerApplications = 0

  constructor(
    private readonly dag: ScheduleDag,
    private readonly uses: ReadonlyMap<number, Uses>,
  ) {}

  compile(hasWork: boolean): Program {
    if (hasWork) this.arrive(EMBEDDING, this.slots.take())
    for (let work = this.stack.pop(); work; work = this.stack.pop()) {
      if (work.from === null) this.closeSum(work.node)
      else this.runChain(work.node, work.from)
    }
    return { instructions: this.instructions, nSlots: this.slots.size, layerApplications: this.layerApplications }
  }

  /** A state is there: it is read, added to the sums that want it, and what follows from it becomes work. */
  private arrive(node: number, slot: number): void {
    const { reads, sums, layers } = this.usesOf(node)
    this.slotOf.set(node, slot)
    this.usesLeft.set(node, layers.length + sums.length + (reads.length > 0 ? 1 : 0))
    if (reads.length > 0) this.instructions.push({ op: 'read', node, slot, schedules: reads })
    const complete = sums.filter((sum) => this.addTo(sum, node, slot))
    // the smallest subtree is taken from the stack first
    const next: Work[] = [
      ...complete.map((n) => ({ node: n, from: null })),
      ...layers.map((n) => ({ node: n, from: node })),
    ]
    next.sort((a, b) => this.usesOf(b.node).weight - this.usesOf(a.node).weight)
    this.stack.push(...next)
    if (reads.length > 0) this.release(node)
    for (let i = 0; i < sums.length; i++) this.release(node)
  }

  /** @returns whether the sum has all its terms now */
  private addTo(sum: number, term: number, slot: number): boolean {
    const { inputs, weights } = this.combination(sum)
    const left = this.inputsLeft.get(sum) ?? inputs.length
    const first = left === inputs.length
    if (first) this.slotOf.set(sum, this.slots.take())
    const weight = weights === 'mean' ? 1 : this.weightOf(sum, term, inputs, weights)
    this.instructions.push({ op: 'sum', from: slot, to: this.slot(sum), weight, first })
    this.inputsLeft.set(sum, left - 1)
    return left === 1
  }

  /** A node that is among the inputs several times arrives once for each: its weights are taken in their order. */
  private weightOf(sum: number, term: number, inputs: readonly number[], weights: readonly number[]): number {
    const key = `${sum} ${term}`
    const place = inputs.indexOf(term, this.weighed.get(key) ?? 0)
    this.weighed.set(key, place + 1)
    return weights[place] ?? 0
  }

  private closeSum(node: number): void {
    const slot = this.slot(node)
    const { inputs, weights } = this.combination(node)
    if (weights === 'mean') this.instructions.push({ op: 'scale', slot, by: 1 / inputs.length })
    this.arrive(node, slot)
  }

  private runChain(start: number, from: number): void {
    const nodes: number[] = []
    const layers: number[] = []
    const { part } = this.application(start)
    let node = start
    for (;;) {
      nodes.push(node)
      layers.push(this.application(node).layer)
      const next = this.onlyNext(node)
      if (next === null || this.application(next).part !== part) break
      node = next
    }
    const to = this.slots.take()
    this.instructions.push({ op: 'run', part, layers, nodes, from: this.slot(from), to })
    this.layerApplications += layers.length
    this.release(from)
    this.arrive(node, to)
  }

  /** The node after this one, where nothing else wants its state. */
  private onlyNext(node: number): number | null {
    const { reads, sums, layers } = this.usesOf(node)
    const [next] = layers
    return reads.length === 0 && sums.length === 0 && layers.length === 1 && next !== undefined ? next : null
  }

  private release(node: number): void {
    const left = (this.usesLeft.get(node) ?? 0) - 1
    this.usesLeft.set(node, left)
    if (left > 0) return
    this.slots.free(this.slot(node))
    this.slotOf.delete(node)
  }

  private slot(node: number): number {
    const slot = this.slotOf.get(node)
    if (slot === undefined) throw new Error(`the state of node ${node} is not held`)
    return slot
  }

  private usesOf(node: number): Uses {
    const uses = this.uses.get(node)
    if (!uses) throw new Error(`node ${node} is not needed`)
    return uses
  }

  private application(id: number): Extract<DagNode, { kind: 'apply' }> {
    const node = this.dag.nodes[id]
    if (node?.kind !== 'apply') throw new Error(`node ${id} applies no layer`)
    return node
  }

  private combination(id: number): Extract<DagNode, { kind: 'combine' }> {
    const node = this.dag.nodes[id]
    if (node?.kind !== 'combine') throw new Error(`node ${id} combines nothing`)
    return node
  }
}

/** What a node's state is needed for, and how much lies below it. */
interface Uses {
  readonly layers: number[]
  /** Sums, once for every time the node is among their inputs. */
  readonly sums: number[]
  /** Schedules that are read here. */
  readonly reads: number[]
  weight: number
}

function findUses(dag: ScheduleDag, wanted: readonly number[], wantedNodes: WantedNodes): Map<number, Uses> {
  const uses = new Map<number, Uses>()
  const use = (node: number): Uses => {
    let found = uses.get(node)
    if (!found) uses.set(node, (found = { layers: [], sums: [], reads: [], weight: 1 }))
    return found
  }
  for (const schedule of wanted) {
    for (const node of new Set(wantedNodes(dag, schedule))) use(node).reads.push(schedule)
  }
  // inputs have smaller numbers, so one pass from the end meets every needed node after all its users
  for (let id = dag.nodes.length - 1; id > EMBEDDING; id--) {
    const own = uses.get(id)
    const node = dag.nodes[id]
    if (!own || !node || node.kind === 'embedding') continue
    if (node.kind === 'apply') {
      const input = use(node.input)
      input.layers.push(id)
      input.weight += own.weight
    } else {
      for (const n of node.inputs) use(n).sums.push(id)
      const last = node.inputs.at(-1)
      if (last !== undefined) use(last).weight += own.weight
    }
  }
  return uses
}

class SlotPool {
  size = 0
  private readonly unused: number[] = []

  take(): number {
    return this.unused.pop() ?? this.size++
  }

  free(slot: number): void {
    this.unused.push(slot)
  }
}
