import type { ModelShape } from '../model/frozen-model'
import {
  ATTRIBUTE_TYPE,
  ELEMENT_TYPE,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
} from './onnx-schema'

/** The name of a value in a graph; `''` is an optional input left out. */
export type Value = string & { readonly __value?: never }

export type AttributeValue =
  number | readonly number[] | string | { readonly float: number } | { readonly graph: OnnxGraph }

/** How attention is computed: the fastest operator of each provider (they agree within float32 rounding). */
export type AttentionOperator = 'group-query' | 'attention-23'

/** Supplies a checkpoint tensor as an initializer. Its name inside the graph is the checkpoint's. */
export type WeightProvider = (name: string) => OnnxTensor

/** Names of the inputs that every block reads from the outermost graph. */
export const SHARED = {
  positions: 'positions',
  cosines: 'cosines',
  sines: 'sines',
  /** One float mask `[batch, 1, seq, seq]` for each distinct attention window. */
  mask: (window: number | null): Value => (window === null ? 'mask' : `mask_${window}`),
} as const

const MICROSOFT = 'com.microsoft'

/**
 * Collects the nodes and initializers of one ONNX graph or subgraph. The methods are the operators that decoders are made
 * of, in the layout that measured fastest on CPU (weights as stored, `[out, in]`); `op` adds any other ONNX operator.
 */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly initializers = new Map<string, OnnxTensor>()

  /**
   * @param prefix put before the names of values, so that subgraphs do not shadow one another
   * @param outer of a subgraph: the graph of the whole call, and where weights are declared if not in the subgraph itself
   */
  constructor(
    readonly shape: ModelShape,
    private readonly weights: WeightProvider,
    private readonly attentionOperator: AttentionOperator,
    private readonly prefix: string,
    private readonly outer?: { readonly call: GraphBuilder; readonly weights?: GraphBuilder },
  ) {}

  private count = 0

  fresh(hint: string): Value {
    return `${this.prefix}${hint}_${this.count++}`
  }

  op(
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = '',
  ): Value {
    return this.opNamed(this.fresh(type), type, inputs, attributes, domain)
  }

  opNamed(
    output: Value,
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = '',
  ): Value {
    this.opMany([output], type, inputs, attributes, domain)
    return output
  }

  opMany(
    outputs: readonly Value[],
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = '',
  ): void {
    this.nodes.push({
      opType: type,
      domain,
      name: `${outputs[0] as string}:${type}`,
      input: inputs,
      output: outputs,
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    })
  }

  weight(name: string): Value {
    const home = this.outer?.weights ?? this
    if (!home.initializers.has(name)) home.initializers.set(name, this.weights(name))
    return name
  }

  int64(values: readonly number[]): Value {
    return this.constant(`i64_${values.join('_')}`, {
      dataType: ELEMENT_TYPE.int64,
      dims: [values.length],
      rawData: bytesOf(BigInt64Array.from(values, BigInt)),
    })
  }

  int64Scalar(value: number): Value {
    return this.constant(`i64_scalar_${value}`, {
      dataType: ELEMENT_TYPE.int64,
      dims: [],
      rawData: bytesOf(BigInt64Array.of(BigInt(value))),
    })
  }

  private constant(name: string, tensor: Omit<OnnxTensor, 'name'>): Value {
    const home = this.outer?.call ?? this
    if (!home.initializers.has(name)) home.initializers.set(name, { name, ...tensor })
    return name
  }

  // --- operators of a decoder -----------------------------------------------------------------------------------------

  /** `x [n, dIn]` times the transpose of a weight `[dOut, dIn]`, plus a bias `[dOut]`: `[n, dOut]`. */
  linear(x: Value, weight: string, bias?: string): Value {
    const inputs = [x, this.weight(weight), ...(bias === undefined ? [] : [this.weight(bias)])]
    return this.op('Gemm', inputs, { transB: 1 })
  }

  /** Root-mean-square norm over the last axis (Zhang and Sennrich, 2019). */
  rmsNorm(x: Value, weight: string, epsilon: number): Value {
    return this.op('SimplifiedLayerNormalization', [x, this.weight(weight)], {
      axis: -1,
      epsilon: { float: epsilon },
      stash_type: 1,
    })
  }

  /**
   * Scaled dot-product attention with grouped heads under the call's mask. q `[n, nHeads * dHead]`, k and v
   * `[n, nKvHeads * dHead]` -> `[n, nHeads * dHead]`, where n = batch * seq. Rows are packed in causal order.
   *
   * @param options.rotary rotate q and k by the positions of the call first
   * @param options.window tokens that attention looks back, itself included; null for all
   */
  attention(
    q: Value,
    k: Value,
    v: Value,
    options: { readonly rotary: boolean; readonly window: number | null },
  ): Value {
    const { nHeads, nKvHeads, dHead } = this.shape
    const mask = SHARED.mask(options.window)
    const turn = (x: Value): Value =>
      options.rotary
        ? this.op('RotaryEmbedding', [x, SHARED.positions, SHARED.cosines, SHARED.sines], {}, MICROSOFT)
        : x
    const q3 = turn(this.rows(q, nHeads * dHead))
    const k3 = turn(this.rows(k, nKvHeads * dHead))
    const v3 = this.rows(v, nKvHeads * dHead)
    const attended = this.fresh('attended')
    if (this.attentionOperator === 'attention-23') {
      this.opNamed(attended, 'Attention', [q3, k3, v3, mask], { q_num_heads: nHeads, kv_num_heads: nKvHeads })
    } else {
      const { last, total } = this.rowLengths()
      this.opMany(
        [attended, `${attended}_k`, `${attended}_v`],
        'GroupQueryAttention',
        [q3, k3, v3, '', '', last, total, '', '', '', mask],
        { num_heads: nHeads, kv_num_heads: nKvHeads, do_rotary: 0 },
        MICROSOFT,
      )
    }
    return this.op('Reshape', [attended, this.int64([-1, nHeads * dHead])])
  }

  /** `[n, d]` -> `[batch, seq, d]`. */
  private rows(x: Value, d: number): Value {
    const home = this.outer?.call ?? this
    const shape = home.once(`rows_of_${d}`, (name) => {
      home.opNamed(name, 'Concat', [home.op('Shape', [SHARED.positions]), home.int64([d])], { axis: 0 })
    })
    return this.op('Reshape', [x, shape])
  }

  /** What GroupQueryAttention wants to know of a call: the last index of every row `[batch]` and the row length, int32. */
  private rowLengths(): { readonly last: Value; readonly total: Value } {
    const home = this.outer?.call ?? this
    const total = home.once('row_length', (name) => {
      const seq = home.op('Shape', [SHARED.positions], { start: 1, end: 2 })
      home.opNamed(name, 'Cast', [seq], { to: ELEMENT_TYPE.int32 })
    })
    const last = home.once('last_index', (name) => {
      const batch = home.op('Shape', [SHARED.positions], { start: 0, end: 1 })
      const seq = home.op('Shape', [SHARED.positions], { start: 1, end: 2 })
      const index = home.op('Expand', [home.op('Sub', [seq, home.int64([1])]), batch])
      home.opNamed(name, 'Cast', [index], { to: ELEMENT_TYPE.int32 })
    })
    return { last, total }
  }

  private readonly made = new Set<Value>()

  private once(name: Value, make: (name: Value) => void): Value {
    if (!this.made.has(name)) {
      this.made.add(name)
      make(name)
    }
    return name
  }

  /** x * sigmoid(x). */
  silu(x: Value): Value {
    return this.op('QuickGelu', [x], { alpha: { float: 1 } }, MICROSOFT)
  }

  mul(a: Value, b: Value): Value {
    return this.op('Mul', [a, b])
  }

  add(a: Value, b: Value): Value {
    return this.op('Add', [a, b])
  }
}

export const bytesOf = (a: ArrayBufferView): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength)

function attribute(name: string, value: AttributeValue): OnnxAttribute {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPE.int, i: value }
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPE.string, s: new TextEncoder().encode(value) }
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float }
  if ('graph' in value) return { name, type: ATTRIBUTE_TYPE.graph, g: value.graph }
  return { name, type: ATTRIBUTE_TYPE.ints, ints: value }
}
