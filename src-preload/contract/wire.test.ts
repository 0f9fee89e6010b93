import { describe, expect, it } from 'vitest'
import { fromWire, toWire } from './wire'

const sent = {
  text: 'ä 中',
  numbers: [0, -1, 1.5, 2 ** 40, NaN, Infinity, -Infinity],
  nothing: undefined,
  null: null,
  flags: [true, false],
  nested: { longer: 1, b: { c: [] } },
  float32: Float32Array.of(1.5, NaN, -Infinity),
  float64: Float64Array.of(Math.PI),
  int8: Int8Array.of(-1),
  int16: Int16Array.of(-300),
  int32: Int32Array.of(-70_000),
  uint8: Uint8Array.of(255),
  uint16: Uint16Array.of(65_535),
  uint32: Uint32Array.of(2 ** 32 - 1),
  part: Float32Array.of(1, 2, 3).subarray(1),
}

describe('the wire', () => {
  it('carries what structured clone carries', () => {
    const received = fromWire(toWire(sent)) as typeof sent
    expect(received).toStrictEqual(structuredClone({ ...sent, part: Float32Array.of(2, 3) }))
    expect('nothing' in received).toBe(true)
    expect(Object.keys(received)).toEqual(Object.keys(sent))
  })
  it('refuses what is no CBOR, and what structured clone refuses', () => {
    expect(() => fromWire(Uint8Array.of(0xff))).toThrowError()
    expect(() => toWire({ call: () => 1 })).toThrowError(/unsupported type/)
  })
})
