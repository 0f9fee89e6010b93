import { decode, encode, Token, Type } from 'cborg'

/**
 * What crosses the WebSocket, as CBOR (RFC 8949): all that Electron's structured clone carries of our values, the same way.
 * NaN, undefined, the order of keys and typed arrays (RFC 8746, little endian) survive.
 */
export const toWire = (value: unknown): Uint8Array<ArrayBuffer> => encode(value, { mapSorter: () => 0, typeEncoders })

/** Throws where the bytes are no CBOR. */
export const fromWire = (bytes: Uint8Array): unknown => decode(bytes, { tags })

type NumberArray = Int8Array | Int16Array | Int32Array | Uint16Array | Uint32Array | Float32Array | Float64Array

/** By tag; a Uint8Array is CBOR's own byte string. */
const NUMBER_ARRAYS = {
  69: Uint16Array,
  70: Uint32Array,
  72: Int8Array,
  77: Int16Array,
  78: Int32Array,
  85: Float32Array,
  86: Float64Array,
} as const

const entries = Object.entries(NUMBER_ARRAYS).map(([tag, Type]) => [Number(tag), Type] as const)

const typeEncoders = Object.fromEntries(
  entries.map(([tag, { name }]) => [
    name,
    ({ buffer, byteOffset, byteLength }: NumberArray) => [
      new Token(Type.tag, tag),
      new Token(Type.bytes, new Uint8Array(buffer, byteOffset, byteLength)),
    ],
  ]),
)

const tags = Object.fromEntries(
  entries.map(([tag, NumberArrayOf]) => [
    tag,
    (read: () => unknown) => {
      // of its own: a view needs an offset that its element size divides
      const bytes = Uint8Array.from(read() as Uint8Array)
      return new NumberArrayOf(bytes.buffer)
    },
  ]),
)
