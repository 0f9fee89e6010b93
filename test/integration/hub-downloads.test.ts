import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelInfo } from '../../src-preload/contract/model'
import { start, type Finished } from '../support/cli'
import { LocalHub } from '../support/hub'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const TINY = join(FIXTURES, 'llama-tied')
let hub: LocalHub
let home: string
let endpoint: string
beforeEach(async () => {
  hub = new LocalHub(TINY)
  endpoint = await hub.start()
  home = temporaryFolder('hub')
})
afterEach(() => hub.stop())
const pull = (...args: string[]): Promise<Finished> =>
  start(home, ['models', 'pull', ...args], { env: { HF_ENDPOINT: endpoint } }).finished
const folder = (): string => join(home, 'models', 'org--tiny')
const weightRequests = (): (string | undefined)[] =>
  hub.asked.filter((a) => a.path.endsWith('model.safetensors')).map((a) => a.range)

describe('a model from the Hub', () => {
  it('is fetched, checked, registered and usable; only what is needed is asked for', async () => {
    const { code, stdout, stderr } = await pull('org/tiny', '--json')
    expect(code, stderr).toBe(0)
    expect((JSON.parse(stdout) as ModelInfo).family).toBe('llama')
    expect(readFileSync(join(folder(), 'model.safetensors'))).toEqual(readFileSync(join(TINY, 'model.safetensors')))
    expect(hub.asked.some((a) => a.path.endsWith('pytorch_model.bin') || a.path.endsWith('golden.json'))).toBe(false)
    expect(readdirSync(folder()).filter((n) => n.endsWith('.part'))).toEqual([])
    // a second time nothing is fetched again
    const before = hub.asked.length
    expect((await pull('org/tiny')).code).toBe(0)
    expect(hub.asked.slice(before).map((a) => a.path)).toEqual(['/api/models/org/tiny/revision/main?blobs=true'])
  })

  it('goes on where a connection was cut', async () => {
    hub.cutAfter = [1000, 5000]
    expect((await pull('org/tiny')).code).toBe(0)
    expect(weightRequests()).toEqual([undefined, 'bytes=1000-', 'bytes=6000-'])
    expect(readFileSync(join(folder(), 'model.safetensors'))).toEqual(readFileSync(join(TINY, 'model.safetensors')))
  })

  it('goes on after the command itself was killed', async () => {
    hub.cutAfter = [4000]
    const first = start(home, ['models', 'pull', 'org/tiny'], { env: { HF_ENDPOINT: endpoint } })
    await expect.poll(() => weightRequests().length, { timeout: 20_000 }).toBeGreaterThan(0)
    first.child.kill('SIGKILL')
    await first.finished
    expect((await pull('org/tiny')).code).toBe(0)
    expect(readFileSync(join(folder(), 'model.safetensors'))).toEqual(readFileSync(join(TINY, 'model.safetensors')))
  })

  it('a wrong checksum is fetched once more; twice wrong is refused and nothing of it kept', async () => {
    hub.corrupt = 1
    expect((await pull('org/tiny')).code).toBe(0)
    home = temporaryFolder('hub')
    hub.corrupt = 2
    const { code, stderr } = await pull('org/tiny')
    expect(code).toBe(1)
    expect(stderr).toMatch(/model\.safetensors: what arrived is not what the Hub lists \(checksum differs, twice\)/)
    expect(existsSync(join(folder(), 'model.safetensors'))).toBe(false)
  })

  it('an unknown model, an unknown word, and a Hub that is away: one sentence each', async () => {
    expect(await pull('org/other')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/the Hub has no such public model/),
    })
    expect(await pull('nonsense')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/neither in the list .* nor written as org\/name/),
    })
    endpoint = 'http://127.0.0.1:59999' // nobody listens there
    expect(await pull('smollm2-135m')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)/),
    })
  })

  it('the list tells licence, size and layers', async () => {
    const list = JSON.parse((await pull('--json')).stdout) as {
      id: string
      licence: string
      nLayers: number
      bytes: number
    }[]
    expect(list.find((m) => m.id === 'smollm2-135m')).toMatchObject({ licence: 'Apache-2.0', nLayers: 30 })
  })
})
