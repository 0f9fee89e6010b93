import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import { test as browserTest } from '../support/page'
import { smallRun } from '../support/saved-runs'

let result: RunResult
const test = browserTest.override('opening', { scope: 'file' }, '/runs')
const TASKS = ['recall', 'sense', 'knowledge', 'reference']
test.beforeAll(async ({ home }) => {
  result = await smallRun(home, 'Four tasks', ['full', 'skip(s=*)'], 16, TASKS)
}, 240_000)

const narrow = (page: Page): Promise<void> => page.setViewportSize({ width: 1024, height: 700 })
const wide = (page: Page): Promise<void> => page.setViewportSize({ width: 1440, height: 900 })
/** Pixels that lie outside, to the right. */
const beyond = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((el) => el.scrollWidth - el.clientWidth)

test('a narrow window keeps the errors of a run’s matrix, the intervals of Compare and in what plans differ', async ({
  app,
  page,
}) => {
  await narrow(page)
  await app.go(`/runs/${result.run}`)
  const spread = page.locator('.vt-row .spread').first()
  await spread.waitFor({ timeout: 20_000 })
  // all of them right or wrong: counts; else the error
  const texts = await page.locator('.vt-row .spread:visible').allInnerTexts()
  expect(texts.some((text) => text.includes('±')) && texts.some((text) => text.includes('/'))).toBe(true)
  // three tasks are in sight: of a fourth the table goes on sideways
  const third = page.locator('.matrix-table').getByRole('columnheader').filter({ hasText: 'knowledge' })
  const [head, card] = await Promise.all([third.boundingBox(), page.locator('section.matrix').boundingBox()])
  expect(head!.x + head!.width).toBeLessThanOrEqual(card!.x + card!.width)
  await app.go(`/compare?runs=${result.run}&tab=plans&a=${result.run}:0&b=${result.run}:1`)
  await page.locator('.paired-table .interval').first().waitFor({ timeout: 20_000 })
  expect(await page.locator('.paired-table .interval').first().isVisible()).toBe(true)
  // what the numbers mean is said here too
  const words = page.locator('.paired-table td.words').first()
  expect(await words.isVisible()).toBe(true)
  expect(await words.innerText()).not.toBe('')
  await page.getByRole('heading', { name: 'Differs in' }).waitFor()
  await page.locator('.facts dd').first().waitFor()
  await wide(page)
})

test('models do not scroll sideways, wide or narrow, however long their names', async ({ app, page }) => {
  await app.go('/models')
  await page.getByRole('button', { name: /^More/ }).first().click()
  await page.getByText('Rename', { exact: true }).click()
  await page
    .getByRole('dialog')
    .getByRole('textbox')
    .fill('a-model-of-a-very-long-name-that-somebody-fine-tuned-on-Friday')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('a-model-of-a-very-long-name').first().waitFor()
  for (const size of [wide, narrow]) {
    await size(page)
    expect(await beyond(page, '.library')).toBeLessThanOrEqual(0)
    expect(
      await page
        .locator('.models .name')
        .first()
        .evaluate((el) => el.clientWidth),
    ).toBeGreaterThan(120)
  }
  await wide(page)
})

test('the table of runs is as wide as its card, its heads on one line, in one case', async ({ app, page }) => {
  await app.go('/runs')
  await page.locator('.vt-row').first().waitFor()
  expect(await beyond(page, '.runs-table')).toBeLessThanOrEqual(0)
  const tops = await page
    .locator('.runs-table [role="columnheader"] .sort')
    .evaluateAll((heads) => heads.map((h) => Math.round(h.getBoundingClientRect().top)))
  expect(new Set(tops).size).toBe(1)
  const texts = await page.locator('.runs-table [role="columnheader"] .sort').allInnerTexts()
  // a metric keeps its name
  expect(texts.filter((text) => /^[a-z]/.test(text.trim()))).toEqual(['acc'])
})

