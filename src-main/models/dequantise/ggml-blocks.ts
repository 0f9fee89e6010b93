import { float16 } from './half'

/**
 * Dequantisation of ggml's block formats, in the float32 steps of the Python package gguf (gguf-py/gguf/quants.py), so
 * that the results are equal to the bit.
 */
interface BlockFormat {
  /** Values in a block. */
  readonly values: number
  /** Bytes of a block. */
  readonly bytes: number
  /** Decodes the block at `at` in `q` into `out` from index `to`. */
  readonly decode: (q: Uint8Array, at: number, out: Float32Array, to: number) => void
}

const f = Math.fround
const byte = (q: Uint8Array, i: number): number => q[i] as number
const half = (q: Uint8Array, i: number): number => float16(byte(q, i) | (byte(q, i + 1) << 8))

const q4_0: BlockFormat = {
  values: 32,
  bytes: 18,
  decode(q, at, out, to) {
    const d = half(q, at)
    for (let i = 0; i < 16; i++) {
      const b = byte(q, at + 2 + i)
      out[to + i] = d * ((b & 15) - 8)
      out[to + 16 + i] = d * ((b >> 4) - 8)
    }
  },
}

const q4_1: BlockFormat = {
  values: 32,
  bytes: 20,
  decode(q, at, out, to) {
    const d = half(q, at)
    const m = half(q, at + 2)
    for (let i = 0; i < 16; i++) {
      const b = byte(q, at + 4 + i)
      out[to + i] = f(d * (b & 15)) + m
      out[to + 16 + i] = f(d * (b >> 4)) + m
    }
  },
}

/** The fifth bits of 32 values, from four bytes. */
const fifthBit = (q: Uint8Array, at: number, i: number): number => ((byte(q, at + (i >> 3)) >> (i & 7)) & 1) << 4

const q5_0: BlockFormat = {
  values: 32,
  bytes: 22,
  decode(q, at, out, to) {
    const d = half(q, at)
    for (let i = 0; i < 16; i++) {
      const b = byte(q, at + 6 + i)
      out[to + i] = d * (((b & 15) | fifthBit(q, at + 2, i)) - 16)
      out[to + 16 + i] = d * (((b >> 4) | fifthBit(q, at + 2, i + 16)) - 16)
    }
  },
}

const q5_1: BlockFormat = {
  values: 32,
  bytes: 24,
  decode(q, at, out, to) {
    const d = half(q, at)
    const m = half(q, at + 2)
    for (let i = 0; i < 16; i++) {
      const b = byte(q, at + 8 + i)
      out[to + i] = f(d * ((b & 15) | fifthBit(q, at + 4, i))) + m
      out[to + 16 + i] = f(d * ((b >> 4) | fifthBit(q, at + 4, i + 16))) + m
    }
  },
}

const signed = (b: number): number => (b << 24) >> 24

const q8_0: BlockFormat = {
  values: 32,
  bytes: 34,
  decode(q, at, out, to) {
    const d = half(q, at)
    for (let i = 0; i < 32; i++) out[to + i] = d * signed(byte(q, at + 2 + i))
  },
}

/** The 6-bit scale and minimum of sub-block `j` of 8, packed into 12 bytes. */
function scaleAndMin(q: Uint8Array, at: number, j: number): [number, number] {
  if (j < 4) return [byte(q, at + j) & 63, byte(q, at + 4 + j) & 63]
  const low = byte(q, at + 4 + j)
  return [(low & 15) | ((byte(q, at + j - 4) >> 2) & 48), (low >> 4) | ((byte(q, at + j) >> 2) & 48)]
}

const q4_k: BlockFormat = {
  values: 256,
  bytes: 144,
  decode(q, at, out, to) {
    const d = half(q, at)
    const dMin = half(q, at + 2)
    for (let j = 0; j < 8; j++) {
      const [scale, min] = scaleAndMin(q, at + 4, j)
      const dj = f(d * scale)
      const mj = f(dMin * min)
      const shift = (j & 1) * 4
      const from = at + 16 + (j >> 1) * 32
      for (let i = 0; i < 32; i++) out[to + j * 32 + i] = f(dj * ((byte(q, from + i) >> shift) & 15)) - mj
    }
  },
}

