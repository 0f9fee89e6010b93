import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { typedId } from '../../src-main/engine/operators/embedding'
import { packingOf, packRows } from '../../src-main/engine/rows/row'
import { bert } from '../../src-main/models/families/encoder/bert'
import { tokenizerFromFolder } from '../../src-main/models/tokenizers/from-folder'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import { FIXTURES, loadTiny, loglikelihoodsOf, readBatch, type Tiny } from '../support/tiny-model'

/** Golden numbers come from transformers (build/golden/make_encoders.py). */
const TOLERANCE = 1e-4

interface Golden {
  readonly most: number
  readonly rows: readonly {
    readonly texts: readonly [string, string | null]
    readonly ids: readonly number[]
    readonly types: readonly number[]
  }[]
  /** By plan, text and class: log probabilities; of a regression the value. */
  readonly plans: Readonly<Record<string, readonly (readonly number[])[]>>
}

describe.each(['bert', 'roberta', 'distilbert'])('%s', (name) => {
  const folder = join(FIXTURES, 'encoders', name)
  const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Golden
  let tiny: Tiny
  beforeAll(async () => {
    tiny = await loadTiny(join('encoders', name))
  })

  it('reads texts and pairs as transformers does, the longer text cut first', async () => {
    const tokenizer = await tokenizerFromFolder(folder, tiny.frozen.graph.shape.dVocab)
    for (const { texts, ids, types } of golden.rows) {
      const [first, second] = texts
      const encoded = await tokenizer.encodeTexts(second === null ? [first] : [first, second], golden.most)
      expect([encoded.ids, encoded.types]).toEqual([ids, types])
    }
    const whole = await tokenizer.encodeTexts(['one two three', 'four five'], 100)
    expect((await tokenizer.encodeTexts(['one two three', 'four five'], whole.ids.length - 1)).cut).toBe(true)
    expect(whole.cut).toBe(false)
  })

  it('has the classes of transformers in every schedule, texts of different lengths in one batch', async () => {
    const { graph } = tiny.frozen
    const nClasses = graph.heads.classifier!.nClasses
    const nTextTypes = graph.nTextTypes ?? 0
    const rows = golden.rows.flatMap(({ ids, types }) => {
      const typed = ids.map((id, i) => typedId(id, nTextTypes === 0 ? 0 : types[i]!, graph.shape.dVocab))
      const requests = Array.from({ length: nClasses }, (_, label) => ({ ids: typed, nScored: 0, label, cut: false }))
      const packed = packRows(requests, packingOf(graph))
      expect(packed).toHaveLength(1)
      return packed
    })
    const plans = Object.keys(golden.plans)
    const schedules = resolveAllOrThrow(plans, graph.shape.nLayers).map((p) => p.layers)
    const together = await readBatch(tiny, schedules, rows)
    const alone = await readBatch(tiny, schedules, rows.slice(0, 1))
    plans.forEach((plan, p) => {
      const wanted = golden.plans[plan]!
      expect(loglikelihoodsOf(together.get(p)!), plan).toEqual(
        wanted.flat().map((v) => expect.closeTo(v, -Math.log10(TOLERANCE * Math.max(1, Math.abs(v))))),
      )
      loglikelihoodsOf(alone.get(p)!).forEach((v, i) => expect(Math.abs(v - wanted[0]![i]!)).toBeLessThan(TOLERANCE))
    })
  })
})

describe('configurations of encoders', () => {
  const config = JSON.parse(readFileSync(join(FIXTURES, 'encoders/bert/config.json'), 'utf8')) as object
  const graphOf = (more: object) => bert.fromConfig({ ...config, ...more }, 'config.json', { has: () => false })
  it('may have what older versions wrote and nothing reads', () =>
    expect(graphOf({ output_past: true, _num_labels: 2, language: 'english', vocab_type: 'x' }).family).toBe('bert'))
  it.each([
    [{ is_decoder: true }, /is_decoder = true is not usable/],
    [{ position_embedding_type: 'relative_key' }, /position_embedding_type = "relative_key" is not usable/],
    [{ problem_type: 'multi_label_classification' }, /several labels a text are not scored here/],
    [{ pruned_heads: { 0: [1] } }, /option pruned_heads .* is not understood/],
  ])('are refused with %o', (more, sentence) => expect(() => graphOf(more)).toThrow(sentence))
  it('say how many classes there are: by labels, else two; none without a classifier', () => {
    const labels = { id2label: { 0: 'a', 1: 'b', 2: 'c' } }
    expect(graphOf(labels).heads.classifier?.nClasses).toBe(3)
    expect(graphOf({}).heads.classifier?.nClasses).toBe(2)
    expect(graphOf({ ...labels, architectures: ['BertForMaskedLM'] }).heads).toEqual({})
  })
})
