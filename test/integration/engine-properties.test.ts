import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Readings } from '../../src-main/engine/readouts/readout'
import { buildDag } from '../../src-main/engine/schedule/dag'
import { compileProgram } from '../../src-main/engine/schedule/program'
import { distinctPatterns } from '../../src-main/engine/model/attention-pattern'
import { padRows } from '../../src-main/engine/rows/batch'
import { joinRows, packRows, type Row } from '../../src-main/engine/rows/row'
import { tokenRequest, type TokenRequest } from '../../src-preload/contract/request'
import type { LoadedModel } from '../../src-main/engine/runtime/runtime'
import { canonicalText, type Block } from '../../src-preload/contract/plan/schedule'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import { interpret, loadTiny, loglikelihoodsOf, readBatch, relativeDifference, type Tiny } from '../support/tiny-model'

/** Loglikelihoods by request, in the order of `requests`. */
const byRequest = (rows: readonly Row[], readings: Readings): number[] => {
  const out: number[] = []
  const found = loglikelihoodsOf(readings)
  rows.flatMap((r) => r.requests).forEach(({ request }, i) => (out[request] = found[i]!))
  return out
}

const expectClose = (a: readonly number[], b: readonly number[]): void => {
  expect(a).toHaveLength(b.length)
  a.forEach((v, i) => expect(Math.abs(v - b[i]!)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(b[i]!))))
}

// one family with full attention, one with a sliding window (which counts logical positions)
describe.each(['llama-tied', 'mistral-window-f16'])('%s', (name) => {
  let tiny: Tiny
  beforeAll(async () => {
    tiny = await loadTiny(name)
  })

  const token = fc.integer({ min: 2, max: 300 })
  const document = fc
    .record({
      context: fc.array(token, { minLength: 1, maxLength: 14 }),
      choices: fc.array(fc.array(token, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
    })
    .map(({ context, choices }): TokenRequest[] => choices.map((c) => tokenRequest(context, c, 64)))
  const plans = resolveAllOrThrow(['full', 'skip(s=1)', 'parallel(s=0)', 'reverse(s=0)'], 6).map((p) => p.layers)

  it('a shared context gives what separate rows give', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (requests) => {
        const shared = packRows(requests)
        const plain = packRows(requests, { shares: false, longFrom: null })
        const a = await readBatch(tiny, plans, shared)
        const b = await readBatch(tiny, plans, plain)
        plans.forEach((_, p) => expectClose(byRequest(shared, a.get(p)!), byRequest(plain, b.get(p)!)))
      }),
      { numRuns: 40 },
    )
  })

  it('batched, padded and joined rows give what single rows give', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 2, maxLength: 4 }), async (documents) => {
        const rows = documents.flatMap((d) => packRows(d))
        const single: number[][] = []
        for (const row of rows) single.push(loglikelihoodsOf((await readBatch(tiny, plans, [row])).get(2)!))
        const batched = (await readBatch(tiny, plans, rows)).get(2)!
        expectClose(loglikelihoodsOf(batched), single.flat())
        const joined = (await readBatch(tiny, plans, [joinRows(rows)])).get(2)!
        expectClose(loglikelihoodsOf(joined), single.flat())
      }),
      { numRuns: 25 },
    )
  })

  it('equal choices have equal scores, to the bit', async () => {
    const requests = [[7, 8], [9], [7, 8]].map((c) => tokenRequest([3, 4, 5], c, 64))
    const rows = packRows(requests)
    for (const s of (await readBatch(tiny, plans, rows)).values()) {
      const [a, , c] = byRequest(rows, s)
      expect(a).toBe(c)
    }
  })

  it('random plans: the hidden states of the DAG are those of a naive interpreter', async () => {
    const layer: fc.Arbitrary<Block> = fc.integer({ min: 0, max: 5 })
    const block: fc.Memo<Block> = fc.memo((n) => (n <= 1 ? layer : fc.oneof({ weight: 3, arbitrary: layer }, group(n))))
    const group: fc.Memo<Block> = fc.memo((n) =>
      fc.array(fc.array(block(n - 1), { maxLength: 3 }), { minLength: 2, maxLength: 3 }),
    )
    const schedule = fc.array(block(3), { minLength: 1, maxLength: 7 })
    const ids = [5, 99, 250, 17, 31]
    const [row] = packRows([tokenRequest(ids.slice(0, 1), [...ids.slice(1), 2], 64)]) as [Row]
    const tokens = padRows([row], distinctPatterns(tiny.frozen.graph.attention))
    const batch = tiny.model.prepare(tokens)
    const start = new Float32Array(batch.stateSize)
    await tiny.model.embed(batch, tokens.ids, start)
    const { dModel } = tiny.frozen.graph.shape
    await fc.assert(
      fc.asyncProperty(fc.array(schedule, { minLength: 1, maxLength: 4 }), async (schedules) => {
        const heads: Float32Array[] = []
        // what reaches the head is what the schedules end in, in the order of the program
        const watched: LoadedModel = {
          prepare: (s) => tiny.model.prepare(s),
          embed: (b, i, into) => tiny.model.embed(b, i, into),
          applyLayers: (b, part, l, from, into) => tiny.model.applyLayers(b, part, l, from, into),
          prepareCached: (s) => tiny.model.prepareCached(s),
          embedCached: (t, i) => tiny.model.embedCached(t, i),
          applyCached: (t, layer, past, state) => tiny.model.applyCached(t, layer, past, state),
          release: () => tiny.model.release(),
          pool: (h, n) => tiny.model.pool(h, n),
          head(hidden, n, pairs) {
            for (let at = 0; at < n; at += ids.length) heads.push(hidden.slice(at * dModel, (at + ids.length) * dModel))
            return tiny.model.head(hidden, n, pairs)
          },
        }
        const program = compileProgram(buildDag(schedules))
        const order = program.instructions.flatMap((i) => (i.op === 'read' ? [i.schedules] : []))
        await readBatch({ ...tiny, model: watched }, schedules, [row])
        for (const [i, ends] of order.entries()) {
          const own = schedules[ends[0]!]!
          const want = await interpret(
            async (l, h) => {
              const out = new Float32Array(h.length)
              await tiny.model.applyLayers(batch, 'block', [l], h, out)
              return out
            },
            own,
            start,
          )
          expect(relativeDifference(heads[i]!, want), canonicalText(own)).toBeLessThan(1e-4)
        }
      }),
      { numRuns: 60 },
    )
  })
})
