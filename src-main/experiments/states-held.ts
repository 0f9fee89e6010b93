import type { Readout } from '../engine/readouts/readout'
import type { ScheduleDag } from '../engine/schedule/dag'
import { compileProgram } from '../engine/schedule/program'

/** The most hidden states of a batch that are held at the same time, whichever of the sets of schedules it is run for. */
export function statesHeld(dag: ScheduleDag, wants: readonly (readonly number[])[], readout: Readout): number {
  return wants.reduce((most, wanted) => {
    const program = compileProgram(dag, wanted, readout.wantedNodes)
    return Math.max(most, program.nSlots + readout.statesHeld(dag, program, wanted))
  }, 1)
}
