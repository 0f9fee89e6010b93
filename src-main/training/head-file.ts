import type { LinearHead } from './train-head'

/** A trained head as a safetensors file has it: `classifier.weight [nClasses, d]` and `classifier.bias [nClasses]`, float64. */
export function headToBytes({ nClasses, weight, bias }: LinearHead): Buffer {
  const d = weight.length / nClasses
  const header = Buffer.from(
    JSON.stringify({
      'classifier.weight': { dtype: 'F64', shape: [nClasses, d], data_offsets: [0, weight.byteLength] },
      'classifier.bias': {
        ...{ dtype: 'F64', shape: [nClasses], data_offsets: [weight.byteLength, weight.byteLength + bias.byteLength] },
      },
    }).padEnd(ALIGNED, ' '),
  )
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, header, bytesOf(weight), bytesOf(bias)])
}

export function headFromBytes(bytes: Buffer): LinearHead {
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Readonly<
    Record<
      'classifier.weight' | 'classifier.bias',
      { readonly shape: readonly number[]; readonly data_offsets: readonly [number, number] }
    >
  >
  const values = (name: keyof typeof header): Float64Array => {
    const [from, to] = header[name].data_offsets
    return Float64Array.from({ length: (to - from) / 8 }, (_, i) => bytes.readDoubleLE(start + from + 8 * i))
  }
  const bias = values('classifier.bias')
  return { nClasses: bias.length, weight: values('classifier.weight'), bias }
}

/** The header's length: a multiple of eight, as the format wants its data to begin. */
const ALIGNED = 256

const bytesOf = (values: Float64Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength)
