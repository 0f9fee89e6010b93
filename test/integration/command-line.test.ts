import type { RunsTable } from '../../src-preload/contract/comparison'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Measurement } from '../../src-preload/contract/measurement'
import type { RunListEntry, RunResult } from '../../src-preload/contract/run'
import { documents, run, runJson } from '../support/cli'
import { expectEqualScores } from '../support/equal-scores'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const MODEL = join(FIXTURES, 'llama-tied')
const small = documents(24)
const SMALL = [
  'run',
  '-m',
  MODEL,
  '-p',
  'full',
  '-p',
  'skip(s=*)',
  '-p',
  '0..5',
  '-p',
  'parallel(s=1)',
  '-t',
  'lambada_openai',
  '-t',
  'arc_easy',
  '--data',
  `lambada_openai=${small.lambada}`,
  '--data',
  `arc_easy=${small.arc}`,
]
const cell = (result: RunResult, plan: string, task: string): Measurement => {
  const found = result.measurements.find((m) => m.plan === plan && m.task === task)
  if (!found) throw new Error(`no ${plan} on ${task}`)
  return found
}

describe('a run', () => {
  const home = temporaryFolder('home')
  let first: RunResult
  beforeAll(async () => {
    first = await runJson(home, ...SMALL, '--samples')
  })

  it('measures every plan on every task, and shares equal schedules', () => {
    expect(first.measurements.map((m) => `${m.plan} ${m.task}`)).toEqual(
      ['full', 'skip(s=0)', 'skip(s=1)', 'skip(s=2)', '0..5', 'parallel(s=1)'].flatMap((p) => [
        `${p} lambada_openai`,
        `${p} arc_easy`,
      ]),
    )
    expect(first.model).toMatchObject({ name: 'llama-tied', family: 'llama', nLayers: 6 })
    expect([first.device, first.precision]).toEqual(['cpu', 'fp32'])
    const full = cell(first, 'full', 'arc_easy')
    expect(full).toMatchObject({ schedule: '0..5', affectedLayers: 0, nDocs: 24, nDocsTotal: 24, nCached: 0 })
    expect(cell(first, '0..5', 'arc_easy')).toMatchObject({
      schedule: '0..5',
      affectedLayers: null,
      metrics: full.metrics,
      samples: full.samples,
    })
    expect(full.samples).toHaveLength(24)
    expect(full.samples![3]).toMatchObject({ docId: 3, target: 3 })
    // full, skip x3, 0..5, parallel: 6 + 1 + 3 + 5 + 6 + 6 layer applications a document
    expect(first.cost.layerApplicationsNaive).toBe(48 * (6 + 1 + 3 + 5 + 6 + 6))
    // shared: 0..5, then 5 after 1, 4 5 after 2... the prefixes are computed once
    expect(first.cost.layerApplicationsComputed).toBeLessThan(48 * 18)
  })

  it('is answered from the store the second time, by whatever name', async () => {
    const again = await runJson(home, ...SMALL, '--samples')
    expect(again.cost).toMatchObject({ layerApplicationsNaive: 0, layerApplicationsComputed: 0 })
    expect(again.measurements.every((m) => m.nCached === m.nDocs)).toBe(true)
    expectEqualScores(again, first)
    const other = await runJson(home, 'run', '-m', MODEL, '-p', '0 1 2 3 4 5', '-t', 'arc_easy', '--limit', '7')
    expect(other.measurements[0]).toMatchObject({ nDocs: 7, nCached: 7, nDocsTotal: 24, plan: '0 1 2 3 4 5' })
  })

  it('--no-cache computes everything again, and gives the same', async () => {
    const again = await runJson(home, ...SMALL, '--samples', '--no-cache')
    expect(again.cost.layerApplicationsComputed).toBe(first.cost.layerApplicationsComputed)
    expectEqualScores(again, first)
  })

  it('small batches and little memory give the same scores', async () => {
    const again = await runJson(home, ...SMALL, '--samples', '--no-cache', '--batch-tokens', '16')
    expectEqualScores(again, first)
  })

  it('runs from an experiment file, with paths beside the file', async () => {
    const folder = temporaryFolder('experiment')
    writeFileSync(join(folder, 'docs.jsonl'), readFileSync(small.arc))
    writeFileSync(
      join(folder, 'own.yaml'),
      "type: multiple_choice\ncontext: \"Question: {{question}}\\nAnswer:\"\nchoices: choices.text\ntarget: \"{{ {'A':0,'B':1,'C':2,'D':3}[answerKey] }}\"\nfloor: 0.25\n",
    )
    writeFileSync(
      join(folder, 'e.yaml'),
      `model: ${MODEL}\nplans: [full]\ntasks:\n  - {task: arc_easy, data: docs.jsonl}\n  - {task: own.yaml, data: docs.jsonl}\nname: from a file\ntags: [x]\n`,
    )
    const result = await runJson(home, 'run', '--experiment', join(folder, 'e.yaml'), '--samples')
    const [builtIn, own] = result.measurements
    expect(own!.metrics).toEqual(builtIn!.metrics)
    expect(own!.samples).toEqual(builtIn!.samples)
    const list = JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as RunListEntry[]
    expect(list[0]).toMatchObject({ name: 'from a file', status: 'done', tags: ['x'], model: 'llama-tied' })
  })

  it('is renamed, noted, tagged, archived, compared, exported, deleted', async () => {
    const id = first.run
    expect((await run(home, 'runs', 'rename', id, 'baseline')).code).toBe(0)
    expect((await run(home, 'runs', 'note', 'baseline', 'a note')).code).toBe(0)
    expect((await run(home, 'runs', 'tag', 'baseline', 'a', 'b')).code).toBe(0)
    expect((await run(home, 'runs', 'tag', 'baseline', 'b', '--remove')).code).toBe(0)
    const shown = JSON.parse((await run(home, 'runs', 'show', 'baseline', '--json')).stdout) as Record<string, unknown>
    expect(shown).toMatchObject({ run: id, name: 'baseline', note: 'a note', tags: ['a'], status: 'done' })
    const list = JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as RunListEntry[]
    const compared = await run(home, 'runs', 'compare', 'baseline', list[0]!.run, '--json')
    const comparison = JSON.parse(compared.stdout) as RunsTable
    expect(comparison.rows.find((m) => m.plan === 'full' && m.task === 'arc_easy')!.deltas).toEqual([null, 0])
    const out = join(temporaryFolder('export'), 'x')
    expect((await run(home, 'runs', 'export', 'baseline', '--output', out)).code).toBe(0)
    expect(readdirSync(out)).toContain('skip(s=1)')
    expect((await run(home, 'runs', 'archive', 'baseline')).code).toBe(0)
    expect(
      (JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as RunListEntry[]).some((r) => r.run === id),
    ).toBe(false)
    expect((await run(home, 'runs', 'delete', 'baseline')).code).toBe(0)
    expect((await run(home, 'runs', 'show', id)).code).toBe(2)
  })
})

