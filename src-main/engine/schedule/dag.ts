import type { Block, Schedule } from '../../../src-preload/contract/plan/schedule'

/** A hidden state that the engine computes: the embedding, one block applied to a state, or the mean of several states. */
export type DagNode =
  | { readonly kind: 'embedding' }
  | { readonly kind: 'layer'; readonly layer: number; readonly input: number }
  | { readonly kind: 'mean'; readonly inputs: readonly number[] }

/**
 * All schedules of a run as one graph: a state that several schedules reach in the same way is one node (common
 * subexpression elimination by hash-consing). Inputs of a node always have smaller numbers; node 0 is the embedding.
 */
export interface Dag {
  readonly nodes: readonly DagNode[]
  /** The node that schedule i ends in. */
  readonly outputs: readonly number[]
}

export function buildDag(schedules: readonly Schedule[]): Dag {
  const nodes: DagNode[] = [{ kind: 'embedding' }]
  const known = new Map<string, number>()
  const intern = (key: string, node: DagNode): number => {
    let id = known.get(key)
    if (id === undefined) {
      id = nodes.push(node) - 1
      known.set(key, id)
    }
    return id
  }
  const follow = (blocks: readonly Block[], start: number): number => {
    let at = start
    for (const block of blocks) {
      if (typeof block === 'number') {
        at = intern(`${at}:${block}`, { kind: 'layer', layer: block, input: at })
      } else {
        const input = at
        const inputs = block.map((branch) => follow(branch, input))
        at = intern(`mean:${inputs.join(',')}`, { kind: 'mean', inputs })
      }
    }
    return at
  }
  const outputs = schedules.map((schedule) => follow(schedule, 0))
  return { nodes, outputs }
}

/** Layer applications of a DAG for one document. */
export function countLayerNodes(dag: Dag): number {
  return dag.nodes.reduce((count, node) => count + (node.kind === 'layer' ? 1 : 0), 0)
}
