import { LabError } from '../../../src-preload/contract/errors'
import { CALL } from '../graph/call-inputs'
import { GraphBuilder, type GraphProfile, type Value } from '../graph/graph-builder'
import { encodeModel, valueInfo, type OnnxGraph, type OnnxValueInfo } from '../graph/onnx-schema'
import { distinctPatterns } from './attention-pattern'
import { scoringHead, type LayerForward, type ModelGraph } from './frozen-model'
import type { LayerPart } from './layer-parts'

/** How the graphs of one loaded model are made. */
export interface GraphSettings extends GraphProfile {
  /**
   * Where the blocks' weights are declared. Inside its own branch each layer's weights are prepacked by the runtime
   * (faster, one private copy); in the outermost graph they stay shared pages of their file.
   */
  readonly weightsInBranches: boolean
}

/** `ids [n]`, `positions [batch, seq]` where they are learned -> `hidden [n, dModel]`, as an encoded ONNX model. */
export function embedGraph(model: ModelGraph, settings: GraphSettings): Uint8Array {
  const g = new GraphBuilder(settings)
  g.opNamed('hidden', 'Identity', [model.embed(g, 'ids')])
  const inputs = [valueInfo('ids', 'int64', ['n']), ...(model.positions.kind === 'learned' ? [POSITIONS] : [])]
  return encodeModel(g.finish('embed', inputs, [hiddenInfo(model, 'hidden')]))
}

/**
 * The layer machine of one part: `hidden [n, dModel]`, `layers [m]` and the call's positions and masks -> `result
 * [n, dModel]`, the layers applied one after another. A Loop over `layers` around a binary tree of Ifs, one leaf a layer.
 *
 * @throws `model.no-part` where the family has no such part
 */
export function layersGraph(model: ModelGraph, part: LayerPart, settings: GraphSettings): Uint8Array {
  const forward = model.parts[part]
  if (!forward) {
    throw new LabError('model.no-part', `${model.family} models have no ${part} that could be applied alone`, {
      family: model.family,
      part,
    })
  }
  const main = new GraphBuilder(settings)
  const body = new GraphBuilder(settings, 'b_', { call: main })
  body.opNamed('index', 'Gather', ['layers', 'step'], { axis: 0 })
  body.opNamed('go_on_out', 'Identity', ['go_on'])
  chooseLayer(body, { main, model, forward, settings }, 0, model.shape.nLayers, 'next')
  const scalarInfo = (name: string, type: 'int64' | 'bool'): OnnxValueInfo => valueInfo(name, type, [])
  const bodyGraph = body.finish(
    'apply',
    [scalarInfo('step', 'int64'), scalarInfo('go_on', 'bool'), hiddenInfo(model, 'state')],
    [scalarInfo('go_on_out', 'bool'), hiddenInfo(model, 'next')],
  )
  const count = main.op('Size', ['layers'])
  main.opNamed('result', 'Loop', [count, '', 'hidden'], { body: { graph: bodyGraph } })
  const inputs = [hiddenInfo(model, 'hidden'), valueInfo('layers', 'int64', ['m']), ...callInputs(model)]
  return encodeModel(main.finish('layers', inputs, [hiddenInfo(model, 'result')]))
}

/**
 * One layer applied after others of its rows: `hidden [batch * seq, dModel]`, the past's keys and values, and the call's
 * positions and mask -> `result`, and the keys and values that the caller is to keep (graph/call-inputs.ts).
 */
export function cachedLayerGraph(model: ModelGraph, layer: number, profile: GraphProfile): Uint8Array {
  const { dModel, nKvHeads, dHead } = model.shape
  const g = new GraphBuilder({ ...profile, attention: 'cached', promptAttention: profile.attention })
  g.opNamed('result', 'Identity', [model.parts.block(g, layer, g.ofWidth('hidden', dModel))])
  const pattern = model.attention[layer]
  const past = (name: string): OnnxValueInfo => valueInfo(name, 'float32', ['batch', nKvHeads, 'past', dHead])
  const own = (name: string): OnnxValueInfo => valueInfo(name, 'float32', ['batch', 'seq', nKvHeads * dHead])
  const inputs = [
    ...[hiddenInfo(model, 'hidden'), POSITIONS, ...tableInputs(model)],
    ...(pattern ? [valueInfo(CALL.mask(pattern), 'float32', ['batch', 1, 'seq', 'total'])] : []),
    ...[past(CALL.pastKeys), past(CALL.pastValues), valueInfo(CALL.isPrompt, 'bool', [])],
  ]
  const outputs = [hiddenInfo(model, 'result'), own(CALL.newKeys), own(CALL.newValues)]
  return encodeModel(g.finish('cached_layer', inputs, outputs))
}

