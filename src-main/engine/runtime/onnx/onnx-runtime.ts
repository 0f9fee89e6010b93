import * as ort from 'onnxruntime-node'
import type { FrozenModel } from '../../model/frozen-model'
import type { LayerPart } from '../../model/layer-parts'
import {
  cachedLayerGraph,
  embedGraph,
  headGraph,
  layersGraph,
  poolerGraph,
  probeGraph,
  type GraphSettings,
} from '../../model/model-graphs'
import type { Device } from '../../../../src-preload/contract/device'
import { profileOf } from '../device-profile'
import type { LoadedModel, LoadOptions, Runtime } from '../runtime'
import { OnnxModel } from './onnx-model'
import { asEngineError, SessionFactory, sessionOptions, weightProvider } from './sessions'

/**
 * ONNX Runtime as the engine uses it: a session each for the embedding, the layer machine and the head of a model. Load at
 * most once per process; calls block the thread.
 */
export function createOnnxRuntime(device: Device): Runtime {
  return { device, probe: () => probe(device), load: (model, options) => load(model, options, device) }
}

async function probe(device: Device): Promise<void> {
  try {
    const session = await ort.InferenceSession.create(
      probeGraph(),
      sessionOptions({ threads: 1, layout: 'mapped' }, device),
    )
    const x = new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [2, 2])
    const { y } = await session.run({ x })
    await session.release()
    if ((y?.data as Float32Array | undefined)?.join() !== '7,10,15,22') {
      throw new Error('a 2 x 2 matrix product came out wrong')
    }
  } catch (cause) {
    throw asEngineError(cause)
  }
}

async function load(model: FrozenModel, options: LoadOptions, device: Device): Promise<LoadedModel> {
  const { graph } = model
  const sessions = await SessionFactory.open(model, options, device)
  const settings: GraphSettings = {
    weights: weightProvider(graph, options),
    attention: profileOf(device).attention,
    weightsInBranches: options.layout === 'prepacked',
  }
  const embedding = await sessions.create(embedGraph(graph, settings), (part) => part === 'embed')
  const machine = (part: LayerPart): Promise<ort.InferenceSession> =>
    sessions.create(layersGraph(graph, part, settings), (p) => typeof p === 'number')
  const blocks = options.blocksLater === true ? {} : { blocks: await machine('block') }
  const encoded = headGraph(graph, settings)
  const head = encoded && (await sessions.create(encoded, (part) => part === 'head' || part === 'embed'))
  const cachedLayer = (layer: number): Promise<ort.InferenceSession> =>
    sessions.create(cachedLayerGraph(graph, layer, settings), (p) => p === layer)
  const pooler = (): Promise<ort.InferenceSession> =>
    sessions.create(poolerGraph(graph, settings), (part) => part === 'head')
  return new OnnxModel(graph, { embedding, ...blocks, head }, { machine, cachedLayer, pooler })
}
