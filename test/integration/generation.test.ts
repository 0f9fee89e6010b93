import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { generate } from '../../src-main/engine/generation/generate'
import type { CacheKind } from '../../src-preload/contract/answer'
import { distinctPatterns } from '../../src-main/engine/model/attention-pattern'
import { padRows } from '../../src-main/engine/rows/batch'
import { packRows } from '../../src-main/engine/rows/row'
import { buildDag } from '../../src-main/engine/schedule/dag'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import type { Schedule } from '../../src-preload/contract/plan/schedule'
import { textRequest } from '../../src-preload/contract/request'
import { FIXTURES, interpret, loadTiny, type Tiny } from '../support/tiny-model'

const NEW_TOKENS = 12
interface Answer {
  readonly tokens: number[]
  /** By how much the best token was better than the second, in nats. */
  readonly margins: number[]
}
/** PyTorch's, without a cache, and with the paper's (build/golden/make_generation.py). */
const GOLDEN = JSON.parse(readFileSync(join(FIXTURES, 'generation.json'), 'utf8')) as {
  readonly prompts: number[][]
  readonly models: Readonly<Record<string, Readonly<Partial<Record<CacheKind, Readonly<Record<string, Answer[]>>>>>>>
}
const PROMPTS = GOLDEN.prompts
const placeOf = (name: string): string => (name === 'painter-16' ? '../../resources/models/painter-16' : name)

/** A greedy answer computed anew for every token. */
async function recomputed({ model, frozen }: Tiny, schedule: Schedule, prompt: readonly number[]): Promise<Answer> {
  const { dVocab, dModel, nCtx } = frozen.graph.shape
  const ids = [...prompt]
  const margins: number[] = []
  while (ids.length < prompt.length + NEW_TOKENS) {
    const tokens = padRows(packRows([textRequest(ids, nCtx)]), distinctPatterns(frozen.graph.attention))
    const batch = model.prepare(tokens)
    const embedded = new Float32Array(batch.stateSize)
    await model.embed(batch, tokens.ids, embedded)
    const apply = async (layer: number, h: Float32Array): Promise<Float32Array> => {
      const out = new Float32Array(h.length)
      await model.applyLayers(batch, 'block', [layer], h, out)
      return out
    }
    const state = await interpret(apply, schedule, embedded)
    const pairs = Int32Array.from({ length: 2 * dVocab }, (_, i) => (i % 2 === 0 ? 0 : (i - 1) / 2))
    const { logprobs, best } = await model.head(state.slice(-dModel), 1, pairs)
    const [first = 0, second = 0] = logprobs.toSorted().reverse()
    margins.push(first - second)
    ids.push(best[0]!)
  }
  return { tokens: ids.slice(prompt.length), margins }
}

async function generated(
  { model, frozen }: Tiny,
  schedules: readonly Schedule[],
  prompts: readonly (readonly number[])[],
  more: { readonly cache?: CacheKind; readonly endTokens?: readonly number[]; readonly maxNewTokens?: number } = {},
): Promise<number[][][]> {
  const answers = schedules.map(() => prompts.map((): number[] => []))
  const dag = buildDag(schedules)
  const isDone = await generate(
    frozen.graph,
    model,
    {
      ...{ dag, wanted: schedules.map((_, i) => i), prompts, maxNewTokens: NEW_TOKENS, endTokens: [], cache: 'exact' },
      ...more,
    },
    {
      onTokens: (schedule, rows, tokens) => rows.forEach((row, i) => answers[schedule]![row]!.push(tokens[i]!)),
      isCancelled: () => false,
      isEnough: () => false,
    },
  )
  expect(isDone).toBe(true)
  return answers
}

/** Where the best two are as good, either is right, and what follows is another text. */
function expectSame(got: readonly number[], want: Answer): void {
  const tie = want.margins.findIndex((m) => m < 1e-4)
  const end = tie < 0 ? want.tokens.length : tie
  expect(got.slice(0, end)).toEqual(want.tokens.slice(0, end))
  expect(got).toHaveLength(want.tokens.length)
}

const PLANS = ['full', 'skip(s=0)', 'reverse(s=0)', 'parallel(s=0)', 'looped-parallel(s=0,n=2)', '0 (1 2|(3|1)|_)*2 0']

describe.each([
  ...['llama3-biases-sharded', 'mistral-window-f16', 'families/gemma3', 'families/gemma2', 'families/gpt-neox'],
  ...['families/gpt2', 'families/opt', 'families/phi3', 'families/smollm3', 'families/olmo2', 'families/starcoder2'],
])('%s', (path) => {
  let tiny: Tiny
  beforeAll(async () => {
    tiny = await loadTiny(path)
  })
  it('generates with caches what it generates without, whatever the schedule, prompts together and alone', async () => {
    const plans = resolveAllOrThrow(PLANS, tiny.frozen.graph.shape.nLayers).map((p) => p.layers)
    const together = await generated(tiny, plans, PROMPTS)
    for (const [i, plan] of plans.entries()) {
      for (const [row, prompt] of PROMPTS.entries()) {
        const want = await recomputed(tiny, plan, prompt)
        expectSame(together[i]![row]!, want)
        if (row === 0) expectSame((await generated(tiny, [plan], [prompt]))[0]![0]!, want)
      }
    }
  })
})

describe.each(Object.entries(GOLDEN.models))('%s', (name, golden) => {
  const kinds = Object.keys(golden) as CacheKind[]
  it.each(kinds)('has the answers of PyTorch, %s', async (cache) => {
    const tiny = await loadTiny(placeOf(name))
    const answers = Object.entries(golden[cache]!)
    const plans = resolveAllOrThrow(
      answers.map(([plan]) => plan),
      tiny.frozen.graph.shape.nLayers,
    ).map((p) => p.layers)
    const got = await generated(tiny, plans, PROMPTS, { cache })
    answers.forEach(([, wants], i) => wants.forEach((want, row) => expectSame(got[i]![row]!, want)))
  })
})

describe('an answer', () => {
  let tiny: Tiny
  const [plan] = resolveAllOrThrow(['full'], 16)
  beforeAll(async () => {
    tiny = await loadTiny(placeOf('painter-16'))
  })
  it('ends with an end token, and the others go on', async () => {
    const [free] = await generated(tiny, [plan!.layers], PROMPTS)
    const end = free![0]![3]!
    const [ended] = await generated(tiny, [plan!.layers], PROMPTS, { endTokens: [end] })
    const until = (tokens: readonly number[]): readonly number[] => {
      const at = tokens.indexOf(end)
      return at < 0 ? tokens : tokens.slice(0, at + 1)
    }
    expect(ended).toEqual(free!.map(until))
    expect(ended![0]).toHaveLength(4)
  })
  it('is as long as is asked for, over more tokens than a cache has room for at first', async () => {
    const [long] = await generated(tiny, [plan!.layers], PROMPTS, { maxNewTokens: 90 })
    for (const [row, prompt] of PROMPTS.entries()) {
      expect(long![row]).toHaveLength(90)
      const again = await generated(tiny, [plan!.layers], [[...prompt, ...long![row]!.slice(0, 80)]], {
        maxNewTokens: 10,
      })
      expect(again[0]![0]).toEqual(long![row]!.slice(80))
    }
  })
  it('ends where the model’s context does', async () => {
    const { nCtx } = tiny.frozen.graph.shape
    const prompt = Array.from({ length: nCtx - 3 }, (_, i) => 5 + (i % 40))
    const [[tokens]] = (await generated(tiny, [plan!.layers], [prompt])) as [number[][]]
    expect(prompt.length + tokens!.length).toBe(nCtx)
  })
})
