import { expect, it } from 'vitest'
import { newDatabase } from '../../test/support/store'
import { ReadingStore } from './reading-store'
import { ScoreStore } from './score-store'

it('what is computed again takes the place of what was there, as with scores', async () => {
  const { db } = await newDatabase()
  const [scores, readings] = [new ScoreStore(db), new ReadingStore(db)]
  const requests = scores.requestIds(['a', 'b'].map((text) => Buffer.from(text.padEnd(16)))) as [number, number]
  const [scorerId = NaN] = scores.scorerIds([
    { fingerprint: 'f', schedule: '0', precision: 'fp32', provider: 'cpu', numerics: 1 },
  ])
  const key = { scorerId, readout: 'similarity' }
  readings.add(key, requests, 2, Float32Array.of(1, 2, 3, 4))
  readings.add(key, [requests[1]], 3, Float32Array.of(5, 6, 7))
  expect(requests.map((id) => readings.read(key, id))).toEqual([Float32Array.of(1, 2), Float32Array.of(5, 6, 7)])
  expect(readings.present({ ...key, readout: 'another' }, requests)).toEqual(Uint8Array.of(0, 0))
})
