import * as ort from 'onnxruntime-node'
import { LabError } from '../../../../src-preload/contract/errors'
import { CALL } from '../../graph/call-inputs'
import type { ModelGraph } from '../../model/frozen-model'
import type { LayerPart } from '../../model/layer-parts'
import { rotaryTables } from '../../model/positions'
import type {
  BatchShape,
  CachedResult,
  CachedShape,
  HeadResult,
  LoadedModel,
  Past,
  PreparedBatch,
  PreparedTokens,
} from '../runtime'
import { asEngineError } from './sessions'

type Feeds = Readonly<Record<string, ort.Tensor>>

interface OnnxBatch extends PreparedBatch {
  readonly feeds: Feeds
}

interface OnnxTokens extends PreparedTokens {
  readonly feeds: Feeds
}

export interface ModelSessions {
  readonly embedding: ort.InferenceSession
  /** Absent where it is made when it is first asked for. */
  readonly blocks?: ort.InferenceSession
  readonly head: ort.InferenceSession | null
}

/** How sessions are made that are not needed by every load. */
export interface LaterSessions {
  readonly machine: (part: LayerPart) => Promise<ort.InferenceSession>
  readonly cachedLayer: (layer: number) => Promise<ort.InferenceSession>
  readonly pooler: () => Promise<ort.InferenceSession>
}

/** Rotary tables grow with the longest row by at least this many positions at a time. */
const TABLE_STEP = 512

/** A model in ONNX Runtime. Layer machines of parts other than the block are made when they are first asked for. */
export class OnnxModel implements LoadedModel {
  private readonly machines = new Map<LayerPart, Promise<ort.InferenceSession>>()
  private readonly cachedLayers = new Map<number, Promise<ort.InferenceSession>>()
  private pooler: Promise<ort.InferenceSession> | undefined
  private tables: { readonly nPositions: number; readonly feeds: Feeds } = { nPositions: 0, feeds: {} }

  constructor(
    private readonly graph: ModelGraph,
    private readonly sessions: ModelSessions,
    private readonly later: LaterSessions,
  ) {
    if (sessions.blocks) this.machines.set('block', Promise.resolve(sessions.blocks))
  }

  prepare(shape: BatchShape): OnnxBatch {
    const { batch, seq } = shape
    const masks = [...shape.masks].map(([name, mask]) => [name, new ort.Tensor('float32', mask, [batch, 1, seq, seq])])
    const feeds: Feeds = {
      [CALL.positions]: int64(shape.positions, [batch, seq]),
      ...this.rotary(Math.max(seq, furthest(shape.positions) + 1)),
      ...(Object.fromEntries(masks) as Feeds),
    }
    return { shape, feeds, stateSize: batch * seq * this.graph.shape.dModel }
  }

  async embed(batch: PreparedBatch, ids: Int32Array, into: Float32Array): Promise<void> {
    await this.embedded((batch as OnnxBatch).feeds, ids, into)
  }

  private async embedded(feeds: Feeds, ids: Int32Array, into: Float32Array): Promise<void> {
    const positions = this.graph.positions.kind === 'learned' ? { [CALL.positions]: feeds[CALL.positions] } : {}
    const inputs = { ids: int64(ids, [ids.length]), ...(positions as Feeds) }
    await run(this.sessions.embedding, inputs, { hidden: this.state(into) })
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

  prepareCached(shape: CachedShape): OnnxTokens {
    const { batch, seq, past, positions, masks } = shape
    const dims = [batch, 1, seq, past + seq]
    const ofMasks = [...masks].map(([name, mask]) => [name, new ort.Tensor('float32', mask, dims)])
    const feeds: Feeds = {
      [CALL.positions]: int64(positions, [batch, seq]),
      [CALL.isPrompt]: new ort.Tensor('bool', Uint8Array.of(shape.isPrompt ? 1 : 0), []),
      ...this.rotary(Math.max(seq, furthest(positions) + 1)),
      ...(Object.fromEntries(ofMasks) as Feeds),
    }
    return { shape, feeds }
  }

  async embedCached(tokens: PreparedTokens, ids: Int32Array): Promise<Float32Array> {
    const { feeds } = tokens as OnnxTokens
    const state = new Float32Array(ids.length * this.graph.shape.dModel)
    await this.embedded(feeds, ids, state)
    return state
  }

  async applyCached(tokens: PreparedTokens, layer: number, past: Past, state: Float32Array): Promise<CachedResult> {
    const { feeds, shape } = tokens as OnnxTokens
    const { nKvHeads, dHead } = this.graph.shape
    const dims = [shape.batch, nKvHeads, shape.past, dHead]
    const pattern = this.graph.attention[layer]
    const mask = pattern ? CALL.mask(pattern) : ''
    // a layer has the mask of its own pattern alone
    const shared = Object.fromEntries(
      Object.entries(feeds).filter(([name]) => name === mask || !shape.masks.has(name)),
    ) as Feeds
    const results = await runAll(await this.cachedLayer(layer), {
      ...shared,
      hidden: this.state(state),
      [CALL.pastKeys]: new ort.Tensor('float32', past.keys, dims),
      [CALL.pastValues]: new ort.Tensor('float32', past.values, dims),
    })
    const of = (name: string): Float32Array => results[name]?.data as Float32Array
    return { state: of('result'), keys: of(CALL.newKeys), values: of(CALL.newValues) }
  }

  private cachedLayer(layer: number): Promise<ort.InferenceSession> {
    let session = this.cachedLayers.get(layer)
    if (!session) this.cachedLayers.set(layer, (session = this.later.cachedLayer(layer)))
    return session
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

  async pool(hidden: Float32Array, n: number): Promise<Float32Array> {
    const dims = [n, this.graph.shape.dModel]
    const pooled = new Float32Array(hidden.length)
    await run(
      await (this.pooler ??= this.later.pooler()),
      { hidden: new ort.Tensor('float32', hidden, dims) },
      { pooled: new ort.Tensor('float32', pooled, dims) },
    )
    return pooled
  }

  async release(): Promise<void> {
    const { embedding, head } = this.sessions
    const all = [
      embedding,
      ...(head ? [head] : []),
      ...(this.pooler ? [await this.pooler] : []),
      ...(await Promise.all([...this.machines.values(), ...this.cachedLayers.values()])),
    ]
    await Promise.all(all.map((session) => session.release()))
  }

  private machine(part: LayerPart): Promise<ort.InferenceSession> {
    let machine = this.machines.get(part)
    if (!machine) this.machines.set(part, (machine = this.later.machine(part)))
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

const furthest = (positions: Int32Array): number => positions.reduce((most, p) => Math.max(most, p), 0)

const int64 = (values: ArrayLike<number>, dims: readonly number[]): ort.Tensor =>
  new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims)

/** All results of a session, in arrays of their own. */
async function runAll(session: ort.InferenceSession, feeds: Feeds): Promise<ort.InferenceSession.ReturnType> {
  try {
    return await session.run(feeds)
  } catch (cause) {
    throw asEngineError(cause)
  }
}

async function run(session: ort.InferenceSession, feeds: Feeds, fetches: Feeds): Promise<void> {
  try {
    await session.run(feeds, fetches)
  } catch (cause) {
    throw asEngineError(cause)
  }
}
