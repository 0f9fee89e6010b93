import { EMBEDDING, type ScheduleDag } from '../schedule/dag'

/** Nodes that a state is made of, itself included, inputs before what is made of them. */
export function ancestors(dag: ScheduleDag, node: number): readonly number[] {
  const found = new Set<number>()
  const stack = [node]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (found.has(at)) continue
    found.add(at)
    stack.push(...inputsOf(dag, at))
  }
  // inputs have smaller numbers
  return [...found].sort((a, b) => a - b)
}

/** What a node is made of. */
export function inputsOf(dag: ScheduleDag, id: number): readonly number[] {
  const node = dag.nodes[id]
  if (!node || node.kind === 'embedding') return []
  return node.kind === 'apply' ? [node.input] : node.inputs
}

/** Schedules in an order in which those that begin alike follow one another. */
export function alikeFirst(dag: ScheduleDag, schedules: readonly number[]): readonly number[] {
  const compare = (a: readonly number[], b: readonly number[]): number => {
    const i = a.findIndex((node, k) => node !== b[k])
    return i < 0 ? a.length - b.length : (a[i] ?? 0) - (b[i] ?? -1)
  }
  return schedules.toSorted((a, b) => compare(dag.path(a), dag.path(b)))
}

/**
 * Nodes of a schedule at which a later one leaves it: their states of the prompts are worth keeping.
 *
 * @param own nodes of the schedule @param later nodes of each later one
 */
export function branchPoints(
  dag: ScheduleDag,
  own: ReadonlySet<number>,
  later: readonly ReadonlySet<number>[],
): ReadonlySet<number> {
  const points = new Set<number>()
  for (const nodes of later)
    for (const node of nodes)
      if (!own.has(node))
        for (const input of inputsOf(dag, node)) if (own.has(input) && input !== EMBEDDING) points.add(input)
  return points
}
