import { createServer } from 'node:http'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasPythonPackages, installPythonPackages, packageIndex, pythonFolder } from './packages'
import { renderRows } from './python'

/** A package index that serves what the set-up fetched, as a page for people (PEP 503) or for machines (PEP 691). */
const files = new Map(readdirSync(pythonFolder()).map((f) => [f, readFileSync(join(pythonFolder(), f))]))
let broken = false
let asJson = true
const server = createServer((request, response) => {
  const [, kind, name = ''] = (request.url ?? '').split('/')
  if (kind === 'files') return void response.end(broken ? 'not the package' : files.get(name))
  const names = [...files.keys()].filter((f) => f.startsWith(name))
  response.end(
    asJson
      ? JSON.stringify({ files: names.map((f) => ({ filename: f, url: `${base()}/files/${f}`, hashes: {} })) })
      : names.map((f) => `<a href="../../files/${f}#sha256=0">${f}</a>`).join('\n'),
  )
})
const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'atelier-python-'))

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
afterAll(() => void server.close())

describe('what templates need is fetched from a package index', () => {
  it.each([true, false])('whose pages are JSON: %s', async (json) => {
    asJson = json
    const into = emptyFolder()
    expect(await hasPythonPackages(into)).toBe(false)
    await installPythonPackages(`${base()}/simple`, into)
    expect(await hasPythonPackages(into)).toBe(true)
  })

  it('and nothing is kept of another content', async () => {
    broken = true
    const into = emptyFolder()
    await expect(installPythonPackages(`${base()}/simple`, into)).rejects.toThrowError(/has not the expected SHA-256/)
    expect(readdirSync(into)).toEqual([])
    broken = false
  })

  it('an index that does not answer is named', async () => {
    await expect(installPythonPackages('http://127.0.0.1:1/simple', emptyFolder())).rejects.toMatchObject({
      code: 'task.python-install',
      message: expect.stringMatching(/127\.0\.0\.1:1.*cannot be reached/) as string,
    })
  })

  it('the index is the one that pip takes', () => {
    expect(packageIndex({ PIP_INDEX_URL: 'https://mirror.example/simple/' })).toBe('https://mirror.example/simple')
    expect(packageIndex({})).toBe('https://pypi.org/simple')
  })

  it('without it a template says what to do', async () => {
    const fields = { x: { how: 'template', source: '{{ a }}' } } as const
    await expect(renderRows({ fields, columns: ['a'], rows: ['{"a":1}'] }, 'x', emptyFolder())).rejects.toThrowError(
      /atelier doctor --install templates/,
    )
  })
})
