import { endOfSchedule } from '../schedule/program'
import { HeadQueue } from './head-queue'
import type { Readout } from './readout'

/**
 * What the model says at the end of a schedule: two numbers a request, the summed log probabilities of its scored tokens
 * and 1 where every one of them is the most likely (lm-evaluation-harness, api/model.py, loglikelihood).
 */
export const loglikelihood: Readout = {
  asks: 'requests',
  mostStates: Infinity,
  wantedNodes: endOfSchedule,
  kept: 'score',
  callsHead: true,
  width: () => 2,
  statesHeld: () => 0,
  hostMacs: () => 0,
  open({ model, rows, seq, graph, emit }) {
    const heads = new HeadQueue(model, graph.shape.dModel, rows, seq)
    return {
      read: (_node, schedules, state) => heads.push(state, (values) => emit({ schedules, width: 2, values })),
      finish: () => heads.flush(),
    }
  },
}