test('long names of models and runs are cut in their middle, and layers are always read', async ({ app, page }) => {
  await app.go('/runs')
  const row = page.locator('.vt-row').first()
  await row.getByText('16', { exact: true }).first().waitFor()
  for (const size of [wide, narrow]) {
    await size(page)
    // another test gave the model a long name
    const cell = row.locator('.model')
    expect(await cell.evaluate((el) => el.scrollWidth - el.clientWidth)).toBeLessThanOrEqual(0)
    const [name, layers] = await Promise.all([
      cell.locator('.middle-cut').boundingBox(),
      cell.locator('.layers').boundingBox(),
    ])
    const box = await cell.boundingBox()
    expect(layers!.x).toBeGreaterThanOrEqual(name!.x + name!.width)
    expect(layers!.x + layers!.width).toBeLessThanOrEqual(box!.x + box!.width + 1)
  }
  await wide(page)
})

test('selecting a run does not move the table', async ({ app, page }) => {
  await app.go('/runs')
  const row = page.locator('.vt-row').first()
  await row.waitFor()
  const before = await row.boundingBox()
  await page.getByRole('checkbox', { name: 'Select Four tasks' }).check()
  await page.getByRole('button', { name: 'Compare' }).waitFor()
  expect((await row.boundingBox())!.y).toBe(before!.y)
  await page.getByRole('checkbox', { name: 'Select Four tasks' }).uncheck()
})

test('the labels of fields can be read', async ({ app, page }) => {
  await app.go('/figures/11')
  await page.getByRole('button', { name: 'Display' }).click()
  const label = page.locator('.floating .v-field-label--floating').first()
  await label.waitFor()
  const contrast = await label.evaluate((el) => {
    const rgb = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
    const light = (c: number[]): number => {
      const [r = 0, g = 0, b = 0] = c.map((v) =>
        v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const ground = rgb(getComputedStyle(el.closest('.floating')!).backgroundColor)
    const { color, opacity } = getComputedStyle(el)
    const seen = rgb(color).map((v, i) => v * Number(opacity) + (ground[i] ?? 0) * (1 - Number(opacity)))
    const [a, b] = [light(seen), light(ground)].sort((x, y) => y - x) as [number, number]
    return (a + 0.05) / (b + 0.05)
  })
  expect(contrast).toBeGreaterThanOrEqual(4.5)
  await page.keyboard.press('Escape')
})

test('nothing moves when a run starts; its plot has a legend and an accuracy’s axis', async ({ app, page }) => {
  await app.go('/designer')
  await page.getByRole('button', { name: 'Paper presets' }).click()
  await page.getByRole('button', { name: 'Figure 11: as in the paper' }).click()
  await app.choose('documents', 'First 64')
  await page.evaluate(() => {
    const shifts: { value: number; what: string }[] = []
    new PerformanceObserver((list) => {
      for (const e of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
        sources: { node?: Element | null }[]
      })[])
        if (!e.hadRecentInput)
          shifts.push({ value: e.value, what: e.sources.map((s) => s.node?.className ?? '').join(' | ') })
    }).observe({ type: 'layout-shift', buffered: false })
    Object.assign(globalThis, { shifts })
  })
  await page.getByRole('complementary', { name: 'Experiment' }).getByRole('button', { name: 'Start run' }).click()
  await page.waitForURL(/\/runs\//)
  await page.locator('.screen-head .badge', { hasText: 'Running' }).waitFor({ timeout: 30_000 })
  await page.getByRole('list', { name: 'Legend' }).getByText('skip').first().waitFor({ timeout: 60_000 })
  const shifts = await page.evaluate(
    () => (globalThis as unknown as { shifts: { value: number; what: string }[] }).shifts,
  )
  expect(
    shifts.reduce((sum, s) => sum + s.value, 0),
    JSON.stringify(shifts),
  ).toBeLessThan(0.05)
  const max = await page.locator('[data-chart="live"]').evaluate((el) => {
    const { chart } = el as HTMLElement & { chart: { getOption(): { yAxis: { max: number }[] } } }
    return chart.getOption().yAxis[0]?.max
  })
  expect(max).toBe(1)
  await page.getByRole('button', { name: 'Cancel run' }).click()
})
