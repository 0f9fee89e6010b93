import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { isSupported, NEEDED_NODE } from '../../build/launcher/node-version.mjs'

const root = resolve(import.meta.dirname, '../..')
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')

it('a Node is refused where the database would crash it', () => {
  const sqlite = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))
  const needed = Number(/NAPI_VERSION=(\d+)/.exec(readFileSync(join(sqlite, 'binding.gyp'), 'utf8'))![1])
  expect(isSupported({ napi: String(needed) })).toBe(true)
  expect(isSupported({ napi: String(needed - 1) })).toBe(false)
  expect(isSupported({})).toBe(false)
  expect(isSupported(process.versions)).toBe(true)
})

it('package.json and README name the versions that the launcher names', () => {
  const [a, b] = NEEDED_NODE.match(/\d+\.\d+/g)!
  expect((JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node).toBe(`^${a}.0 || >=${b}.0`)
  expect(read('README.md')).toContain(`Node ${NEEDED_NODE} is needed`)
})
