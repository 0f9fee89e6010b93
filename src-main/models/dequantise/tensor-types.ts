import { BLOCK_FORMATS } from './ggml-blocks'
import { decodeBfloat16, decodeFloat16, decodeFloat32 } from './half'

export type TensorType = 'F32' | 'F16' | 'BF16' | keyof typeof BLOCK_FORMATS

interface Storage {
  /** Values and bytes of the smallest unit that stands on its own. */
  readonly values: number
  readonly bytes: number
  /** Decodes `bytes`, whole units, to float32. */
  readonly decode: (bytes: Uint8Array, out: Float32Array) => void
}

const blocks = (name: keyof typeof BLOCK_FORMATS): Storage => {
  const { values, bytes, decode } = BLOCK_FORMATS[name]
  return {
    values,
    bytes,
    decode(source, out) {
      for (let at = 0, to = 0; to < out.length; at += bytes, to += values) decode(source, at, out, to)
    },
  }
}

/** How every tensor type that Atelier reads is stored. */
export const STORAGE: Readonly<Record<TensorType, Storage>> = {
  F32: { values: 1, bytes: 4, decode: decodeFloat32 },
  F16: { values: 1, bytes: 2, decode: decodeFloat16 },
  BF16: { values: 1, bytes: 2, decode: decodeBfloat16 },
  Q4_0: blocks('Q4_0'),
  Q4_1: blocks('Q4_1'),
  Q5_0: blocks('Q5_0'),
  Q5_1: blocks('Q5_1'),
  Q8_0: blocks('Q8_0'),
  Q2_K: blocks('Q2_K'),
  Q3_K: blocks('Q3_K'),
  Q4_K: blocks('Q4_K'),
  Q5_K: blocks('Q5_K'),
  Q6_K: blocks('Q6_K'),
  IQ4_NL: blocks('IQ4_NL'),
  IQ4_XS: blocks('IQ4_XS'),
}

/** By the names that safetensors and ggml use. */
export const isTensorType = (name: string): name is TensorType => Object.hasOwn(STORAGE, name)

/** Bytes that `values` values of a type take, or null where they do not fill whole blocks. */
export function storedBytes(type: TensorType, values: number): number | null {
  const { values: unit, bytes } = STORAGE[type]
  return values % unit === 0 ? (values / unit) * bytes : null
}
