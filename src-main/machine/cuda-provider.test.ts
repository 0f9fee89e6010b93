import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { create } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/tiny-model'
import { installCudaProvider } from './cuda-provider'
import { cudaSources } from './cuda-sources'

const NAMES = ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so']
let server: Server
let address: string
const archives = new Map<string, Buffer>()

async function archive(names: readonly string[]): Promise<Buffer> {
  const folder = temporaryFolder('archive')
  mkdirSync(join(folder, 'package', 'Plugins'), { recursive: true })
  for (const name of names) writeFileSync(join(folder, 'package', 'Plugins', name), `the content of ${name}`)
  await create({ gzip: true, file: join(folder, 'a.tgz'), cwd: folder }, ['package'])
  return readFileSync(join(folder, 'a.tgz'))
}

beforeAll(async () => {
  archives.set('/good.tgz', await archive([...NAMES, 'other.txt']))
  archives.set('/half.tgz', await archive([NAMES[0]!]))
  server = createServer((request, response) => {
    const body = archives.get(request.url ?? '')
    response.writeHead(body ? 200 : 404).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const source = (path: string) => ({
  url: `${address}${path}`,
  sha512: createHash('sha512')
    .update(archives.get(path) ?? '')
    .digest('base64'),
})

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the CUDA provider', () => {
  it('is installed from the first source that gives what it should', async () => {
    const into = temporaryFolder('native')
    const wrong = { ...source('/good.tgz'), sha512: 'another' }
    let bytes = 0
    await installCudaProvider(
      (n) => (bytes = n),
      [source('/missing.tgz'), wrong, source('/half.tgz'), source('/good.tgz')],
      into,
    )
    expect(readdirSync(into).sort()).toEqual(NAMES)
    expect(readFileSync(join(into, NAMES[0]!), 'utf8')).toBe(`the content of ${NAMES[0]}`)
    expect(bytes).toBe(archives.get('/good.tgz')!.length)
  })

  it.each([
    ['/missing.tgz', /the registry answered 404/],
    ['/half.tgz', /does not hold libonnxruntime_providers_shared/],
  ])('nothing is installed where none does: %s', async (path, message) => {
    const into = temporaryFolder('native')
    await expect(installCudaProvider(() => undefined, [source(path)], into)).rejects.toMatchObject({
      code: 'engine.cuda-install',
      message: expect.stringMatching(message) as string,
    })
    expect(readdirSync(into)).toEqual([])
  })

  it('content of another hash is not installed', async () => {
    const into = temporaryFolder('native')
    await expect(
      installCudaProvider(() => undefined, [{ ...source('/good.tgz'), sha512: 'another' }], into),
    ).rejects.toMatchObject({ message: expect.stringMatching(/SHA-512/) as string })
    expect(readdirSync(into)).toEqual([])
  })

  it('has a source for the runtime that is used', () => expect(cudaSources().length).toBeGreaterThan(0))
})
