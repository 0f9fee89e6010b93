import * as ort from 'onnxruntime-node'
import { LabError } from '../../../../src-preload/contract/errors'
import type { FrozenModel, ModelGraph } from '../../model/frozen-model'
import { bytesOf, SHARED, type WeightProvider } from '../../graph/graph-builder'
import { embedGraph, headGraph, layersGraph, probeGraph, type GraphSettings } from '../../model/model-graphs'
import { ELEMENT_TYPE } from '../../graph/onnx-schema'
import type { BatchShape, Device, LoadedModel, LoadOptions, PreparedBatch, Runtime } from '../runtime'

/**
 * ONNX Runtime as the engine uses it: three sessions a model (embedding, layer machine, head). Load at most once per
 * process; calls block the thread.
 */
export function createOnnxRuntime(device: Device): Runtime {
  return { device, probe: () => probe(device), load: (model, options) => load(model, options, device) }
}

async function probe(device: Device): Promise<void> {
  try {
    const session = await ort.InferenceSession.create(
      probeGraph(),
      sessionOptions({ threads: 1, layout: 'mapped', nPositions: 1 }, device),
    )
    const x = new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [2, 2])
    const { y } = await session.run({ x })
    await session.release()
    if ((y?.data as Float32Array | undefined)?.join() !== '7,10,15,22')
      throw new Error('a 2 x 2 matrix product came out wrong')
  } catch (cause) {
    throw asEngineError(cause)
  }
}

interface ExternalFile {
  readonly path: string
  readonly data: Uint8Array
}

async function load(model: FrozenModel, options: LoadOptions, device: Device): Promise<LoadedModel> {
  const { graph } = model
  const inMemory = new Map<string, ExternalFile>()
  if (options.layout === 'memory') {
    for (const { name } of graph.weights)
      inMemory.set(name, { path: name, data: bytesOf(await model.weights.read(name)) })
  }
  const settings: GraphSettings = {
    weights: weightProvider(graph, options),
    attention: device.kind === 'cuda' ? 'attention-23' : 'group-query',
    weightsInBranches: options.layout === 'prepacked',
  }
  const create = async (
    encoded: Uint8Array,
    parts: (part: number | string) => boolean,
  ): Promise<ort.InferenceSession> => {
    const externalData = graph.weights.filter((w) => parts(w.part)).flatMap((w) => inMemory.get(w.name) ?? [])
    try {
      return await ort.InferenceSession.create(encoded, {
        ...sessionOptions(options, device),
        ...(externalData.length > 0 ? { externalData } : {}),
      })
    } catch (cause) {
      throw asEngineError(cause)
    }
  }
  const embed = await create(embedGraph(graph, settings), (p) => p === 'embed')
  const layers = await create(layersGraph(graph, settings), (p) => typeof p === 'number')
  const head = await create(headGraph(graph, settings), (p) => p === 'head' || p === 'embed')
  return new OnnxModel(graph, options, embed, layers, head)
}

function weightProvider(graph: ModelGraph, options: LoadOptions): WeightProvider {
  const specs = new Map(graph.weights.map((w) => [w.name, w]))
  return (name) => {
    const spec = specs.get(name)
    if (!spec) throw new Error(`the graph of ${graph.family} uses ${name} without declaring it`)
    const place = options.files?.places[name]
    const bytes = spec.shape.reduce((a, b) => a * b, 4)
    const entries = place
      ? { location: place.location, offset: place.offset, length: place.bytes }
      : { location: name, offset: 0, length: bytes }
    return {
      name,
      dataType: ELEMENT_TYPE.float32,
      dims: spec.shape,
      dataLocation: 1,
      externalData: Object.entries(entries).map(([key, value]) => ({ key, value: String(value) })),
    }
  }
}

function sessionOptions(options: LoadOptions, device: Device): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: device.kind === 'cuda' ? [{ name: 'cuda', deviceId: device.index }, 'cpu'] : ['cpu'],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    enableCpuMemArena: true,
    logSeverityLevel: 3,
    extra: {
      session: {
        intra_op: { allow_spinning: '0' },
        ...(options.files ? { model_external_initializers_file_folder_path: options.files.folder } : {}),
        ...(options.layout === 'prepacked' ? {} : { disable_prepacking: '1' }),
        ...(device.kind === 'cuda' ? { use_device_allocator_for_initializers: '1' } : {}),
      },
    },
  }
}

