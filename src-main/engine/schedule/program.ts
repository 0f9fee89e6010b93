import type { Dag } from './dag'

/** One step of a program. Slots hold one hidden state of the batch each. */
export type Instruction =
  /** Runs blocks one after another: slot `to` becomes block(…block(from)). */
  | { readonly op: 'run'; readonly layers: readonly number[]; readonly from: number; readonly to: number }
  /** Starts (`first`) or continues a sum: slot `to` is set to, or added to, slot `from`. */
  | { readonly op: 'sum'; readonly from: number; readonly to: number; readonly first: boolean }
  | { readonly op: 'scale'; readonly slot: number; readonly by: number }
  /** The state in `slot` is where these schedules end. */
  | { readonly op: 'head'; readonly slot: number; readonly schedules: readonly number[] }

export interface Program {
  readonly instructions: readonly Instruction[]
  /** Slot 0 receives the embedding. This many are needed at the same time. */
  readonly nSlots: number
  readonly layerApplications: number
}

/**
 * Orders a DAG depth first, so that a state is freed as soon as nothing needs it: small subtrees before large ones, sums
 * of parallel branches kept as one running state. Chains without a branch point become one instruction.
 */
export function compileProgram(dag: Dag, wanted: readonly number[] = dag.outputs.map((_, i) => i)): Program {
  const uses = findUses(dag, wanted)
  const instructions: Instruction[] = []
  const slots = new SlotPool()
  const slotOf = new Map<number, number>()
  const remaining = new Map<number, number>()
  const meanInputsLeft = new Map<number, number>()
  let layerApplications = 0

  const release = (node: number): void => {
    const left = (remaining.get(node) as number) - 1
    remaining.set(node, left)
    if (left === 0) {
      slots.free(slotOf.get(node) as number)
      slotOf.delete(node)
    }
  }

  type Work = { readonly node: number; readonly from: number | null }
  const stack: Work[] = []

  const arrive = (node: number, slot: number): void => {
    const use = uses[node] as Uses
    slotOf.set(node, slot)
    remaining.set(node, use.layers.length + use.means.length + (use.schedules.length > 0 ? 1 : 0))
    if (use.schedules.length > 0) instructions.push({ op: 'head', slot, schedules: use.schedules })
    const ready: number[] = []
    for (const mean of use.means) {
      const total = (dag.nodes[mean] as { inputs: readonly number[] }).inputs.length
      const left = meanInputsLeft.get(mean) ?? total
      const first = left === total
      if (first) slotOf.set(mean, slots.take())
      instructions.push({ op: 'sum', from: slot, to: slotOf.get(mean) as number, first })
      meanInputsLeft.set(mean, left - 1)
      if (left === 1) ready.push(mean)
    }
    // the smallest subtree is taken from the stack first
    const next: Work[] = [
      ...ready.map((n) => ({ node: n, from: null })),
      ...use.layers.map((n) => ({ node: n, from: node })),
    ]
    next.sort((a, b) => (uses[b.node] as Uses).weight - (uses[a.node] as Uses).weight)
    stack.push(...next)
    if (use.schedules.length > 0) release(node)
    for (let i = 0; i < use.means.length; i++) release(node)
  }

  if (wanted.length > 0) arrive(0, slots.take())
  for (let work = stack.pop(); work; work = stack.pop()) {
    if (work.from === null) {
      const slot = slotOf.get(work.node) as number
      const { inputs } = dag.nodes[work.node] as { inputs: readonly number[] }
      instructions.push({ op: 'scale', slot, by: 1 / inputs.length })
      arrive(work.node, slot)
      continue
    }
    const layers: number[] = []
    let node = work.node
    for (;;) {
      layers.push((dag.nodes[node] as { layer: number }).layer)
      const use = uses[node] as Uses
      if (use.schedules.length > 0 || use.means.length > 0 || use.layers.length !== 1) break
      node = use.layers[0] as number
    }
    const to = slots.take()
    instructions.push({ op: 'run', layers, from: slotOf.get(work.from) as number, to })
    layerApplications += layers.length
    release(work.from)
    arrive(node, to)
  }
  return { instructions, nSlots: slots.size, layerApplications }
}

/** What a node's state is needed for, and how much lies below it. */
interface Uses {
  readonly layers: number[]
  /** Means, once for every time the node is among their inputs. */
  readonly means: number[]
  readonly schedules: number[]
  weight: number
}

function findUses(dag: Dag, wanted: readonly number[]): (Uses | undefined)[] {
  const uses: (Uses | undefined)[] = new Array<undefined>(dag.nodes.length).fill(undefined)
  const use = (node: number): Uses => (uses[node] ??= { layers: [], means: [], schedules: [], weight: 1 })
  for (const schedule of wanted) use(dag.outputs[schedule] as number).schedules.push(schedule)
  // inputs have smaller numbers, so one pass from the end meets every needed node after all its users
  for (let id = dag.nodes.length - 1; id > 0; id--) {
    const own = uses[id]
    const node = dag.nodes[id]
    if (!own || !node || node.kind === 'embedding') continue
    if (node.kind === 'layer') {
      const input = use(node.input)
      input.layers.push(id)
      input.weight += own.weight
    } else {
      for (const n of node.inputs) use(n).means.push(id)
      const last = use(node.inputs.at(-1) as number)
      last.weight += own.weight
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
