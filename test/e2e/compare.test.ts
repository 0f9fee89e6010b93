import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import { runJson } from '../support/cli'
import { test as browserTest } from '../support/page'
import { MODEL, smallRun, valueOf } from '../support/saved-runs'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

let first: RunResult
let second: RunResult
const PLANS = ['full', 'skip(s=*)', 'reverse(s=*)']
const test = browserTest.override('opening', { scope: 'file' }, '/runs')
test.beforeAll(async ({ home }) => {
  first = await smallRun(home, 'First', PLANS, 40, ['sense', 'knowledge'])
  second = await smallRun(home, 'Second', PLANS, 30, ['sense'])
}, 240_000)
const shown = (v: number): string => (Object.is(v, -0) ? 0 : v).toFixed(3).replace('-', '\u2212')

test('two saved runs are compared after a restart: values, deltas, and what is not comparable', async ({
  app,
  page,
}) => {
  await app.stop()
  await app.serve(Number(app.port))
  await app.open('/runs')
  await page.getByRole('checkbox', { name: 'Select First' }).check()
  await page.getByRole('checkbox', { name: 'Select Second' }).check()
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('region', { name: 'Plan by task' }).waitFor()
  await page.getByText('sense: ', { exact: false }).first().waitFor()
  await page
    .getByText(/is marked ≠ here \(other documents\)/)
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: 'Find a plan or task' }).fill('skip(s=4) sense acc')
  const row = page.locator('.vt-row').filter({ hasText: 'skip(s=4)' }).first()
  await expect.poll(() => row.innerText()).toContain(shown(valueOf(first, 'skip(s=4)', 'sense')!))
  expect(await row.innerText()).toContain(shown(valueOf(second, 'skip(s=4)', 'sense')!))
  // what stands on other documents is marked, and every value says its error and on how many it stands
  expect(await row.innerText()).toMatch(/± \.\d+ · n 40[^]*≠[^]*± \.\d+ · n 30/)
  await page.getByRole('button', { name: /^Make (First|Second) the baseline/ }).click()
  await expect.poll(() => page.url()).toMatch(/base=/)
  // only what differs, unless all is asked for
  const facts = page.getByRole('region', { name: 'Differs in' })
  expect(await facts.locator('tbody tr').count()).toBeLessThan(4)
  await facts.getByRole('button', { name: /^Show all/ }).click()
  expect(await facts.locator('tbody tr').count()).toBeGreaterThan(8)
})

