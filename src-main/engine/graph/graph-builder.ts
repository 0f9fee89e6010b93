import { addCosts, NO_COST, type Cost } from '../operators/cost'
import {
  ATTRIBUTE_TYPE,
  ELEMENT_TYPE,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
} from './onnx-schema'

/** The name of a value in a graph; `''` is an optional input left out. */
export type Value = string & { readonly __value?: never }

export type AttributeValue =
  number | readonly number[] | string | { readonly float: number } | { readonly graph: OnnxGraph }

/** The domain of ONNX Runtime's own operators. */
export const MICROSOFT = 'com.microsoft'

/**
 * How attention is computed: the fastest operator that a device has (they agree within float32 rounding), or `plain`:
 * matrix products and a softmax, on every device and for every head size. `cached`: as plain, over a past of keys and values
 * that the caller keeps, and the call's own, which are results of the graph.
 */
export type AttentionOperator = 'group-query' | 'attention-23' | 'plain' | 'cached'

/** Supplies a checkpoint tensor as an initializer. Its name inside the graph is the checkpoint's. */
export type WeightProvider = (name: string) => OnnxTensor

/** What all graphs of one model are built with. */
export interface GraphProfile {
  readonly weights: WeightProvider
  readonly attention: AttentionOperator
  /** Of tokens without a past, where attention is `cached`. */
  readonly promptAttention?: AttentionOperator
}

/**
 * Collects the nodes and initializers of one ONNX graph or subgraph, how wide its values are, and what its operators cost.
 * The operators themselves are functions over a builder, in `operators/`; `op` adds any ONNX operator.
 */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly initializers = new Map<string, OnnxTensor>()
  cost: Cost = NO_COST
  private readonly widths = new Map<Value, number>()
  private readonly made = new Set<Value>()
  private count = 0

  /**
   * @param prefix put before the names of values, so that subgraphs do not shadow one another
   * @param outer of a subgraph: the graph of the whole call, and where weights are declared if not in the subgraph itself
   */
  constructor(
    readonly profile: GraphProfile,
    private readonly prefix = '',
    private readonly outer?: { readonly call: GraphBuilder; readonly weights?: GraphBuilder },
  ) {}

  /** The graph of the whole call, where its inputs and constants are. */
  get call(): GraphBuilder {
    return this.outer?.call ?? this
  }

  /** A name that no other value of the graph has. */
  fresh(hint: string): Value {
    return `${this.prefix}${hint}_${this.count++}`
  }

  /** Adds an operator with one output, its name made up. */
  op(
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = '',
  ): Value {
    return this.opNamed(this.fresh(type), type, inputs, attributes, domain)
  }

  /** As `op`, for outputs that the graph, or a graph around it, knows by name. */
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

  /** As `opNamed`, for an operator with several outputs. */
  opMany(
    outputs: readonly [Value, ...Value[]],
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = '',
  ): void {
    this.nodes.push({
      opType: type,
      domain,
      name: `${outputs[0]}:${type}`,
      input: inputs,
      output: outputs,
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    })
  }

  /** Notes what an operator costs, and how many floats a token its result holds. */
  spend(result: Value, width: number, cost: Partial<Cost> = {}): Value {
    this.cost = addCosts(addCosts(this.cost, { floatsPerToken: width }), cost)
    return this.ofWidth(result, width)
  }

  /** Says how many floats a token a value holds. */
  ofWidth(value: Value, width: number): Value {
    this.widths.set(value, width)
    return value
  }

  /** Floats a token of a value made by an operator of `operators/`, or said by `ofWidth`; any other is a fault of the caller. */
  widthOf(value: Value): number {
    const width = this.widths.get(value)
    if (width === undefined) throw new Error(`nobody said how wide ${value} is`)
    return width
  }

  /** Declares a weight where it is used first, by its name in the checkpoint. */
  weight(name: string): Value {
    const home = this.outer?.weights ?? this
    if (!home.initializers.has(name)) home.initializers.set(name, this.profile.weights(name))
    return name
  }

  /** The dimensions of a weight, as the checkpoint stores it. */
  weightShape(name: string): readonly number[] {
    return this.profile.weights(name).dims
  }

  /** A constant `[values.length]`, held once a call however often it is used; so are the scalars. */
  int64(values: readonly number[]): Value {
    return this.constant(`i64_${values.join('_')}`, 'int64', [values.length], BigInt64Array.from(values, BigInt))
  }

  /** A constant `[]`. */
  int64Scalar(value: number): Value {
    return this.constant(`i64_scalar_${value}`, 'int64', [], BigInt64Array.of(BigInt(value)))
  }

  /** A constant `[]`. */
  floatScalar(value: number): Value {
    return this.constant(`f32_scalar_${value}`, 'float32', [], Float32Array.of(value))
  }

  private constant(name: string, type: 'int64' | 'float32', dims: readonly number[], data: ArrayBufferView): Value {
    const tensor = { name, dataType: ELEMENT_TYPE[type], dims, rawData: bytesOf(data) }
    if (!this.call.initializers.has(name)) this.call.initializers.set(name, tensor)
    return name
  }

  /** Makes a value that a graph needs once, however often it is asked for. */
  once(name: Value, make: (name: Value) => void): Value {
    if (!this.made.has(name)) {
      this.made.add(name)
      make(name)
    }
    return name
  }

  /** The graph so far; a subgraph's free names are those of the graphs around it. */
  finish(name: string, input: readonly OnnxValueInfo[], output: readonly OnnxValueInfo[]): OnnxGraph {
    return { name, node: this.nodes, input, output, initializer: [...this.initializers.values()] }
  }
}

/** The same memory, as bytes. */
export const bytesOf = (a: ArrayBufferView): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength)

function attribute(name: string, value: AttributeValue): OnnxAttribute {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPE.int, i: value }
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPE.string, s: new TextEncoder().encode(value) }
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float }
  if ('graph' in value) return { name, type: ATTRIBUTE_TYPE.graph, g: value.graph }
  return { name, type: ATTRIBUTE_TYPE.ints, ints: value }
}