interface Machine {
  readonly main: GraphBuilder
  readonly model: ModelGraph
  readonly forward: LayerForward
  readonly settings: GraphSettings
}

/** Adds to `g` the choice among layers `from .. to - 1` by `index`, applied to `state`; its result is named `output`. */
function chooseLayer(g: GraphBuilder, machine: Machine, from: number, to: number, output: Value): void {
  const { main, model, forward, settings } = machine
  if (to - from === 1) {
    g.opNamed(output, 'Identity', [forward(g, from, g.ofWidth('state', model.shape.dModel))])
    return
  }
  const middle = (from + to) >> 1
  const condition = g.op('Less', ['index', main.int64Scalar(middle)])
  const branch = (low: number, high: number): OnnxGraph => {
    const outer = { call: main, ...(settings.weightsInBranches ? {} : { weights: main }) }
    const inner = new GraphBuilder(settings, `l${low}_${high}_`, outer)
    const result = `chosen_${low}_${high}`
    chooseLayer(inner, machine, low, high, result)
    return inner.finish(`layers_${low}_${high}`, [], [hiddenInfo(model, result)])
  }
  g.opNamed(output, 'If', [condition], {
    then_branch: { graph: branch(from, middle) },
    else_branch: { graph: branch(middle, to) },
  })
}

/**
 * `hidden [n, dModel]` (before the final norm), `pairs [p, 2]` of (row of hidden, target token or class) -> `logprobs [p]` of
 * the targets and `best [n]`, every row's most likely one. Of a regression `logprobs` are the values themselves. Null for a
 * model without a head.
 */
export function headGraph(model: ModelGraph, settings: GraphSettings): Uint8Array | null {
  const head = scoringHead(model)
  if (!head) return null
  const g = new GraphBuilder(settings)
  const logits = head.logits(g, g.ofWidth('hidden', model.shape.dModel))
  const isValue = model.heads.classifier?.nClasses === 1
  g.opNamed('best', 'ArgMax', [logits], { axis: -1, keepdims: 0 })
  g.opNamed('logprobs', 'GatherND', [isValue ? logits : g.op('LogSoftmax', [logits], { axis: -1 }), 'pairs'])
  const outputs = [valueInfo('logprobs', 'float32', ['p']), valueInfo('best', 'int64', ['n'])]
  return encodeModel(g.finish('head', [hiddenInfo(model, 'hidden'), valueInfo('pairs', 'int64', ['p', 2])], outputs))
}

/** `hidden [n, dModel]` of first tokens -> `pooled [n, dModel]`. Throws `model.no-head` for a model without a pooler. */
export function poolerGraph(model: ModelGraph, settings: GraphSettings): Uint8Array {
  const { pooler } = model.heads
  if (!pooler)
    throw new LabError('model.no-head', `the ${model.family} model has no pooler: take the mean of its last states`, {
      family: model.family,
    })
  const g = new GraphBuilder(settings)
  g.opNamed('pooled', 'Identity', [pooler(g, g.ofWidth('hidden', model.shape.dModel))])
  return encodeModel(g.finish('pooler', [hiddenInfo(model, 'hidden')], [hiddenInfo(model, 'pooled')]))
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

const POSITIONS = valueInfo(CALL.positions, 'int64', ['batch', 'seq'])

function callInputs(model: ModelGraph): OnnxValueInfo[] {
  const masks = distinctPatterns(model.attention).map((pattern) =>
    valueInfo(CALL.mask(pattern), 'float32', ['batch', 1, 'seq', 'seq']),
  )
  return [POSITIONS, ...tableInputs(model), ...masks]
}

function tableInputs({ positions }: ModelGraph): OnnxValueInfo[] {
  if (positions.kind !== 'rotary') return []
  return positions.tables.flatMap(({ inverseFrequencies }, i) =>
    [CALL.cosines(i), CALL.sines(i)].map((name) =>
      valueInfo(name, 'float32', ['positions', inverseFrequencies.length]),
    ),
  )
}

const hiddenInfo = (model: ModelGraph, name: string): OnnxValueInfo =>
  valueInfo(name, 'float32', ['n', model.shape.dModel])
