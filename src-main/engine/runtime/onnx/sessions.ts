import * as ort from 'onnxruntime-node'
import { LabError } from '../../../../src-preload/contract/errors'
import type { FrozenModel, ModelGraph, ModelPart } from '../../model/frozen-model'
import { bytesOf, type WeightProvider } from '../../graph/graph-builder'
import { ELEMENT_TYPE } from '../../graph/onnx-schema'
import type { Device } from '../../../../src-preload/contract/device'
import { profileOf } from '../device-profile'
import type { LoadOptions } from '../runtime'

/** Makes the sessions of one model, all with the same weights and settings. */
export class SessionFactory {
  private constructor(
    private readonly model: FrozenModel,
    private readonly options: LoadOptions,
    private readonly device: Device,
    private readonly inMemory: ReadonlyMap<string, Uint8Array>,
  ) {}

  /**
   * Reads the weights into memory where there is no file to map them from.
   *
   * @throws `model.nan`, `model.truncated`
   */
  static async open(model: FrozenModel, options: LoadOptions, device: Device): Promise<SessionFactory> {
    const inMemory = new Map<string, Uint8Array>()
    if (options.layout === 'memory') {
      for (const { name } of model.graph.weights) inMemory.set(name, bytesOf(await model.weights.read(name)))
    }
    return new SessionFactory(model, options, device, inMemory)
  }

  /**
   * @param encoded an ONNX model
   * @param uses which parts' weights the graph may ask for
   * @throws `engine.out-of-memory`, `engine.runtime`
   */
  async create(encoded: Uint8Array, uses: (part: ModelPart) => boolean): Promise<ort.InferenceSession> {
    const externalData = this.model.graph.weights
      .filter((w) => uses(w.part))
      .flatMap(({ name }) => {
        const data = this.inMemory.get(name)
        return data ? [{ path: name, data }] : []
      })
    const settings = sessionOptions(this.options, this.device)
    try {
      return await ort.InferenceSession.create(encoded, {
        ...settings,
        ...(externalData.length > 0 ? { externalData } : {}),
      })
    } catch (cause) {
      throw asEngineError(cause)
    }
  }
}

/**
 * Declares a model's weights as float32 external data: in the files where they lie, or handed over in memory. A name that
 * the graph did not declare is a fault of the family's file, no LabError.
 */
export function weightProvider(graph: ModelGraph, options: LoadOptions): WeightProvider {
  const specs = new Map(graph.weights.map((w) => [w.name, w]))
  return (name) => {
    const spec = specs.get(name)
    if (!spec) throw new Error(`the graph of ${graph.family} uses ${name} without declaring it`)
    const place = options.files?.places[name]
    const bytes = spec.shape.reduce((a, b) => a * b, Float32Array.BYTES_PER_ELEMENT)
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

/**
 * Pools of several sessions do not spin: spinning ones fight for the cores and halve the speed. The arena keeps what a call
 * needed for the next one.
 */
export function sessionOptions(options: LoadOptions, device: Device): ort.InferenceSession.SessionOptions {
  const profile = profileOf(device)
  return {
    executionProviders: [...profile.providers],
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
        ...profile.session,
      },
    },
  }
}

/**
 * `engine.out-of-memory` for a failed allocation, upon which the caller tries again with a smaller batch; `engine.runtime`
 * for everything else.
 */
export function asEngineError(cause: unknown): LabError {
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
