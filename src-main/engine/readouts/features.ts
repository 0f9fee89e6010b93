import { tokensOf } from '../rows/row'
import { endOfSchedule } from '../schedule/program'
import type { Readout, ReadoutCall, ReadoutRun } from './readout'

/**
 * What a trained head reads of a text at the end of a schedule, `dModel` numbers a request: the mean of the states of all its
 * tokens, special ones included, or what the model's own pooler makes of the first token's.
 */
const features = (open: (call: ReadoutCall) => ReadoutRun): Readout => ({
  asks: 'requests',
  mostStates: Infinity,
  wantedNodes: endOfSchedule,
  kept: 'values',
  callsHead: false,
  // not kept: a head is trained on them, and they are computed again
  width: () => 0,
  statesHeld: () => 0,
  hostMacs: () => 0,
  open,
})

/** By request: its tokens in the padded batch. */
const tokensIn = ({ rows, seq }: ReadoutCall): readonly (readonly number[])[] =>
  rows.flatMap((row, b) => row.requests.map((r) => tokensOf(row, r).map((token) => b * seq + token)))

export const meanFeatures: Readout = features((call) => {
  const texts = tokensIn(call)
  const width = call.graph.shape.dModel
  return {
    async read(_node, schedules, state) {
      const values = new Float32Array(texts.length * width)
      texts.forEach((tokens, text) => {
        const sums = new Float64Array(width)
        for (const token of tokens) for (let i = 0; i < width; i++) sums[i]! += state[token * width + i]!
        for (let i = 0; i < width; i++) values[text * width + i] = sums[i]! / tokens.length
      })
      call.emit({ schedules, width, values })
    },
    finish: async () => undefined,
  }
})

export const pooledFeatures: Readout = features((call) => {
  const texts = tokensIn(call)
  const width = call.graph.shape.dModel
  return {
    async read(_node, schedules, state) {
      const firsts = new Float32Array(texts.length * width)
      texts.forEach(([first = 0], text) => firsts.set(state.subarray(first * width, (first + 1) * width), text * width))
      call.emit({ schedules, width, values: await call.model.pool(firsts, texts.length) })
    },
    finish: async () => undefined,
  }
})
