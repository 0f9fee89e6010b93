import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import { run, runJson } from '../support/cli'
import { type App, test } from '../support/page'
import { MODEL, smallRun, valueOf } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

let before: RunResult
test.beforeAll(async ({ home }) => {
  before = await smallRun(home, 'Before', ['full', 'skip(s=4)'])
})
const panel = (page: Page) => page.getByRole('complementary', { name: 'Experiment' })
const status = (page: Page, text: string) => page.locator('.screen-head .badge', { hasText: text })
const runId = (page: Page): string => page.url().split('/runs/')[1]!

/** Starts all of figure 11: long enough to be stopped, where its documents are new. */
async function startLong(app: App, documents = 'First 64'): Promise<string> {
  const { page } = app
  await app.go('/designer')
  await page.getByRole('button', { name: 'Paper presets' }).click()
  await page.getByRole('button', { name: 'Figure 11: as in the paper' }).click()
  await app.choose('documents', documents)
  await panel(page).getByRole('button', { name: 'Start run' }).click()
  await page.waitForURL(/\/runs\//)
  return runId(page)
}

test('pauses, resumes, cancels; everything measured is kept', async ({ app, page }) => {
  const id = await startLong(app)
  await page.locator('.vt-row b').first().waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Pause' }).click()
  await status(page, 'Paused').waitFor({ timeout: 30_000 })
  const cells = await page.locator('.vt-row b').count()
  expect(cells).toBeGreaterThan(3)
  await page.getByRole('button', { name: 'Resume' }).click()
  await status(page, 'Running').waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Cancel run' }).click()
  await status(page, 'Cancelled').waitFor({ timeout: 30_000 })
  await page.getByText('Cancelled by you. What was measured is kept and usable.').waitFor()
  expect(runId(page)).toBe(id)
})

test('a killed host: the page says so and reconnects, the run is interrupted, one click resumes it to the uninterrupted result', async ({
  app,
  page,
}) => {
  const id = await startLong(app)
  await expect
    .poll(
      async () =>
        /documents[\s\S]*?(\d[\d,]*) of/.exec(await page.getByRole('region', { name: 'Progress' }).innerText())?.[1] ??
        '0',
      { timeout: 60_000 },
    )
    .not.toBe('0')
  const port = Number(app.port)
  await app.stop('SIGKILL')
  await page.getByText('The connection to the host is lost.').waitFor()
  await app.serve(port)
  await app.open(`/runs/${id}`)
  await status(page, 'Interrupted').waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Resume' }).click()
  await status(page, 'Running').waitFor({ timeout: 30_000 })
  await status(page, 'Done').waitFor({ timeout: 240_000 })
  const resumed = await runJson(app.home, 'run', '--resume', id)
  const fresh = await runJson(
    app.home,
    'run',
    '-m',
    MODEL,
    '-p',
    'full',
    '-p',
    'reverse(s=3)',
    '-p',
    'random(s=2,seed=4)',
    '-t',
    'sense',
    '-t',
    'arithmetic',
    '--limit',
    '64',
    '--no-cache',
  )
  for (const m of fresh.measurements)
    expect(resumed.measurements.find((r) => r.plan === m.plan && r.task === m.task)!.metrics.acc).toEqual(m.metrics.acc)
}, 420_000)

test('the queue is re-ordered, and what another host does is seen', async ({ app, page }) => {
  const id = await startLong(app, 'First 200')
  for (const name of ['second', 'third']) {
    await app.go('/designer?tab=editor')
    await page.getByLabel('Plan', { exact: true }).fill(name === 'second' ? '0..7 9..15' : '0..8 10..15')
    await page.getByRole('button', { name: 'Run now' }).click()
    await page.waitForURL(/\/runs\//)
  }
  await app.go(`/runs/${id}`)
  const queue = page.getByRole('region', { name: 'Next in the queue' })
  await expect.poll(() => queue.locator('.name').allInnerTexts()).toEqual(['0..7 9..15', '0..8 10..15'])
  await queue.getByRole('button', { name: '0..8 10..15: earlier' }).click()
  await expect.poll(() => queue.locator('.name').allInnerTexts()).toEqual(['0..8 10..15', '0..7 9..15'])
  await page.getByRole('button', { name: 'Cancel run' }).click()
  await expect.poll(() => queue.count(), { timeout: 90_000 }).toBe(0)
  await run(app.home, 'run', '-m', MODEL, '-p', 'skip(s=5)', '-t', 'sense', '--limit', '4', '--name', 'made elsewhere')
  await app.go('/runs')
  await page.getByText('made elsewhere').waitFor({ timeout: 10_000 })
}, 240_000)

test('the table is searched, tagged, archived; a deletion can be undone', async ({ app, page }) => {
  await app.go('/runs')
  await page.getByRole('textbox', { name: /^Search, or/ }).fill('name:before variant:skip')
  await expect.poll(() => page.locator('.vt-row').count()).toBe(1)
  await page.getByRole('checkbox', { name: 'Select Before' }).check()
  await page.getByRole('button', { name: 'Tags' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('paper, first')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.locator('.vt-row .tag', { hasText: 'paper' }).waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => page.locator('.vt-row').count()).toBe(0)
  await page.getByText('1 run is deleted.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => page.locator('.vt-row').count()).toBe(1)
  await page.getByRole('checkbox', { name: 'Select Before' }).check()
  await page.getByRole('button', { name: 'Archive' }).click()
  await expect.poll(() => page.locator('.vt-row').count()).toBe(0)
  await page.getByRole('checkbox', { name: 'Archived' }).check()
  await expect.poll(() => page.locator('.vt-row').count()).toBe(1)
})

test('a right click on a row offers what can be done with that run', async ({ app, page }) => {
  await app.go('/runs')
  const row = (name: string) => page.locator('.vt-row').filter({ has: page.getByText(name, { exact: true }) })
  const menu = page.locator('.v-overlay-container .v-list-item')
  for (const [from, to] of [
    ['Before', 'Earlier'],
    ['Earlier', 'Before'],
  ] as const) {
    await row(from).first().click({ button: 'right' })
    await menu.filter({ hasText: 'Rename' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill(to)
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await row(to).first().waitFor()
  }
  await row('Before').first().click({ button: 'right' })
  await menu.filter({ hasText: 'Open the run' }).click()
  await page.waitForURL(new RegExp(before.run))
})

test('the table tells the accuracy of the full model and how far the others are, sorts and searches by them, and groups', async ({
  app,
  page,
}) => {
  await app.go('/runs')
  const rows = page.locator('.vt-row')
  const [full, skip] = [valueOf(before, 'full', 'sense')!, valueOf(before, 'skip(s=4)', 'sense')!]
  await page.getByRole('checkbox', { name: 'Archived' }).check()
  const query = page.getByRole('textbox', { name: /^Search, or/ })
  await query.fill('name:before')
  await expect.poll(() => rows.count()).toBe(1)
  expect(await rows.first().innerText()).toContain(full.toFixed(3))
  expect(await rows.first().innerText()).toContain((skip - full).toFixed(3).replace('-', '\u2212'))
  await query.fill(`name:before acc>${full}`)
  await expect.poll(() => rows.count()).toBe(0)
  await query.fill(`name:before acc>=${full}`)
  await expect.poll(() => rows.count()).toBe(1)
  await query.fill('')
  await app.choose('Group by', 'By status')
  await page.locator('.group-head').first().waitFor()
  await app.choose('Group by', 'No groups')
  await page.getByRole('button', { name: 'acc', exact: true }).click()
  await expect.poll(() => page.locator('[aria-sort]').innerText()).toBe('acc')
})

test('a run leaves as one file, and comes back out of it', async ({ app, page }) => {
  const folder = temporaryFolder('bundles')
  const pick = async (path: string): Promise<void> => {
    const dialog = page.getByRole('dialog')
    const field = dialog.getByRole('textbox', { name: 'Path' })
    await field.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(path)
    await page.keyboard.press('Enter')
  }
  await app.go(`/runs/${before.run}`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.locator('.v-list-item').filter({ hasText: 'Bundle' }).click()
  await pick(folder)
  await page.getByRole('dialog').getByRole('button', { name: 'Choose this folder' }).click()
  await page.getByText(/^The bundle is /).waitFor({ timeout: 20_000 })
  const [file] = readdirSync(folder)
  expect(file).toMatch(/^atelier_Before_\d{4}-\d{2}-\d{2}\.zip$/)

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.locator('.v-list-item').filter({ hasText: 'Delete' }).click()
  const rows = page.locator('.vt-row', { hasText: 'Before' })
  await page.waitForURL(/\/runs$/)
  await expect.poll(() => rows.count()).toBe(0)
  await page.getByRole('button', { name: 'Import a bundle' }).click()
  await pick(join(folder, file!))
  await page.getByText('1 run is added.').waitFor({ timeout: 20_000 })
  await expect.poll(() => rows.count()).toBe(1)
  await page.getByRole('button', { name: 'Import a bundle' }).click()
  await pick(join(folder, file!))
  await page.getByText('All runs of this file are here already.').waitFor({ timeout: 20_000 })
})

test('a run takes a note, and leaves as lm-eval files', async ({ app, page }) => {
  await app.go(`/runs/${before.run}`)
  const more = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.locator('.v-list-item').filter({ hasText: item }).click()
  }
  await more('Note')
  await page.getByRole('dialog').getByRole('textbox').fill('with the first seeds')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('with the first seeds').waitFor()
  const folder = temporaryFolder('lm-eval')
  await more('Export as lm-eval files')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Path' }).fill(folder)
  await page.getByRole('dialog').getByRole('button', { name: 'Choose this folder' }).click()
  await page.getByText(/files? (is|are) in /).waitFor({ timeout: 20_000 })
  const files = readdirSync(folder, { recursive: true }).map(String)
  const results = files.filter((f) => /results.*\.json$/.test(f))
  expect(results.length).toBe(2)
  const accuracies = results.map(
    (f) =>
      (JSON.parse(readFileSync(join(folder, f), 'utf8')) as { results: Record<string, Record<string, number>> })
        .results['sense']!['acc,none'],
  )
  expect(accuracies.sort()).toEqual(before.measurements.map((m) => m.metrics.acc!.value).sort())
  expect(app.errors.filter((e) => !/WebSocket|ERR_CONNECTION/.test(e))).toEqual([])
})
