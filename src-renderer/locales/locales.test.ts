import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CODES } from '@contract/error-codes'
import { en } from './en'
import { zh } from './zh'
import { told as toldInEnglish } from './en/told'
import { told } from './zh/told'

const flat = (node: object, at = ''): Map<string, string> =>
  new Map(
    Object.entries(node).flatMap(([k, v]) =>
      typeof v === 'string' ? [[`${at}${k}`, v] as const] : [...flat(v as object, `${at}${k}.`)],
    ),
  )
const [english, chinese] = [flat(en), flat(zh)]
const parameters = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
const root = resolve(import.meta.dirname, '..')

describe('texts', () => {
  it('stand in both languages', () => expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort()))
  it('take the same parameters in both', () => {
    for (const [key, text] of english) expect(parameters(chinese.get(key)!), key).toEqual(parameters(text))
  })
  it('exist for every key that the code names', () => {
    const used = new Set<string>()
    const groups = new Set<string>()
    for (const file of globSync('**/*.{vue,ts}', { cwd: root })) {
      if (file.startsWith('locales') || file.endsWith('.test.ts')) continue
      const code = readFileSync(resolve(root, file), 'utf8')
      for (const [, key] of code.matchAll(/\bt\('([a-z][\w.-]*)'/gi)) used.add(key!)
      for (const [, group] of code.matchAll(/\bt\(`([a-z][\w.-]*)\.\$\{/gi)) groups.add(group!)
    }
    expect(used.size).toBeGreaterThan(300)
    expect([...used].filter((k) => !english.has(k))).toEqual([])
    expect([...groups].filter((g) => ![...english.keys()].some((k) => k.startsWith(`${g}.`)))).toEqual([])
  })
  it('exist in Chinese for every code that the host and the plan notation tell', () => {
    const codes = Object.entries(CODES).flatMap(([domain, cases]) => cases.map((c) => `${domain}.${c}`))
    const known = new Set(flat(told).keys())
    expect(codes.filter((c) => !known.has(c))).toEqual([])
    expect([...flat(toldInEnglish).keys()].filter((c) => !codes.includes(c))).toEqual([])
  })
  it('Chinese keeps full-width punctuation, English writes no exclamation marks', () => {
    for (const [key, text] of chinese) expect(text, key).not.toMatch(/[\u4e00-\u9fff][,;!?](?!\w)/)
    for (const [key, text] of english) expect(text, key).not.toMatch(/!/)
  })
})