describe('bad input exits with 2 and one sentence', () => {
  const home = temporaryFolder('home')
  const broken = join(temporaryFolder('broken'), 'x.jsonl')
  writeFileSync(broken, '{"text":"a b"}\n{"text":"c d"}\n{"text": 5}\n')
  it.each<[string, string[], RegExp]>([
    ['an unknown option', ['run', '--nonsense'], /unknown option/],
    ['no model', ['run', '-p', 'full', '-t', 'arc_easy'], /needs -m MODEL/],
    ['a model that is not there', ['run', '-m', '/nowhere', '-p', 'full', '-t', 'arc_easy'], /no such file/],
    [
      'a plan beyond the model',
      ['run', '-m', MODEL, '-p', 'skip(s=9)', '-t', 'arc_easy'],
      /s is at most 2 \(column 8\)/,
    ],
    ['an unknown task', ['run', '-m', MODEL, '-p', 'full', '-t', 'mnli'], /no task mnli/],
    ['a task without documents', ['run', '-m', MODEL, '-p', 'full', '-t', 'hellaswag'], /--data hellaswag=FILE/],
    [
      'a bad document',
      ['run', '-m', MODEL, '-p', 'full', '-t', 'lambada_openai', '--data', `lambada_openai=${broken}`],
      /x\.jsonl, line 3: .*text.*nothing of the file was stored/,
    ],
    ['data for another task', ['run', '-m', MODEL, '-p', 'full', '-t', 'arc_easy', '--data', 'x=y'], /has no task x/],
    ['a size', ['run', '-m', MODEL, '-p', 'full', '-t', 'arc_easy', '--memory', 'lots'], /is no size/],
    [
      'too little memory',
      ['run', '-m', MODEL, '-p', 'full', '-t', 'arc_easy', '--data', `arc_easy=${small.arc}`, '--memory', '50MB'],
      /needs at least/,
    ],
    ['a device', ['run', '-m', MODEL, '-p', 'full', '-t', 'arc_easy', '--device', 'tpu'], /none of auto, cpu/],
    [
      'a GPU that is not there',
      ['run', '-m', MODEL, '-p', 'full', '-t', 'arc_easy', '--data', `arc_easy=${small.arc}`, '--device', 'cuda:7'],
      /cuda:7 cannot be used/,
    ],
    ['a run that is not there', ['run', '--resume', 'nothing'], /there is no run nothing/],
    ['a stored id', ['runs', 'show', 'nothing'], /there is no run nothing/],
    ['no layers for a plan', ['plan', 'full'], /--layers T or --model M/],
    [
      'an experiment file with a typing error',
      ['run', '--experiment', join(FIXTURES, 'llama-tied/config.json')],
      /the field/,
    ],
  ])('%s', async (_what, args, sentence) => {
    const { code, stderr, stdout } = await run(home, ...args)
    expect(stderr).toMatch(sentence)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

describe('a group of tasks', () => {
  const folder = temporaryFolder('a=group')
  const put = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const rows = (n: number): string =>
    put(`${n}.jsonl`, Array.from({ length: n }, (_, i) => JSON.stringify({ q: `is ${i} odd?`, t: i % 2 })).join('\n'))
  const group = put('g.yaml', 'group: both\ntask: [one, two]\naggregate_metric_list: [{metric: acc}]\n')
  const asked =
    'test_split: test\noutput_type: multiple_choice\ndoc_to_text: "{{q}}"\ndoc_to_choice: ["yes", "no"]\ndoc_to_target: t\n'
  const one = put('one.yaml', `task: one\n${asked}`)
  put('two.yaml', `task: two\n${asked}`)

  it('takes the documents of its tasks by their names or files, and gives their score together', async () => {
    const home = temporaryFolder('group-home')
    const data = ['--data', `${one}=${rows(12)}`, '--data', `two=${rows(7)}`]
    const result = await runJson(home, 'run', '-m', MODEL, '-p', 'full', '-t', group, ...data)
    const [a, b] = result.measurements.map((m) => ({ acc: m.metrics.acc!.value!, n: m.nDocs }))
    expect([a!.n, b!.n]).toEqual([12, 7])
    const { groups } = result as unknown as { groups: { group: string; value: number; nDocs: number }[] }
    expect(groups).toMatchObject([{ group: 'both', nDocs: 19 }])
    expect(groups[0]!.value).toBeCloseTo((a!.acc * 12 + b!.acc * 7) / 19, 12)
  })
})

describe('answers', () => {
  interface Written {
    readonly answers: readonly {
      readonly plan: string
      readonly text: string
      readonly tokenIds: number[]
      readonly end: string
    }[]
  }
  const home = temporaryFolder('answers')
  const written = async (args: readonly string[]): Promise<Written> => {
    const { code, stdout, stderr } = await run(home, ...asked, ...args, '--json')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    return JSON.parse(stdout) as Written
  }
  const asked = ['generate', '-m', 'painter-16', '--max-new-tokens', '12']
  const plans = ['-p', 'full', '-p', 'skip(s=5)', '-p', '0..15', '-p', 'parallel(s=4)']

  it('of several plans are written as they are alone; plans that are one schedule share theirs', async () => {
    const { answers } = await written([...plans, 'Question: 3 plus 4? Answer:'])
    expect(answers.map((a) => a.plan)).toEqual(['full', 'skip(s=5)', '0..15', 'parallel(s=4)'])
    // the model's own end, which its configuration names, or the limit
    for (const { tokenIds, end } of answers) expect(end).toBe(tokenIds.length < 12 ? 'end' : 'limit')
    expect(answers[2]!.text).toBe(answers[0]!.text)
    const alone = await written(['-p', 'skip(s=5)', 'Question: 3 plus 4? Answer:'])
    expect(alone.answers[0]).toEqual(answers[1])
    const streamed = await run(home, ...asked, ...plans, 'Question: 3 plus 4? Answer:')
    for (const { text } of answers) expect(streamed.stdout).toContain(text)
  })
  it('end before a stop', async () => {
    const [free] = (await written(['Hello'])).answers
    const stop = free!.text.trim().slice(4, 7)
    const [stopped] = (await written(['--stop', stop, 'Hello'])).answers
    expect(stopped).toMatchObject({ end: 'stop', text: free!.text.slice(0, free!.text.indexOf(stop)) })
  })
  it('of the paper’s cache differ where a group is decoded', async () => {
    const of = async (cache: string): Promise<string> =>
      (await written(['-p', 'parallel(s=4)', '--cache', cache, 'Hello'])).answers[0]!.text
    expect(await of('paper')).not.toBe(await of('exact'))
  })
  it('need a prompt that the model has room for', async () => {
    const long = await run(home, ...asked, 'word '.repeat(2000))
    expect(long).toMatchObject({ code: 1 })
    expect(long.stderr).toMatch(/the prompt has \d+ tokens, and the model has room for \d+ with the answer/)
  })
})
