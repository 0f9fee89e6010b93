import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tokenRequest } from '../../src-preload/contract/request'
import { WorkQueue, type Work, type WorkDocument } from './work-queue'

const workOf = (
  lengths: readonly number[],
  wants: readonly (readonly number[])[],
  nDocuments: readonly number[],
): Work => ({
  wants,
  nDocuments,
  documents: lengths.map((n, i) => ({
    task: i % 2,
    index: i >> 1,
    requests: [
      tokenRequest(
        Array.from({ length: n }, (_, k) => (i * 31 + k * 7) % 97),
        [1, 2],
        1000,
      ),
    ],
    want: i % wants.length,
  })),
})

it('hands out every row once, within the limit, equal wants together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 20, max: 300 }),
      fc.integer({ min: 1, max: 4 }),
      (lengths, max, nEngines) => {
        const work = workOf(lengths, [[0, 1, 2], [1]], [50, 50])
        const all = work.documents
        const queue = WorkQueue.of(work, { shares: true, longFrom: null })
        const seen: WorkDocument[] = []
        for (let batch = queue.take(max, nEngines); batch; batch = queue.take(max, nEngines)) {
          const width = Math.max(...batch.rows.map((r) => r.ids.length))
          expect(batch.tokens).toBe(batch.rows.length * width)
          expect(batch.tokens <= max || batch.rows.length === 1).toBe(true)
          expect(batch.results).toHaveLength(batch.rows.reduce((n, r) => n + r.requests.length, 0))
          for (const p of batch.pieces) {
            expect(work.wants[p.document.want]).toBe(batch.wanted)
            seen.push(p.document)
          }
        }
        expect(new Set(seen).size).toBe(all.length)
        expect(seen).toHaveLength(all.length)
        expect(queue.tokensLeft).toBe(0)
      },
    ),
  )
})

it('takes the first window of every task before the second of any', () => {
  const queue = WorkQueue.of(workOf(new Array<number>(64).fill(10), [[0]], [40, 40]), { shares: true, longFrom: null })
  const first = queue.take(16 * 11, 1)!
  expect(first.pieces).toHaveLength(16)
  expect(first.pieces.filter((p) => p.document.task === 0)).toHaveLength(8)
})

it('a batch that failed comes again first, smaller, without what came through', () => {
  const queue = WorkQueue.of(workOf([10, 10, 10, 10], [[0, 1, 2]], [2, 2]), { shares: true, longFrom: null })
  const batch = queue.take(1000, 1)!
  queue.putBack(batch, new Set([1]))
  const again = queue.take(25, 1)!
  expect(again.wanted).toEqual([0, 2])
  expect(again.pieces.length).toBeLessThan(batch.pieces.length)
  const rest = []
  for (let b = queue.take(25, 1); b; b = queue.take(25, 1)) rest.push(...b.pieces)
  expect(again.pieces.length + rest.length).toBe(4)
})
