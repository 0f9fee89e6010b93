import * as ort from 'onnxruntime-node'
import { LabError } from '../../../../src-preload/contract/errors'
import { CALL } from '../../graph/call-inputs'
import type { ModelGraph } from '../../model/frozen-model'
import type { LayerPart } from '../../model/layer-parts'
import { rotaryTables } from '../../model/positions'
import type { BatchShape, HeadResult, LoadedModel, PreparedBatch } from '../runtime'
import { asEngineError } from './sessions'

type Feeds = Readonly<Record<string, ort.Tensor>>

interface OnnxBatch extends PreparedBatch {
  readonly feeds: Feeds
}

export interface ModelSessions {
  readonly embedding: ort.InferenceSession
  readonly blocks: ort.InferenceSession
  readonly head: ort.InferenceSession | null
}

/** Rotary tables grow with the longest row by at least this many positions at a time. */
const TABLE_STEP = 512

/** A model in ONNX Runtime. Layer machines of parts other than the block are made when they are first asked for. */
export class OnnxModel implements LoadedModel {
  private readonly machines: Map<LayerPart, Promise<ort.InferenceSession>>
  private tables: { readonly nPositions: number; readonly feeds: Feeds } = { nPositions: 0, feeds: {} }

  constructor(
    private readonly graph: ModelGraph,
    private readonly sessions: ModelSessions,
    private readonly openMachine: (part: LayerPart) => Promise<ort.InferenceSession>,
  ) {
    this.machines = new Map([['block', Promise.resolve(sessions.blocks)]])
  }

  prepare(shape: BatchShape): OnnxBatch {
    const { batch, seq } = shape
    const masks = [...shape.masks].map(([name, mask]) => [name, new ort.Tensor('float32', mask, [batch, 1, seq, seq])])
    const feeds: Feeds = {
      [CALL.positions]: int64(shape.positions, [batch, seq]),
      ...this.rotary(seq),
      ...(Object.fromEntries(masks) as Feeds),
    }
    return { shape, feeds, stateSize: batch * seq * this.graph.shape.dModel }
  }

  async embed(batch: PreparedBatch, ids: Int32Array, into: Float32Array): Promise<void> {
    const { feeds } = batch as OnnxBatch
    const positions = this.graph.positions.kind === 'learned' ? { [CALL.positions]: feeds[CALL.positions] } : {}
    await run(
      this.sessions.embedding,
      { ids: int64(ids, [ids.length]), ...(positions as Feeds) },
      {
        hidden: this.state(into),
      },
    )
  }

  async applyLayers(
    batch: PreparedBatch,
    part: LayerPart,
    layers: readonly number[],
    from: Float32Array,
    into: Float32Array,
  ): Promise<void> {
    const { feeds } = batch as OnnxBatch
    const call = { ...feeds, hidden: this.state(from), layers: int64(layers, [layers.length]) }
    await run(await this.machine(part), call, { result: this.state(into) })
  }

  async head(hidden: Float32Array, n: number, pairs: Int32Array): Promise<HeadResult> {
    const { head } = this.sessions
    if (!head) {
      throw new LabError('model.no-head', `${this.graph.family} models have no head that predicts tokens`, {
        family: this.graph.family,
      })
    }
    const { dModel } = this.graph.shape
    const nPairs = pairs.length / 2
    const logprobs = new Float32Array(nPairs)
    const best = new BigInt64Array(n)
    await run(
      head,
      {
        hidden: new ort.Tensor('float32', hidden.subarray(0, n * dModel), [n, dModel]),
        pairs: int64(pairs, [nPairs, 2]),
      },
      { logprobs: new ort.Tensor('float32', logprobs, [nPairs]), best: new ort.Tensor('int64', best, [n]) },
    )
    return { logprobs, best: Int32Array.from(best, Number) }
  }

  async release(): Promise<void> {
    const { embedding, head } = this.sessions
    const all = [embedding, ...(head ? [head] : []), ...(await Promise.all(this.machines.values()))]
    await Promise.all(all.map((session) => session.release()))
  }

  private machine(part: LayerPart): Promise<ort.InferenceSession> {
    let machine = this.machines.get(part)
    if (!machine) this.machines.set(part, (machine = this.openMachine(part)))
    return machine
  }

  /** The runtime wants tables as long as the longest row, even where logical positions are smaller. */
  private rotary(seq: number): Feeds {
    const { positions } = this.graph
    if (positions.kind !== 'rotary') return {}
    if (seq > this.tables.nPositions) {
      const nPositions = Math.ceil(seq / TABLE_STEP) * TABLE_STEP
      const feeds = positions.tables.map((frequencies, i) => {
        const { cosines, sines, half } = rotaryTables(frequencies, nPositions)
        const table = (values: Float32Array): ort.Tensor => new ort.Tensor('float32', values, [nPositions, half])
        return { [CALL.cosines(i)]: table(cosines), [CALL.sines(i)]: table(sines) }
      })
      this.tables = { nPositions, feeds: Object.assign({}, ...feeds) as Feeds }
    }
    return this.tables.feeds
  }

  private state(values: Float32Array): ort.Tensor {
    const { dModel } = this.graph.shape
    return new ort.Tensor('float32', values, [values.length / dModel, dModel])
  }
}

const int64 = (values: ArrayLike<number>, dims: readonly number[]): ort.Tensor =>
  new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims)

async function run(session: ort.InferenceSession, feeds: Feeds, fetches: Feeds): Promise<void> {
  try {
    await session.run(feeds, fetches)
  } catch (cause) {
    throw asEngineError(cause)
  }
}
