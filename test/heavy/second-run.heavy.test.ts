import { expect, it } from 'vitest'
import { experimentSchema } from '../../src-preload/contract/experiment'
import { openLab } from '../../src-main/hosts/lab'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import { resourceFile } from '../../src-main/system/package-files'
import { temporaryFolder } from '../support/tiny-model'

const gguf = process.env['SMOLLM2_GGUF']

/**
 * Engines keep their weights between runs of the same model: the first score of a small second run comes at least five times
 * sooner than that of the first, whose weights are in the cache already.
 */
it.skipIf(gguf === undefined)('the first score of a second run comes five times sooner', async () => {
  const lab = await openLab(temporaryFolder('second-run'), spawnNodeEngine())
  const tasks = [resourceFile('tasks', 'arithmetic.yaml')]
  try {
    const secondsToFirstScore = async (plan: string): Promise<number> => {
      const started = performance.now()
      let first: number | null = null
      const { scores } = lab.context
      const add = scores.add.bind(scores)
      scores.add = (...score) => {
        first ??= performance.now()
        add(...score)
      }
      const experiment = experimentSchema.parse({ model: gguf, plans: [plan], tasks, limit: 4, device: 'cpu' })
      const { status } = await lab.runs.start(experiment, {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onLog: () => undefined,
      })
      scores.add = add
      expect(status).toBe('done')
      return ((first ?? Infinity) - started) / 1000
    }
    const cold = await secondsToFirstScore('full')
    const times: { first: number; second: number }[] = []
    for (const s of [3, 6, 9]) {
      await lab.executor.close()
      const first = await secondsToFirstScore(`skip(s=${s})`)
      times.push({ first, second: await secondsToFirstScore(`reverse(s=${s})`) })
    }
    console.log({ cold, times })
    for (const { first, second } of times) expect(first / second).toBeGreaterThan(5)
  } finally {
    await lab.close()
  }
})
