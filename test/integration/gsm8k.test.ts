import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunsTable } from '../../src-preload/contract/comparison'
import type { RunResult } from '../../src-preload/contract/run'
import type { WrittenSample } from '../../src-preload/contract/sample'
import { run, runJson, start } from '../support/cli'
import { temporaryFolder } from '../support/tiny-model'

/** Of lm-evaluation-harness under gsm8k's own settings (build/golden/make_gsm8k.py). */
interface Golden {
  readonly documents: number
  readonly examples: number
  readonly maxNewTokens: number
  readonly plans: Readonly<Record<string, readonly Written[]>>
}
interface Written {
  readonly prompt: string
  readonly text: string
  readonly strict: string
  readonly flexible: string
  readonly right: readonly [strict: number, flexible: number]
}

const root = resolve(import.meta.dirname, '../..')
const golden = JSON.parse(readFileSync(join(root, 'test/golden/gsm8k.json'), 'utf8')) as Golden
const documents = readFileSync(join(root, 'resources/tasks/arithmetic.jsonl'), 'utf8').trim().split('\n')
const folder = temporaryFolder('gsm8k-files')
const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder, `${name}.jsonl`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
const DATA = ['--data', `gsm8k=${file('test', documents.slice(0, 200))}`]
const EXAMPLES = [
  '--fewshot-data',
  `gsm8k=${file('train', documents.slice(200))}`,
  '--fewshot',
  String(golden.examples),
]
const LIMITS = ['--limit', String(golden.documents), '--max-new-tokens', String(golden.maxNewTokens)]
const asked = (plans: readonly string[], ...more: readonly string[]): string[] => [
  ...['run', '-m', join(root, 'resources/models/painter-16'), ...plans.flatMap((p) => ['-p', p])],
  ...['-t', 'gsm8k', ...DATA, ...EXAMPLES, ...LIMITS, ...more],
]
const PLANS = Object.keys(golden.plans)
const written = (result: RunResult, plan: string): readonly WrittenSample[] =>
  result.measurements.find((m) => m.plan === plan)!.samples as readonly WrittenSample[]

const home = temporaryFolder('gsm8k')
const output = temporaryFolder('gsm8k-output')
let result: RunResult
beforeAll(async () => {
  result = await runJson(home, ...asked(PLANS, '--samples', '--output', output))
}, 120_000)

describe('gsm8k', () => {
  it.each(PLANS)('%s: writes, reads and marks what lm-evaluation-harness does', (plan) => {
    const want = golden.plans[plan]!
    const got = written(result, plan)
    expect(got.map(({ text, extracted }) => ({ text, ...extracted }))).toEqual(
      want.map(({ text, strict, flexible }) => ({ text, strict, flexible })),
    )
    const mean = (i: 0 | 1): number => want.reduce((sum, w) => sum + w.right[i], 0) / want.length
    const { metrics } = result.measurements.find((m) => m.plan === plan)!
    expect(metrics.exact_match_strict?.value).toBeCloseTo(mean(0), 12)
    expect(metrics.exact_match_flexible?.value).toBeCloseTo(mean(1), 12)
  })

  it('is exported as lm-evaluation-harness writes it: the prompts, and a line a filter', () => {
    const [own] = readdirSync(output).filter((f) => f.startsWith('full'))
    const samples = readdirSync(join(output, own!)).find((f) => f.startsWith('samples_gsm8k'))
    const lines = readFileSync(join(output, own!, samples!), 'utf8')
      .trim()
      .split('\n')
    const parsed = lines.map(
      (l) =>
        JSON.parse(l) as {
          filter: string
          filtered_resps: string[]
          exact_match: number
          arguments: { gen_args_0: { arg_0: string } }
        },
    )
    const strict = parsed.filter((l) => l.filter === 'strict-match')
    expect(parsed).toHaveLength(2 * golden.documents)
    expect(strict.map((l) => l.arguments.gen_args_0.arg_0)).toEqual(golden.plans['full']!.map((w) => w.prompt))
    expect(
      parsed.filter((l) => l.filter === 'flexible-extract').map((l) => [l.filtered_resps[0], l.exact_match]),
    ).toEqual(golden.plans['full']!.map((w) => [w.flexible, w.right[1]]))
  })

  it('is written once: again, and of fewer documents, it comes from the store', async () => {
    const again = await runJson(home, ...asked(PLANS, '--samples'))
    expect(again.cost.layerApplicationsComputed).toBe(0)
    expect(again.measurements.every((m) => m.nCached === golden.documents)).toBe(true)
    expect(written(again, 'full')).toEqual(written(result, 'full'))
  })

  it('is another task with another cache or limit: their answers are not mixed', async () => {
    const parallel = ['parallel(s=5)']
    const exact = await runJson(home, ...asked(parallel, '--samples'))
    const paper = await runJson(home, ...asked(parallel, '--samples', '--cache', 'paper'))
    expect(paper.measurements[0]!.nCached).toBe(0)
    const texts = (of: RunResult): string[] => written(of, 'parallel(s=5)').map((s) => s.text)
    expect(texts(paper)).not.toEqual(texts(exact))
    const { stdout } = await run(home, 'runs', 'compare', exact.run, paper.run, '--json')
    const { notComparable, rows } = JSON.parse(stdout) as RunsTable
    expect(notComparable).toEqual([{ task: 'gsm8k', run: paper.run, why: 'task' }])
    for (const { values, deltas } of rows) {
      expect(values.every((v) => v !== null)).toBe(true)
      expect(deltas).toEqual([null, null])
    }
  })

  it('a kill loses the answers under way at most, and what is gone on with is the same', async () => {
    const cut = temporaryFolder('gsm8k-cut')
    const plans = ['full', 'skip(s=*)', 'reverse(s=*)']
    const started = start(cut, asked(plans))
    await started.says(/^\d+\.\d %/m)
    await new Promise((r) => setTimeout(r, 1500))
    started.child.kill('SIGKILL')
    await started.finished
    const [entry] = JSON.parse((await run(cut, 'runs', 'list', '--json')).stdout) as [{ run: string; status: string }]
    expect(entry.status).toBe('interrupted')
    const resumed = await runJson(cut, 'run', '--resume', entry.run, '--samples')
    const whole = await runJson(home, ...asked(plans, '--samples'))
    expect(resumed.measurements.map((m) => m.samples)).toEqual(whole.measurements.map((m) => m.samples))
  }, 120_000)
})