const q5_k: BlockFormat = {
  values: 256,
  bytes: 176,
  decode(q, at, out, to) {
    const d = half(q, at)
    const dMin = half(q, at + 2)
    for (let j = 0; j < 8; j++) {
      const [scale, min] = scaleAndMin(q, at + 4, j)
      const dj = f(d * scale)
      const mj = f(dMin * min)
      const shift = (j & 1) * 4
      const from = at + 48 + (j >> 1) * 32
      for (let i = 0; i < 32; i++) {
        const value = ((byte(q, from + i) >> shift) & 15) | (((byte(q, at + 16 + i) >> j) & 1) << 4)
        out[to + j * 32 + i] = f(dj * value) - mj
      }
    }
  },
}

const q6_k: BlockFormat = {
  values: 256,
  bytes: 210,
  decode(q, at, out, to) {
    const d = half(q, at + 208)
    for (let h = 0; h < 2; h++) {
      for (let k = 0; k < 4; k++) {
        for (let i = 0; i < 32; i++) {
          const n = h * 128 + k * 32 + i
          const low = (byte(q, at + h * 64 + (k & 1) * 32 + i) >> ((k >> 1) * 4)) & 15
          const high = (byte(q, at + 128 + h * 32 + i) >> (2 * k)) & 3
          out[to + n] = f(d * signed(byte(q, at + 192 + (n >> 4)))) * ((low | (high << 4)) - 32)
        }
      }
    }
  },
}

const q2_k: BlockFormat = {
  values: 256,
  bytes: 84,
  decode(q, at, out, to) {
    const d = half(q, at + 80)
    const dMin = half(q, at + 82)
    for (let j = 0; j < 16; j++) {
      const scale = byte(q, at + j)
      const dj = f(d * (scale & 15))
      const mj = f(dMin * (scale >> 4))
      const from = at + 16 + (j >> 3) * 32 + (j & 1) * 16
      const shift = ((j >> 1) & 3) * 2
      for (let i = 0; i < 16; i++) out[to + j * 16 + i] = f(dj * ((byte(q, from + i) >> shift) & 3)) - mj
    }
  },
}

const q3_k: BlockFormat = {
  values: 256,
  bytes: 110,
  decode(q, at, out, to) {
    const d = half(q, at + 108)
    for (let j = 0; j < 16; j++) {
      const low = byte(q, at + 96 + (j & 7)) >> (j < 8 ? 0 : 4)
      const high = byte(q, at + 104 + (j & 3)) >> ((j >> 2) * 2)
      const dj = f(d * (((low & 15) | ((high & 3) << 4)) - 32))
      const from = (j & 1) * 16
      const shift = ((j >> 1) & 3) * 2
      for (let i = 0; i < 16; i++) {
        const two = (byte(q, at + 32 + (j >> 3) * 32 + from + i) >> shift) & 3
        // the offset is zero where the bit of the mask is set
        const third = (byte(q, at + from + i) >> (j >> 1)) & 1
        out[to + j * 16 + i] = dj * (two - (third ? 0 : 4))
      }
    }
  },
}

/** What four bits stand for in the IQ4 formats. */
const IQ4 = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113] as const
const iq4 = (bits: number): number => IQ4[bits & 15] as number

const iq4_nl: BlockFormat = {
  values: 32,
  bytes: 18,
  decode(q, at, out, to) {
    const d = half(q, at)
    for (let i = 0; i < 16; i++) {
      const b = byte(q, at + 2 + i)
      out[to + i] = d * iq4(b)
      out[to + 16 + i] = d * iq4(b >> 4)
    }
  },
}

const iq4_xs: BlockFormat = {
  values: 256,
  bytes: 136,
  decode(q, at, out, to) {
    const d = half(q, at)
    for (let j = 0; j < 8; j++) {
      const low = byte(q, at + 4 + (j >> 1)) >> ((j & 1) * 4)
      const high = byte(q, at + 2 + (j >> 2)) >> ((j & 3) * 2)
      const dj = f(d * (((low & 15) | ((high & 3) << 4)) - 32))
      for (let i = 0; i < 16; i++) {
        const b = byte(q, at + 8 + j * 16 + i)
        out[to + j * 32 + i] = dj * iq4(b)
        out[to + j * 32 + 16 + i] = dj * iq4(b >> 4)
      }
    }
  },
}

/** By ggml's names; layouts as in ggml-common.h. */
export const BLOCK_FORMATS = {
  Q4_0: q4_0,
  Q4_1: q4_1,
  Q5_0: q5_0,
  Q5_1: q5_1,
  Q8_0: q8_0,
  Q2_K: q2_k,
  Q3_K: q3_k,
  Q4_K: q4_k,
  Q5_K: q5_k,
  Q6_K: q6_k,
  IQ4_NL: iq4_nl,
  IQ4_XS: iq4_xs,
} as const
