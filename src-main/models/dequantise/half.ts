import { valueAt } from '../../system/value-at'

/** IEEE binary16 bits to a number, exactly. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** Table of all 65,536 float16 values; conversion of large tensors is a look-up. */
let table: Float32Array | undefined
function float16Table(): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => float16(bits))
  return table
}

/**
 * Fills `out`, exactly.
 *
 * @param bytes little-endian binary16, two bytes a value
 */
export function decodeFloat16(bytes: Uint8Array, out: Float32Array): void {
  const values = float16Table()
  for (let i = 0; i < out.length; i++) {
    out[i] = valueAt(values, valueAt(bytes, 2 * i) | (valueAt(bytes, 2 * i + 1) << 8))
  }
}

/**
 * Fills `out`, exactly: the upper half of a float32.
 *
 * @param bytes little-endian bfloat16, two bytes a value
 */
export function decodeBfloat16(bytes: Uint8Array, out: Float32Array): void {
  const bits = new Uint32Array(out.buffer, out.byteOffset, out.length)
  for (let i = 0; i < out.length; i++) {
    bits[i] = (valueAt(bytes, 2 * i) << 16) | (valueAt(bytes, 2 * i + 1) << 24)
  }
}

/**
 * Fills `out`, bits as they are.
 *
 * @param bytes little-endian float32 at any alignment
 */
export function decodeFloat32(bytes: Uint8Array, out: Float32Array): void {
  new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(bytes.subarray(0, out.byteLength))
}

/** True if any value is NaN. Works on the bits: about a gigabyte a second. */
export function hasNaN(values: Float32Array): boolean {
  return anyAbove(new Uint32Array(values.buffer, values.byteOffset, values.length), 0x7fffffff, 0x7f800000)
}

/** As `hasNaN`, on stored bytes of a float type (4-byte aligned in memory); block formats are never NaN by their bytes. */
export function hasNaNBits(type: string, bytes: Uint8Array): boolean {
  if (type === 'F32')
    return anyAbove(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2), 0x7fffffff, 0x7f800000)
  if (type === 'F16')
    return anyAbove(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1), 0x7fff, 0x7c00)
  if (type === 'BF16')
    return anyAbove(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1), 0x7fff, 0x7f80)
  return false
}

function anyAbove(bits: Uint32Array | Uint16Array, mask: number, infinity: number): boolean {
  for (let i = 0; i < bits.length; i++) if ((valueAt(bits, i) & mask) > infinity) return true
  return false
}