/** A failed allocation is told apart from everything else: the caller tries again with a smaller batch. */
function asEngineError(cause: unknown): LabError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const outOfMemory = /bad_alloc|[Ff]ailed to allocate|out of memory|CUBLAS_STATUS_ALLOC_FAILED|BFCArena/.test(message)
  return outOfMemory
    ? new LabError(
        'engine.out-of-memory',
        `the runtime could not allocate memory (${message.slice(0, 200)})`,
        {},
        { cause },
      )
    : new LabError('engine.runtime', `ONNX Runtime failed: ${message.slice(0, 500)}`, {}, { cause })
}

interface OnnxBatch extends PreparedBatch {
  readonly feeds: Readonly<Record<string, ort.Tensor>>
}

class OnnxModel implements LoadedModel {
  private readonly cosines: ort.Tensor
  private readonly sines: ort.Tensor

  constructor(
    private readonly graph: ModelGraph,
    options: LoadOptions,
    private readonly embedding: ort.InferenceSession,
    private readonly layers: ort.InferenceSession,
    private readonly headSession: ort.InferenceSession,
  ) {
    const { cosines, sines, half } = rotaryTables(graph.rotary.inverseFrequencies, options.nPositions)
    this.cosines = new ort.Tensor('float32', cosines, [options.nPositions, half])
    this.sines = new ort.Tensor('float32', sines, [options.nPositions, half])
  }

  prepare(shape: BatchShape): OnnxBatch {
    const { batch, seq } = shape
    const feeds: Record<string, ort.Tensor> = {
      [SHARED.positions]: new ort.Tensor('int64', BigInt64Array.from(shape.positions, BigInt), [batch, seq]),
      [SHARED.cosines]: this.cosines,
      [SHARED.sines]: this.sines,
    }
    for (const [window, mask] of shape.masks)
      feeds[SHARED.mask(window)] = new ort.Tensor('float32', mask, [batch, 1, seq, seq])
    return { shape, feeds, stateSize: batch * seq * this.graph.shape.dModel }
  }

  async embed(_batch: PreparedBatch, ids: Int32Array, into: Float32Array): Promise<void> {
    await this.run(
      this.embedding,
      { ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [ids.length]) },
      { hidden: this.state(into) },
    )
  }

  async applyLayers(
    batch: PreparedBatch,
    layers: readonly number[],
    from: Float32Array,
    into: Float32Array,
  ): Promise<void> {
    await this.run(
      this.layers,
      {
        ...(batch as OnnxBatch).feeds,
        hidden: this.state(from),
        layers: new ort.Tensor('int64', BigInt64Array.from(layers, BigInt), [layers.length]),
      },
      { result: this.state(into) },
    )
  }

  async head(
    hidden: Float32Array,
    n: number,
    pairs: Int32Array,
  ): Promise<{ logprobs: Float32Array; best: Int32Array }> {
    const nPairs = pairs.length / 2
    const feeds = {
      hidden: new ort.Tensor('float32', hidden.subarray(0, n * this.graph.shape.dModel), [n, this.graph.shape.dModel]),
      pairs: new ort.Tensor('int64', BigInt64Array.from(pairs, BigInt), [nPairs, 2]),
    }
    const logprobs = new Float32Array(nPairs)
    const best = new BigInt64Array(n)
    await this.run(this.headSession, feeds, {
      logprobs: new ort.Tensor('float32', logprobs, [nPairs]),
      best: new ort.Tensor('int64', best, [n]),
    })
    return { logprobs, best: Int32Array.from(best, Number) }
  }

  async release(): Promise<void> {
    await Promise.all([this.embedding.release(), this.layers.release(), this.headSession.release()])
  }

  private async run(
    session: ort.InferenceSession,
    feeds: Record<string, ort.Tensor>,
    fetches: Record<string, ort.Tensor>,
  ): Promise<void> {
    try {
      await session.run(feeds, fetches)
    } catch (cause) {
      throw asEngineError(cause)
    }
  }

  private state(values: Float32Array): ort.Tensor {
    const { dModel } = this.graph.shape
    return new ort.Tensor('float32', values, [values.length / dModel, dModel])
  }
}

/** `[nPositions, half]` each: cosine and sine of position times frequency, in float32 as PyTorch multiplies them. */
function rotaryTables(
  inverseFrequencies: Float32Array,
  nPositions: number,
): { cosines: Float32Array; sines: Float32Array; half: number } {
  const half = inverseFrequencies.length
  const cosines = new Float32Array(nPositions * half)
  const sines = new Float32Array(nPositions * half)
  for (let p = 0; p < nPositions; p++) {
    for (let i = 0; i < half; i++) {
      const angle = Math.fround(p * (inverseFrequencies[i] as number))
      cosines[p * half + i] = Math.cos(angle)
      sines[p * half + i] = Math.sin(angle)
    }
  }
  return { cosines, sines, half }
}
