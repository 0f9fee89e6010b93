import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import type { Sample } from '../../src-preload/contract/sample'
import { run, runJson, start } from '../support/cli'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

/** GLUE on encoders, through the command line. Log probabilities come from transformers (build/golden/make_encoders.py). */
interface Golden {
  readonly most: number
  readonly rows: readonly { readonly texts: readonly [string, string | null] }[]
  readonly plans: Readonly<Record<string, readonly (readonly number[])[]>>
}
const model = (name: string): string => join(FIXTURES, 'encoders', name)
const goldenOf = (name: string): Golden => JSON.parse(readFileSync(join(model(name), 'golden.json'), 'utf8')) as Golden
const folder = temporaryFolder('glue-files')
const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, lines.map((l) => `${l}\n`).join(''))
  return path
}
const samplesOf = (result: RunResult, plan: string): readonly Sample[] =>
  result.measurements.find((m) => m.plan === plan)!.samples as readonly Sample[]

const PLANS = ['full', 'skip(s=0)', 'parallel(s=0)', 'looped-parallel(s=0,n=3)', '0 (1 2|3) 3']
const home = temporaryFolder('glue')

describe('a checkpoint’s own classifier', () => {
  const golden = goldenOf('bert')
  const pairs = golden.rows.flatMap(({ texts: [a, b] }, i) => (a !== '' && b !== null ? [{ a, b, i }] : []))
  const rows = pairs.map(({ a, b, i }) => `${i}\t${a}\t${b}\t${i % 2 ? 'not_entailment' : 'entailment'}`)
  // the publisher's files have quotes in their texts, and rows that were cut off
  const rte = file('rte.tsv', ['index\tsentence1\tsentence2\tlabel', ...rows, '99\tonly one sentence'])

  it('gives the log probabilities of transformers, pairs cut at the limit; quotes are text, cut rows none', async () => {
    const asked = ['-t', 'rte', '--data', `rte=${rte}`, '--max-length', String(golden.most)]
    const plans = PLANS.flatMap((p) => ['-p', p])
    const result: RunResult = await runJson(home, 'run', '-m', model('bert'), ...plans, ...asked, '--samples')
    for (const plan of PLANS) {
      const samples = samplesOf(result, plan)
      expect(samples.map((s) => s.target)).toEqual(pairs.map(({ i }) => i % 2))
      samples.forEach((s, k) =>
        s.loglikelihoods.forEach((l, c) =>
          expect(Math.abs(l! - golden.plans[plan]![pairs[k]!.i]![c]!), plan).toBeLessThan(1e-4),
        ),
      )
    }
    const again: RunResult = await runJson(home, 'run', '-m', model('bert'), ...plans, ...asked)
    expect(again.cost.layerApplicationsComputed).toBe(0)
  })

  it('of one output is a regression: its values and their correlation', async () => {
    const own = goldenOf('distilbert')
    const both = own.rows.flatMap(({ texts: [a, b] }, i) => (a !== '' && b !== null ? [{ a, b, i }] : []))
    const stsb = file(
      'stsb.jsonl',
      both.map(({ a, b, i }) => JSON.stringify({ sentence1: a, sentence2: b, label: i / 2 })),
    )
    const asked = ['-t', 'stsb', '--data', `stsb=${stsb}`, '--max-length', String(own.most)]
    const result: RunResult = await runJson(home, 'run', '-m', model('distilbert'), '-p', 'full', ...asked, '--samples')
    samplesOf(result, 'full').forEach((s, k) =>
      expect(s.loglikelihoods[0]).toBeCloseTo(own.plans['full']![both[k]!.i]![0]!, 4),
    )
    expect(Object.keys(result.measurements[0]!.metrics)).toEqual(['pearson_spearman', 'pearson', 'spearman'])
  })

  it.each([
    [
      'a task of another number of classes',
      ['-m', model('roberta'), '-t', 'rte', '--data', `rte=${rte}`],
      /has 2 classes, the model's own head tells 3 apart/,
    ],
    [
      'a task that asks what follows',
      ['-m', model('bert'), '-t', 'recall'],
      /recall: asks what follows a text, and bert models read texts both ways/,
    ],
    [
      'a decoder',
      ['-m', 'painter-16', '-t', 'rte', '--data', `rte=${rte}`],
      /rte: puts texts into classes, which needs an encoder/,
    ],
    [
      'a head that was not trained',
      ['-m', model('bert'), '-t', 'rte', '--data', `rte=${rte}`, '--head', 'mean'],
      /--head mean has to be trained first/,
    ],
    [
      'a head that nothing was given to train on',
      ['-m', model('bert'), '-t', 'rte', '--data', `rte=${rte}`, '--adapt', 'head'],
      /--train-data rte=FILE/,
    ],
    [
      'a pooler that is not there',
      [
        '-m',
        model('distilbert'),
        '-t',
        'rte',
        '--data',
        `rte=${rte}`,
        '--adapt',
        'head',
        '--train-data',
        `rte=${rte}`,
        '--head',
        'own',
      ],
      /--head own is the checkpoint's own head/,
    ],
    [
      'training of all',
      ['-m', model('bert'), '-t', 'rte', '--data', `rte=${rte}`, '--adapt', 'all'],
      /--adapt all: only head can be trained so far/,
    ],
  ] as const)('is refused for %s, in one sentence', async (_, args, sentence) => {
    const { code, stderr } = await run(home, 'run', '-p', 'full', ...args)
    expect(code).not.toBe(0)
    expect(stderr.trim().split('\n').at(-1)).toMatch(sentence)
  })
})

