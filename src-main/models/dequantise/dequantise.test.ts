import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { hasNaN, hasNaNBits } from './half'
import { STORAGE, type TensorType } from './tensor-types'

const fixture = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../test/fixtures/dequantised.json'), 'utf8'),
) as Record<string, { bytes: string; values: string }>

it.each(Object.keys(fixture) as TensorType[])('%s is bit-equal to the Python package gguf', (type) => {
  const bytes = Buffer.from(fixture[type]!.bytes, 'base64')
  const want = Buffer.from(fixture[type]!.values, 'base64')
  const values = new Float32Array(want.length / 4)
  STORAGE[type].decode(bytes, values)
  expect(values.length).toBeGreaterThan(500)
  expect(Buffer.from(values.buffer).equals(want)).toBe(true)
})

it('finds NaN, and takes infinity and zero for what they are', () => {
  expect(hasNaN(Float32Array.of(1, Infinity, -0))).toBe(false)
  expect(hasNaN(Float32Array.of(1, NaN))).toBe(true)
  expect(hasNaNBits('F16', Uint8Array.from([0x00, 0x7c, 0x00, 0xfc]))).toBe(false)
  expect(hasNaNBits('F16', Uint8Array.from([0x01, 0x7c]))).toBe(true)
  expect(hasNaNBits('BF16', Uint8Array.from([0x80, 0x7f]))).toBe(false)
  expect(hasNaNBits('BF16', Uint8Array.from([0x81, 0xff]))).toBe(true)
})
