import { LRUCache } from 'lru-cache'
import type { ScheduleDag } from './dag'
import { compileProgram, type Program, type WantedNodes } from './program'

const KEPT = 16

/** Programs of one graph. Batches mostly want the same schedules: each set is compiled once. */
export class ProgramCache {
  private readonly programs = new LRUCache<string, Program>({ max: KEPT })
  private readonly ids = new Map<WantedNodes, number>()

  constructor(private readonly dag: ScheduleDag) {}

  /**
   * The program of these schedules for a readout, compiled at most once while it is kept; the nodes wanted of a schedule must
   * not change meanwhile.
   */
  get(wanted: readonly number[], { wantedNodes }: { readonly wantedNodes: WantedNodes }): Program {
    const id = this.ids.get(wantedNodes) ?? this.ids.size
    this.ids.set(wantedNodes, id)
    const key = `${id}:${wanted.join()}`
    let program = this.programs.get(key)
    if (!program) this.programs.set(key, (program = compileProgram(this.dag, wanted, wantedNodes)))
    return program
  }
}
