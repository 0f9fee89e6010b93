import protobuf from 'protobufjs'

/**
 * The part of the ONNX format (onnx.proto3, IR version 11) that Atelier writes: message and field numbers as the ONNX
 * specification gives them.
 */
const field = (id: number, type: string, rule?: 'repeated'): protobuf.IField =>
  rule ? { id, type, rule } : { id, type }

const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: field(1, 'int64'),
        graph: field(7, 'GraphProto'),
        opsetImport: field(8, 'OperatorSetIdProto', 'repeated'),
      },
    },
    OperatorSetIdProto: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    GraphProto: {
      fields: {
        node: field(1, 'NodeProto', 'repeated'),
        name: field(2, 'string'),
        initializer: field(5, 'TensorProto', 'repeated'),
        input: field(11, 'ValueInfoProto', 'repeated'),
        output: field(12, 'ValueInfoProto', 'repeated'),
      },
    },
    NodeProto: {
      fields: {
        input: field(1, 'string', 'repeated'),
        output: field(2, 'string', 'repeated'),
        name: field(3, 'string'),
        opType: field(4, 'string'),
        attribute: field(5, 'AttributeProto', 'repeated'),
        domain: field(7, 'string'),
      },
    },
    AttributeProto: {
      fields: {
        name: field(1, 'string'),
        f: field(2, 'float'),
        i: field(3, 'int64'),
        s: field(4, 'bytes'),
        g: field(6, 'GraphProto'),
        ints: { ...field(8, 'int64', 'repeated'), options: { packed: false } },
        type: field(20, 'int32'),
      },
    },
    TensorProto: {
      fields: {
        dims: { ...field(1, 'int64', 'repeated'), options: { packed: false } },
        dataType: field(2, 'int32'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes'),
        externalData: field(13, 'StringStringEntryProto', 'repeated'),
        dataLocation: field(14, 'int32'),
      },
    },
    StringStringEntryProto: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
    ValueInfoProto: { fields: { name: field(1, 'string'), type: field(2, 'TypeProto') } },
    TypeProto: { fields: { tensorType: field(1, 'TensorTypeProto') } },
    TensorTypeProto: { fields: { elemType: field(1, 'int32'), shape: field(2, 'TensorShapeProto') } },
    TensorShapeProto: { fields: { dim: field(1, 'DimensionProto', 'repeated') } },
    DimensionProto: { fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') } },
  },
})

const modelProto = root.lookupType('ModelProto')

export type ElementType = 'float32' | 'int32' | 'int64' | 'bool'
export const ELEMENT_TYPE: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 }
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const

export interface OnnxTensor {
  readonly name: string
  readonly dataType: number
  readonly dims: readonly number[]
  readonly rawData?: Uint8Array
  readonly dataLocation?: 1
  readonly externalData?: readonly { readonly key: string; readonly value: string }[]
}

export interface OnnxAttribute {
  readonly name: string
  readonly type: number
  readonly f?: number
  readonly i?: number
  readonly s?: Uint8Array
  readonly ints?: readonly number[]
  readonly g?: OnnxGraph
}

export interface OnnxNode {
  readonly opType: string
  readonly domain: string
  readonly name: string
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly attribute: readonly OnnxAttribute[]
}

export interface OnnxValueInfo {
  readonly name: string
  readonly type: {
    readonly tensorType: { readonly elemType: number; readonly shape?: { readonly dim: readonly object[] } }
  }
}

export interface OnnxGraph {
  readonly name: string
  readonly node: readonly OnnxNode[]
  readonly input: readonly OnnxValueInfo[]
  readonly output: readonly OnnxValueInfo[]
  readonly initializer: readonly OnnxTensor[]
}

/** Serialises a graph as an ONNX model: IR version 11, opset 23, with the operators of com.microsoft. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const model = {
    irVersion: 11,
    opsetImport: [
      { domain: '', version: 23 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph,
  }
  return modelProto.encode(modelProto.create(model)).finish()
}

/** The description of a graph input or output; a string names a free dimension. */
export function valueInfo(name: string, type: ElementType, dims: readonly (number | string)[]): OnnxValueInfo {
  return {
    name,
    type: {
      tensorType: {
        elemType: ELEMENT_TYPE[type],
        shape: { dim: dims.map((d) => (typeof d === 'string' ? { dimParam: d } : { dimValue: d })) },
      },
    },
  }
}
