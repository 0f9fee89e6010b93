import { tokensOf } from '../rows/row'
import { endOfSchedule } from '../schedule/program'
import type { Readout, ReadoutCall } from './readout'

/** Vectors `[texts, dModel]` of a state; `texts`: the tokens of each in the padded batch. */
type Vectors = (
  call: ReadoutCall,
  texts: readonly (readonly number[])[],
  state: Float32Array,
) => Float32Array | Promise<Float32Array>

/** What a trained head reads of a text at the end of a schedule, `dModel` numbers a request. */
const features = (vectors: Vectors): Readout => ({
  asks: 'requests',
  mostStates: Infinity,
  wantedNodes: endOfSchedule,
  kept: 'values',
  callsHead: false,
  // not kept: a head is trained on them, and they are computed again
  width: () => 0,
  statesHeld: () => 0,
  hostMacs: () => 0,
  open(call) {
    const texts = call.rows.flatMap((row, b) =>
      row.requests.map((r) => tokensOf(row, r).map((token) => b * call.seq + token)),
    )
    return {
      async read(_node, schedules, state) {
        call.emit({ schedules, width: call.graph.shape.dModel, values: await vectors(call, texts, state) })
      },
      finish: async () => undefined,
    }
  },
})

/** The mean of the states of all tokens of a text, special ones included. */
export const meanFeatures: Readout = features(({ graph }, texts, state) => {
  const width = graph.shape.dModel
  const values = new Float32Array(texts.length * width)
  texts.forEach((tokens, text) => {
    const sums = new Float64Array(width)
    for (const token of tokens) for (let i = 0; i < width; i++) sums[i]! += state[token * width + i]!
    for (let i = 0; i < width; i++) values[text * width + i] = sums[i]! / tokens.length
  })
  return values
})

/** What the model's own pooler makes of the first token's state. */
export const pooledFeatures: Readout = features(({ graph, model }, texts, state) => {
  const width = graph.shape.dModel
  const firsts = new Float32Array(texts.length * width)
  texts.forEach(([first = 0], text) => firsts.set(state.subarray(first * width, (first + 1) * width), text * width))
  return model.pool(firsts, texts.length)
})
