import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { physicalSize } from './to-png'

it('a picture says how large it is on paper: 96 pixels an inch, as often as it is scaled', () => {
  const chunk = Buffer.from(physicalSize(3))
  expect([chunk.readUInt32BE(0), chunk.toString('latin1', 4, 8)]).toEqual([9, 'pHYs'])
  expect([chunk.readUInt32BE(8), chunk.readUInt32BE(12), chunk[16]]).toEqual([11339, 11339, 1])
  expect(chunk.readUInt32BE(17)).toBe(crc32(chunk.subarray(4, 17)))
})
