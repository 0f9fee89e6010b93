import type { Block, Schedule } from '../../../src-preload/contract/plan/schedule'
import type { LayerPart } from '../model/layer-parts'

/** A hidden state that the engine computes, as a node of a graph. Nodes are numbers; a node's inputs have smaller ones. */
export type DagNode =
  | { readonly kind: 'embedding' }
  /** A layer, or a part of one, applied to a state. */
  | { readonly kind: 'apply'; readonly part: LayerPart; readonly layer: number; readonly input: number }
  /** The mean of states, or their weighted sum. */
  | { readonly kind: 'combine'; readonly inputs: readonly number[]; readonly weights: readonly number[] | 'mean' }

/** The state after the embedding. */
export const EMBEDDING = 0

/**
 * Schedules as one graph: a state that several of them reach in the same way is one node (common subexpression elimination
 * by hash-consing). It grows: schedules can be added at any time, and what is there keeps its numbers.
 */
export class ScheduleDag {
  private readonly all: DagNode[] = [{ kind: 'embedding' }]
  private readonly known = new Map<string, number>()
  private readonly paths: (readonly number[])[] = []

  get nodes(): readonly DagNode[] {
    return this.all
  }

  get nSchedules(): number {
    return this.paths.length
  }

  /** Adds a schedule; returns its number: 0 for the first one, then counting up. */
  add(schedule: Schedule): number {
    return this.addPath(this.follow(schedule, EMBEDDING))
  }

  /** Adds a schedule of nodes made by `intern`: the states along it, the embedding first. Returns its number. */
  addPath(path: readonly number[]): number {
    return this.paths.push(path) - 1
  }

  /** The number of a node, given out anew if there is none like it. */
  intern(node: DagNode): number {
    const key = keyOf(node)
    let id = this.known.get(key)
    if (id === undefined) {
      id = this.all.push(node) - 1
      this.known.set(key, id)
    }
    return id
  }

  /**
   * The states along a schedule, `[1 + blocks]`: the embedding, then the one after each of its blocks. Inside of groups
   * nothing is listed. A number that `add` never gave out is a fault of the caller.
   */
  path(schedule: number): readonly number[] {
    const path = this.paths[schedule]
    if (!path) throw new Error(`there is no schedule ${schedule} in the graph`)
    return path
  }

  /** The node that a schedule ends in. */
  output(schedule: number): number {
    return this.path(schedule).at(-1) ?? EMBEDDING
  }

  /** Layer applications that all schedules together cost a document. */
  countApplications(): number {
    return this.all.reduce((count, node) => count + (node.kind === 'apply' ? 1 : 0), 0)
  }

  private follow(blocks: readonly Block[], start: number): number[] {
    const path = [start]
    let at = start
    for (const block of blocks) {
      const input = at
      at =
        typeof block === 'number'
          ? this.intern({ kind: 'apply', part: 'block', layer: block, input })
          : this.intern({
              kind: 'combine',
              inputs: block.map((branch) => this.follow(branch, input).at(-1) ?? input),
              weights: 'mean',
            })
      path.push(at)
    }
    return path
  }
}

function keyOf(node: DagNode): string {
  switch (node.kind) {
    case 'embedding':
      return 'embedding'
    case 'apply':
      return `${node.part} ${node.layer} of ${node.input}`
    case 'combine':
      return `${node.weights === 'mean' ? 'mean' : node.weights.join()} of ${node.inputs.join()}`
  }
}

/** A graph of schedules that are all known beforehand. */
export function buildDag(schedules: readonly Schedule[]): ScheduleDag {
  const dag = new ScheduleDag()
  for (const schedule of schedules) dag.add(schedule)
  return dag
}
