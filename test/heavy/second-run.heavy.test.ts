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
  const home = temporaryFolder('second-run')
  const tasks = [resourceFile('tasks', 'arithmetic.yaml')]
  /** Seconds to the first score of one run after another, of a host that has just started. */
  async function secondsToFirstScores(plans: readonly string[]): Promise<number[]> {
    const lab = await openLab(home, spawnNodeEngine())
    const { scores } = lab.context
    const add = scores.add.bind(scores)
    try {
      const seconds: number[] = []
      for (const plan of plans) {
        const started = performance.now()
        let first: number | null = null
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
        expect(status).toBe('done')
        seconds.push(((first ?? Infinity) - started) / 1000)
      }
      return seconds
    } finally {
      await lab.close()
    }
  }
  // the weights come into the cache
  const [cold] = await secondsToFirstScores(['full'])
  const times: number[][] = []
  for (const s of [3, 6, 9]) times.push(await secondsToFirstScores([`skip(s=${s})`, `reverse(s=${s})`]))
  console.log({ cold, times })
  for (const [first = NaN, second = NaN] of times) expect(first / second).toBeGreaterThan(5)
})
