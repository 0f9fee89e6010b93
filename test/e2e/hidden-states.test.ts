import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { HiddenStates } from '../../src-preload/contract/hidden-states'
import { openDatabase } from '../../src-main/store/database'
import { SettingStore } from '../../src-main/store/setting-store'
import { type App, test as browserTest } from '../support/page'
import { MODEL, quietHome } from '../support/saved-runs'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const test = browserTest.override('opening', { scope: 'file' }, '/figures/15')
// one thread: a measurement takes long enough to be stopped
test.beforeAll(async ({ home }) => {
  const db = await openDatabase(home)
  new SettingStore(db).change({ threads: 1 })
  db.close()
})

const STATES = 'Figure 15, hidden states'
const status = (page: Page, text: string) => page.locator('.screen-head .badge', { hasText: text })
const row = (page: Page, name: string) => page.locator('.vt-row', { hasText: name })
const measureButton = (page: Page) => page.getByRole('button', { name: `Measure ${MODEL}` })

async function measure(app: App, documents: number): Promise<void> {
  await app.go('/figures/15')
  await app.page.getByRole('spinbutton', { name: 'Documents' }).fill(String(documents))
  await measureButton(app.page).click()
}

test('hidden states that are to be measured wait in the queue like every run, and are taken out of it there', async ({
  app,
  page,
}) => {
  await app.go('/designer')
  await page.getByRole('button', { name: 'Paper presets' }).click()
  await page.getByRole('button', { name: 'Figure 11: as in the paper' }).click()
  await page.getByRole('complementary', { name: 'Experiment' }).getByRole('button', { name: 'Start run' }).click()
  await page.waitForURL(/\/runs\//)
  const before = page.url().split('#')[1]!
  await status(page, 'Running').waitFor()

  await measure(app, 400)
  await page.getByText('Waiting', { exact: true }).first().waitFor()
  await app.go('/runs')
  await row(page, STATES).getByText('Waiting').waitFor()
  await app.go(before)
  const queue = page.getByRole('region', { name: 'Next in the queue' })
  await expect.poll(() => queue.locator('.name').allInnerTexts()).toEqual([STATES])
  await queue.getByRole('button', { name: `Take ${STATES} out of the queue` }).click()
  await expect.poll(() => queue.count()).toBe(0)
  await page.getByRole('button', { name: 'Cancel run' }).click()
  await status(page, 'Cancelled').waitFor()
  await app.go('/runs')
  await row(page, STATES).getByText('Cancelled').waitFor()
  await app.go('/figures/15')
  await measureButton(page).waitFor()
  await page.getByText('Nothing measured yet').waitFor()
})

test('their measurement is cancelled in its run, gone on with, and leads to its figure', async ({ app, page }) => {
  await measure(app, 400)
  await app.go('/runs')
  await row(page, STATES).filter({ hasText: 'Running' }).click()
  await status(page, 'Running').waitFor()
  await page.getByRole('button', { name: 'Cancel run' }).click()
  await status(page, 'Cancelled').waitFor({ timeout: 30_000 })
  await app.go('/figures/15')
  await measureButton(page).waitFor()

  await app.go('/runs')
  await row(page, STATES).first().click()
  await page.getByRole('button', { name: 'Resume' }).click()
  await status(page, 'Done').waitFor({ timeout: 90_000 })
  await page.getByRole('link', { name: 'Open figures' }).click()
  await page.waitForURL(/\/figures\/15$/)
  const charts = [0, 1, 2].map((i) => `states-${i}`)
  for (const chart of charts) await expect.poll(() => cells(app, chart).then((c) => c.length)).toBeGreaterThan(100)
  await expect.poll(() => page.getByText('400 documents').count()).toBe(3)
  expect(app.errors).toEqual([])
})

const cells = (app: App, chart: string): Promise<(readonly (number | null)[])[]> =>
  app.chart(chart).then(
    (c) => c['cells'] ?? [],
    () => [],
  )

test('states that were measured before they were readings of runs are drawn as they were', async ({ open }) => {
  const home = temporaryFolder('earlier')
  const earlier = join(FIXTURES, 'earlier-database')
  copyFileSync(join(earlier, 'atelier.db'), join(home, 'atelier.db'))
  const app = await open(await quietHome(home), '/figures/3')
  const answers = JSON.parse(readFileSync(join(earlier, 'answers.json'), 'utf8')) as {
    route: string
    answer: unknown
  }[]
  const states = answers.flatMap((a) => (a.route === 'states.get' ? (a.answer as HiddenStates[]) : []))
  const { cosine, positions, nDocs } = states.find((s) => s.plan === 'full')!
  await expect.poll(() => cells(app, 'states-0').then((c) => c.length)).toBe(cosine.length)
  for (const [x, y, value] of (await cells(app, 'states-0')) as [number, number, number][])
    expect(value).toBe(cosine[y * positions.length + x])
  await app.page.getByText(`arc_easy, ${nDocs} documents`).waitFor()
  expect(app.errors).toEqual([])
})
