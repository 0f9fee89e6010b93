import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runJson } from '../support/cli'
import { temporaryFolder } from '../support/tiny-model'
import { scoredSamples } from '../../src-preload/contract/sample'

const root = resolve(import.meta.dirname, '../..')
const tasks = resolve(root, 'resources/tasks')
const model = resolve(root, 'resources/models/painter-16')
const FAMILIES = ['recall', 'knowledge', 'sense', 'reference', 'arithmetic'] as const

interface Row {
  readonly answerKey?: string
  readonly label?: string
  readonly answer?: string
}
const rows = (family: string): Row[] =>
  readFileSync(resolve(tasks, `${family}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
const python = spawnSync('python3', ['--version']).status === 0

describe('the starter suite', () => {
  it.each(FAMILIES)('%s: 400 different documents, the right answers evenly spread over the places', (family) => {
    const documents = rows(family)
    expect(new Set(documents.map((d) => JSON.stringify(d))).size).toBe(400)
    if (family === 'recall') return
    const places = documents.map((d) => d.answerKey ?? d.label ?? d.answer!)
    const counts = [...new Set(places)].map((place) => places.filter((p) => p === place).length)
    expect(counts).toEqual(counts.map(() => 400 / (family === 'reference' ? 2 : 4)))
  })

  // the generators are Python's standard library alone
  it.skipIf(!python)(
    'is what its seeded program makes, and no key of a test document is in the training text',
    () => {
      const out = execFileSync('python3', [resolve(root, 'build/starter/check.py'), tasks, '30000'], {
        encoding: 'utf8',
      })
      expect(JSON.parse(out)).toMatchObject({ differing: [], drawn: 30_000, shared_keys: 0, shared_texts: 0 })
    },
    60_000,
  )
})

describe('the starter model', () => {
  interface Scores {
    readonly loglikelihoods: readonly number[]
    readonly greedy: readonly boolean[]
  }
  const golden = JSON.parse(readFileSync(resolve(root, 'test/golden/painter-16.json'), 'utf8')) as {
    documents: number
    plans: Record<string, Record<string, Scores>>
  }

  it("has PyTorch's loglikelihoods for every golden plan and family", async () => {
    const plans = Object.keys(golden.plans).flatMap((p) => ['-p', p])
    const result = await runJson(
      temporaryFolder('starter'),
      'run',
      '-m',
      model,
      ...plans,
      ...FAMILIES.flatMap((t) => ['-t', t]),
      '--limit',
      String(golden.documents),
      '--samples',
    )
    expect(result.measurements).toHaveLength(Object.keys(golden.plans).length * FAMILIES.length)
    for (const m of result.measurements) {
      const want = golden.plans[m.plan]![m.task]!
      const samples = scoredSamples(m.samples)
      expect(samples.flatMap((s) => s.greedy)).toEqual(want.greedy)
      const got = samples.flatMap((s) => s.loglikelihoods)
      want.loglikelihoods.forEach((w, i) =>
        expect(Math.abs(got[i]! - w), `${m.plan} ${m.task} ${i}`).toBeLessThanOrEqual(2e-3 + 1e-4 * Math.abs(w)),
      )
    }
  }, 60_000)

  it('takes at most 12 MB, and has learned: normalised accuracy at least 0.85 on four families and 0.6 on the fifth', async () => {
    expect(statSync(resolve(model, 'model.safetensors')).size).toBeLessThanOrEqual(12e6)
    const result = await runJson(
      temporaryFolder('starter'),
      'run',
      '-m',
      model,
      '-p',
      'full',
      ...FAMILIES.flatMap((t) => ['-t', t]),
    )
    const normalised = FAMILIES.map((family) => {
      const m = result.measurements.find((x) => x.task === family)!
      expect(m.nDocs).toBe(400)
      const floor = family === 'recall' ? 0 : family === 'reference' ? 0.5 : 0.25
      return (m.metrics['acc']!.value! - floor) / (1 - floor)
    }).sort((a, b) => a - b)
    expect(normalised[0]).toBeGreaterThanOrEqual(0.6)
    expect(normalised[1]).toBeGreaterThanOrEqual(0.85)
  }, 120_000)
})