test('two plans: paired statistics in numbers and words, flips, documents; the address opens it again', async ({
  app,
  page,
}) => {
  const a = first.measurements.filter((m) => m.task === 'sense').findIndex((m) => m.plan === 'full')
  const b = first.measurements.filter((m) => m.task === 'sense').findIndex((m) => m.plan === 'skip(s=0)')
  await app.go(`/compare?runs=${first.run}&tab=plans&a=${first.run}:${a}&b=${first.run}:${b}`)
  const table = page.locator('.paired-table')
  const row = table.getByRole('row').filter({ hasText: 'sense' }).first()
  await row.waitFor({ timeout: 20_000 })
  // what is typed into the field takes the place of what stands there
  const field = page.getByRole('combobox', { name: 'Plan of B' })
  await field.click()
  await page.keyboard.type('rev')
  await page.getByRole('option', { name: /^reverse\(s=0\)/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => field.inputValue()).toMatch(/^reverse/)
  await field.click()
  await page.keyboard.type('skip(s=0)')
  await page.getByRole('option', { name: /^skip\(s=0\)/ }).click()
  const [x, y] = [valueOf(first, 'full', 'sense')!, valueOf(first, 'skip(s=0)', 'sense')!]
  expect(await row.innerText()).toContain(`${shown(y - x)} worse`)
  await table.getByText('B is worse, more than chance explains').first().waitFor()
  const flips = await row.locator('td').nth(9).innerText()
  await page.getByRole('button', { name: `right → wrong ${flips}` }).click()
  await expect
    .poll(() => page.getByRole('table', { name: 'Document by document' }).getAttribute('aria-rowcount'))
    .toBe(String(Number(flips) + 1))
  await expect.poll(async () => Object.values(await app.chart('scatter')).flat().length).toBe(40 + 2)
  await page.getByRole('button', { name: 'Save comparison' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Full against skip')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Full against skip is saved.').waitFor()
  await app.go('/compare')
  await page.getByRole('link', { name: 'Full against skip' }).click()
  await row.waitFor()
  await page.getByRole('button', { name: 'Swap' }).click()
  await expect.poll(() => row.innerText()).toContain(`+${shown(x - y)} better`)
})

type Row = Readonly<Record<string, string>>
async function exportedAs(page: Page, kind: string): Promise<{ readonly name: string; readonly text: string }> {
  await page.getByRole('button', { name: 'Export' }).click()
  const item = page.locator('.v-overlay-container .v-list-item').filter({ hasText: kind }).first()
  const [got] = await Promise.all([page.waitForEvent('download'), item.click()])
  const path = join(temporaryFolder('export'), 'table')
  await got.saveAs(path)
  await expect.poll(() => page.locator('.v-overlay-container .v-list-item').count()).toBe(0)
  return { name: got.suggestedFilename(), text: readFileSync(path, 'utf8') }
}
const exported = async (page: Page): Promise<readonly Row[]> =>
  parse((await exportedAs(page, 'CSV')).text, { columns: true })
const stored = (result: RunResult, r: Row): number =>
  valueOf(result, r['plan']!, r['task']!, r['metric'] as 'acc' | 'acc_norm' | 'perplexity')!

test('the tables of Compare and of a run leave the app with the numbers of the store', async ({ app, page }) => {
  await app.go(`/compare?runs=${first.run},${second.run}&tab=runs&base=${first.run}`)
  await page.locator('.vt-row').first().waitFor({ timeout: 20_000 })
  const rows = await exported(page)
  expect(new Set(rows.map((r) => r['run']))).toEqual(new Set([first.run, second.run]))
  for (const r of rows) expect(Number(r['value'])).toBe(stored(r['run'] === first.run ? first : second, r))

  const index = (plan: string): number =>
    first.measurements.filter((m) => m.task === 'sense').findIndex((m) => m.plan === plan)
  await app.go(
    `/compare?runs=${first.run}&tab=plans&a=${first.run}:${index('full')}&b=${first.run}:${index('skip(s=0)')}`,
  )
  await page.locator('.paired-table td').first().waitFor({ timeout: 20_000 })
  const paired = await exported(page)
  expect(paired.map((r) => r['task'])).toContain('knowledge')
  for (const r of paired) {
    const [a, b] = [stored(first, { ...r, plan: 'full' }), stored(first, { ...r, plan: 'skip(s=0)' })]
    expect([Number(r['a']), Number(r['b'])]).toEqual([a, b])
    expect(Number(r['b_minus_a'])).toBeCloseTo(b - a, 9)
  }

  await app.go(`/runs/${second.run}`)
  await page.locator('.vt-row b').first().waitFor({ timeout: 20_000 })
  const own = await exported(page)
  const plans = new Set(second.measurements.map((m) => m.plan))
  expect(new Set(own.map((r) => r['plan']))).toEqual(plans)
  for (const r of own) expect(Number(r['value'])).toBe(stored(second, r))
})

test('runs that measured hidden states are not offered: they have no scores', async ({ home, app, page }) => {
  const file = join(temporaryFolder('experiment'), 'states.yaml')
  writeFileSync(file, `model: ${MODEL}\nplans: [full]\ntasks: [sense]\nlimit: 4\nname: States\nreadout: similarity\n`)
  await runJson(home, 'run', '--experiment', file)
  await app.go('/runs')
  await page.getByRole('checkbox', { name: 'Select First' }).check()
  await expect.poll(() => page.getByRole('button', { name: 'Compare' }).isEnabled()).toBe(true)
  await page.getByRole('checkbox', { name: 'Select States' }).check()
  await expect.poll(() => page.getByRole('button', { name: 'Compare' }).isEnabled()).toBe(false)
  await page.getByTitle('Only runs with scores can be compared').waitFor()
  await app.go('/compare')
  await page.getByRole('button', { name: /^Runs/ }).click()
  await page.getByRole('checkbox', { name: 'First' }).waitFor()
  expect(await page.getByRole('checkbox', { name: 'States' }).count()).toBe(0)
  await page.keyboard.press('Escape')
})

test('two models are told apart wherever one notation stands for both', async ({ home, app, page }) => {
  await runJson(home, 'models', 'add', join(FIXTURES, 'llama-tied'), '--name', 'tiny-of-another-name.f32')
  const other = await runJson(
    home,
    ...['run', '-m', 'tiny-of-another-name.f32', '-p', 'full', '-p', 'skip(s=1)'],
    ...['-t', 'sense', '--limit', '30', '--name', 'Other'],
  )
  const indexIn = (result: RunResult): number =>
    result.measurements.filter((m) => m.task === 'sense').findIndex((m) => m.plan === 'skip(s=1)')
  await app.go(
    `/compare?runs=${second.run},${other.run}&tab=plans&a=${second.run}:${indexIn(second)}&b=${other.run}:${indexIn(other)}`,
  )
  await page.locator('.paired-table td').first().waitFor({ timeout: 20_000 })
  const side = (letter: string) => page.getByRole('region', { name: `Plan ${letter}` })
  await side('A').getByText('painter-16 (16 layers)').waitFor()
  await side('B').getByTitle('tiny-of-another-name.f32 (6 layers)').waitFor()
  const latex = await exportedAs(page, 'LaTeX')
  expect(latex.name).toMatch(/^compare_skip-s=1_painter-16\+tiny-of-another-name\.f32_sense_\d{4}-\d\d-\d\d\.tex$/)
  expect(latex.text).toContain(
    'A: skip(s=1) on painter-16 (16 layers). B: skip(s=1) on tiny-of-another-name.f32 (6 layers).',
  )

  await app.go(`/compare?runs=${second.run},${other.run}&tab=runs&base=${second.run}`)
  const row = page.locator('.vt-row').filter({ hasText: 'skip(s=1)' }).first()
  await row.waitFor({ timeout: 20_000 })
  expect(await row.innerText()).toMatch(/M 13[^]*M 3/)
  await page.getByText('M, its affected layers, stands with each value').waitFor()
  const runs = await exportedAs(page, 'LaTeX')
  expect(runs.name).toMatch(/^compare_runs_painter-16\+tiny-of-another-name\.f32_sense_/)
  expect(runs.text).toContain('Other, tiny-of-another-name.f32 (6 layers)')
  expect(runs.text).toMatch(/skip\(s=1\) & sense .*\$M\$ 13.*\$M\$ 3\b/)
})

test('curves are drawn over one another and side by side, on the same axes', async ({ app, page }) => {
  await app.go(`/compare?runs=${first.run},${second.run}&tab=figures`)
  await expect
    .poll(
      async () =>
        Object.keys(await app.chart('overlaid').catch(() => ({}))).filter((k) => k === 'a skip' || k === 'a2 skip')
          .length,
      { timeout: 20_000 },
    )
    .toBe(2)
  await page.getByRole('button', { name: 'Raw' }).click()
  await app.choose('task', 'sense')
  await app.choose('metric', 'acc_norm')
  const stored = (result: RunResult): unknown =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((s) => [15 - 2 * s, valueOf(result, `skip(s=${s})`, 'sense', 'acc_norm')])
  // the first run has more documents: both are drawn on those that they have in common
  expect(stored(first)).not.toEqual(stored(second))
  for (const line of ['a skip', 'a2 skip'])
    await expect.poll(async () => (await app.chart('overlaid'))[line], { timeout: 10_000 }).toEqual(stored(second))
  await page.getByRole('button', { name: 'Side by side' }).click()
  await expect.poll(() => page.locator('[data-chart^="beside-"]').count()).toBe(2)
  expect(app.errors.filter((e) => !/WebSocket|ERR_CONNECTION/.test(e))).toEqual([])
})