describe('a head trained inside every plan', () => {
  const words = ['clear', 'rocks', 'hair', 'drain', 'man', 'hat', 'shore', 'time']
  const lines = Array.from({ length: 48 }, (_, i) => {
    const [a, b] = [words[i % 8]!, words[(3 * i + 1) % 8]!]
    return `the ${a} is ${i % 2 ? 'dancing' : 'clogged'} and the ${b} rode\t${i % 2}`
  })
  const train = file('train.tsv', ['sentence\tlabel', ...lines.slice(0, 36)])
  const dev = file('dev.tsv', ['sentence\tlabel', ...lines.slice(36)])
  const asked = (...more: string[]): string[] => [
    ...['run', '-m', model('bert'), '-p', 'full', '-p', 'skip(s=0)', '-t', 'sst2', '--data', `sst2=${dev}`],
    ...['--adapt', 'head', '--train-data', `sst2=${train}`, '--epochs', '30', '--batch', '8', ...more],
  ]
  let first: RunResult
  beforeAll(async () => {
    first = await runJson(home, ...asked('--head', 'mean'))
  })

  it('learns what can be told apart; its losses and fingerprint are told', () => {
    expect(first.measurements.map((m) => m.metrics.acc!.value)).toEqual([1, 1])
    const [full, skip] = first.measurements.map((m) => m.adaptation!)
    expect(full!.fingerprint).not.toBe(skip!.fingerprint)
    expect([full!.steps, full!.losses.length]).toEqual([150, 150])
    expect(full!.losses.at(-1)!).toBeLessThan(0.85 * full!.losses[0]!)
  })

  it('is trained once: neither a second run nor another plan beside it trains it again', async () => {
    const { stderr, stdout } = await run(home, ...asked('--head', 'mean', '-p', 'reverse(s=0)'), '--json')
    expect(stderr.match(/trained a head/g)).toHaveLength(1)
    const again = JSON.parse(stdout) as RunResult
    const told = (r: RunResult): unknown[] => r.measurements.slice(0, 2).map((m) => [m.adaptation, m.metrics])
    expect(told(again)).toEqual(told(first))
  })

  it('is another one by another seed, rate, order or input', async () => {
    const others = await Promise.all(
      [
        ['--head', 'mean', '--seed', '7'],
        ['--head', 'mean', '--lr', '0.01'],
        ['--head', 'mean', '--order', 'file'],
        ['--head', 'pooler'],
      ].map((more): Promise<RunResult> => runJson(home, ...asked(...more))),
    )
    const found = [first, ...others].map((r) => r.measurements[0]!.adaptation!.fingerprint)
    expect(new Set(found).size).toBe(5)
  })

  it('goes with its run into a bundle, and is not trained again where that is imported', async () => {
    const bundle = join(folder, 'runs.zip')
    expect((await run(home, 'runs', 'bundle', first.run, '--output', bundle)).code).toBe(0)
    const other = temporaryFolder('glue-other')
    expect((await run(other, 'runs', 'import', bundle)).code).toBe(0)
    const { measurements } = JSON.parse((await run(other, 'runs', 'show', first.run, '--json')).stdout) as RunResult
    expect(measurements.map((m) => m.adaptation)).toEqual(first.measurements.map((m) => m.adaptation))
    const { stderr, stdout } = await run(other, ...asked('--head', 'mean'), '--json')
    expect(stderr).not.toContain('trained a head')
    expect((JSON.parse(stdout) as RunResult).cost.layerApplicationsComputed).toBe(0)
  })

  it('of the same weights behind another tokenizer is another one', async () => {
    const copy = join(temporaryFolder('glue-model'), 'bert')
    cpSync(model('bert'), copy, { recursive: true })
    const path = join(copy, 'tokenizer.json')
    const tokenizer = JSON.parse(readFileSync(path, 'utf8')) as { normalizer: { lowercase: boolean } }
    writeFileSync(path, JSON.stringify({ ...tokenizer, normalizer: { ...tokenizer.normalizer, lowercase: false } }))
    const args = asked('--head', 'mean').map((a) => (a === model('bert') ? copy : a))
    const result: RunResult = await runJson(home, ...args)
    expect(result.model.fingerprint).toBe(first.model.fingerprint)
    expect(result.measurements[0]!.adaptation!.fingerprint).not.toBe(first.measurements[0]!.adaptation!.fingerprint)
  })

  it('is told of where runs are compared', async () => {
    const other: RunResult = await runJson(home, ...asked('--head', 'pooler', '--seed', '9'))
    const { stdout } = await run(home, 'runs', 'compare', first.run, other.run)
    expect(stdout).toMatch(/They differ in .*head \(mean \| pooler\), training \(.*seed 42.* \| .*seed 9/)
    expect(stdout).toMatch(/Not comparable: sst2/)
  })

  it('that was killed while it was trained goes on as if nothing had happened', async () => {
    const killed = temporaryFolder('glue-killed')
    const { child, finished, says } = start(killed, asked('--head', 'mean'))
    await says(/trained a head for sst2 in full/)
    child.kill('SIGKILL')
    await finished
    const list = JSON.parse((await run(killed, 'runs', 'list', '--json')).stdout) as { run: string; status: string }[]
    if (list[0]!.status === 'done') return
    const resumed: RunResult = await runJson(killed, 'run', '--resume', list[0]!.run)
    expect(resumed.measurements.map((m) => m.adaptation)).toEqual(first.measurements.map((m) => m.adaptation))
    expect(resumed.measurements.map((m) => m.metrics)).toEqual(first.measurements.map((m) => m.metrics))
  })
})
