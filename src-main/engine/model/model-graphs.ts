import type { ModelGraph } from './frozen-model'
import { GraphBuilder, SHARED, type AttentionOperator, type Value, type WeightProvider } from '../graph/graph-builder'
import { encodeModel, valueInfo, type OnnxGraph, type OnnxValueInfo } from '../graph/onnx-schema'

/** What the graphs of one model are built with. */
export interface GraphSettings {
  readonly weights: WeightProvider
  readonly attention: AttentionOperator
  /**
   * Where the blocks' weights are declared. Inside its own branch each layer's weights are prepacked by the runtime
   * (faster, one private copy); in the outermost graph they stay shared pages of their file.
   */
  readonly weightsInBranches: boolean
}

/** `ids [n]` -> `hidden [n, dModel]`. */
export function embedGraph(model: ModelGraph, settings: GraphSettings): Uint8Array {
  const g = new GraphBuilder(model.shape, settings.weights, settings.attention, '')
  g.opNamed('hidden', 'Identity', [model.embed(g, 'ids')])
  return encodeModel(finish(g, 'embed', [valueInfo('ids', 'int64', ['n'])], [hiddenInfo(model, 'hidden')]))
}

/**
 * The layer machine: `hidden [n, dModel]`, `layers [m]` and the call's positions and masks -> `result [n, dModel]`, the
 * blocks of `layers` applied one after another. A Loop over `layers` around a binary tree of Ifs, one leaf a layer.
 */
export function layersGraph(model: ModelGraph, settings: GraphSettings): Uint8Array {
  const main = new GraphBuilder(model.shape, settings.weights, settings.attention, '')
  const body = new GraphBuilder(model.shape, settings.weights, settings.attention, 'b_', { call: main })
  body.opNamed('index', 'Gather', ['layers', 'step'], { axis: 0 })
  body.opNamed('go_on_out', 'Identity', ['go_on'])
  chooseLayer(body, main, model, settings, 0, model.shape.nLayers, 'next')
  const scalarInfo = (name: string, type: 'int64' | 'bool'): OnnxValueInfo => valueInfo(name, type, [])
  const bodyGraph = finish(
    body,
    'apply',
    [scalarInfo('step', 'int64'), scalarInfo('go_on', 'bool'), hiddenInfo(model, 'state')],
    [scalarInfo('go_on_out', 'bool'), hiddenInfo(model, 'next')],
  )
  const count = main.op('Size', ['layers'])
  main.opNamed('result', 'Loop', [count, '', 'hidden'], { body: { graph: bodyGraph } })
  const inputs = [hiddenInfo(model, 'hidden'), valueInfo('layers', 'int64', ['m']), ...callInputs(model)]
  return encodeModel(finish(main, 'layers', inputs, [hiddenInfo(model, 'result')]))
}

/** Adds to `g` the choice among layers `from .. to - 1` by `index`, applied to `state`; its result is named `output`. */
function chooseLayer(
  g: GraphBuilder,
  main: GraphBuilder,
  model: ModelGraph,
  settings: GraphSettings,
  from: number,
  to: number,
  output: Value,
): void {
  if (to - from === 1) {
    g.opNamed(output, 'Identity', [model.block(g, from, 'state')])
    return
  }
  const middle = (from + to) >> 1
  const condition = g.op('Less', ['index', main.int64Scalar(middle)])
  const branch = (low: number, high: number): OnnxGraph => {
    const inner = new GraphBuilder(model.shape, settings.weights, settings.attention, `l${low}_${high}_`, {
      call: main,
      ...(settings.weightsInBranches ? {} : { weights: main }),
    })
    const result = `chosen_${low}_${high}`
    chooseLayer(inner, main, model, settings, low, high, result)
    return finish(inner, `layers_${low}_${high}`, [], [hiddenInfo(model, result)])
  }
  g.opNamed(output, 'If', [condition], {
    then_branch: { graph: branch(from, middle) },
    else_branch: { graph: branch(middle, to) },
  })
}

/**
 * `hidden [n, dModel]` (before the final norm), `pairs [p, 2]` of (row of hidden, target token) -> `logprobs [p]` of the
 * targets and `best [n]`, every row's most likely token.
 */
export function headGraph(model: ModelGraph, settings: GraphSettings): Uint8Array {
  const g = new GraphBuilder(model.shape, settings.weights, settings.attention, '')
  const logits = model.head(g, 'hidden')
  g.opNamed('best', 'ArgMax', [logits], { axis: -1, keepdims: 0 })
  g.opNamed('logprobs', 'GatherND', [g.op('LogSoftmax', [logits], { axis: -1 }), 'pairs'])
  return encodeModel(
    finish(
      g,
      'head',
      [hiddenInfo(model, 'hidden'), valueInfo('pairs', 'int64', ['p', 2])],
      [valueInfo('logprobs', 'float32', ['p']), valueInfo('best', 'int64', ['n'])],
    ),
  )
}

/** `x [2, 2]` -> `y`, its square: enough to see whether a device computes. */
export function probeGraph(): Uint8Array {
  const info = (name: string): OnnxValueInfo => valueInfo(name, 'float32', [2, 2])
  return encodeModel({
    name: 'probe',
    node: [{ opType: 'MatMul', domain: '', name: 'square', input: ['x', 'x'], output: ['y'], attribute: [] }],
    input: [info('x')],
    output: [info('y')],
    initializer: [],
  })
}

/** The distinct attention windows of a model, one mask input each. */
export const windowsOf = (model: ModelGraph): (number | null)[] => [...new Set(model.attentionWindows)]

function callInputs(model: ModelGraph): OnnxValueInfo[] {
  const half = model.rotary.inverseFrequencies.length
  return [
    valueInfo(SHARED.positions, 'int64', ['batch', 'seq']),
    valueInfo(SHARED.cosines, 'float32', ['positions', half]),
    valueInfo(SHARED.sines, 'float32', ['positions', half]),
    ...windowsOf(model).map((w) => valueInfo(SHARED.mask(w), 'float32', ['batch', 1, 'seq', 'seq'])),
  ]
}

const hiddenInfo = (model: ModelGraph, name: string): OnnxValueInfo =>
  valueInfo(name, 'float32', ['n', model.shape.dModel])

function finish(
  g: GraphBuilder,
  name: string,
  input: readonly OnnxValueInfo[],
  output: readonly OnnxValueInfo[],
): OnnxGraph {
  return { name, node: g.nodes, input, output, initializer: [...g.initializers.values()] }
}
