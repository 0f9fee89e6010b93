import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import { test } from '../support/page'
import { savedRun, valueOf } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

let result: RunResult
test.beforeAll(async ({ home }) => {
  result = await savedRun(home, 'All of it')
}, 240_000)

const sheet = (page: Page) => page.getByRole('article', { name: 'Page' })
const blocks = (page: Page) => sheet(page).locator('.block')
const block = (page: Page, text: string) => blocks(page).filter({ hasText: text }).first()
const labels = async (page: Page): Promise<string[]> =>
  (await blocks(page).allInnerTexts()).map((t) => /^(Figure|Table) \d|^How it was run|^\S+/m.exec(t.trim())?.[0] ?? '')

async function addTo(page: Page, report: string): Promise<void> {
  await page.getByRole('button', { name: 'Add to a report' }).first().click()
  await page.locator('.v-overlay-container .v-list-item').filter({ hasText: report }).first().click()
  await page.getByText('It is in Report.').waitFor()
}

test('figures and a comparison are taken into one report from their screens', async ({ app, page }) => {
  await app.go('/figures/11')
  await page.locator('[data-chart]').first().waitFor()
  await addTo(page, 'New report')
  await app.go('/figures/10')
  await page.locator('[data-chart]').first().waitFor()
  await addTo(page, 'Report')
  await app.go(`/compare?runs=${result.run}`)
  await page.locator('.paired-table tbody tr').first().waitFor()
  await addTo(page, 'Report')
  await app.go('/reports')
  await page.getByRole('link', { name: /^Report\b.*block/ }).click()
  await sheet(page).waitFor()
  expect(await labels(page)).toEqual(['Figure 1', 'Figure 2', 'Table 1'])
  // the table says what the screen said: the run's own numbers
  const row = await block(page, 'Table 1.').locator('tbody tr', { hasText: 'sense' }).innerText()
  expect(row).toContain(valueOf(result, 'full', 'sense', 'acc')!.toFixed(3))
})

test('a text is written with keys and kept; numbers and references follow the order, and survive a reload', async ({
  page,
}) => {
  await page.getByRole('region', { name: 'Blocks' }).getByRole('button', { name: 'Text' }).click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await page.keyboard.type('## Layers as painters\n\nAs @fig:fig11 and @tab:compare show, **skip** hurts most.')
  await page.keyboard.press('Escape')
  await expect.poll(() => block(page, 'Layers as painters').innerText()).toContain('As Figure 1 and Table 1 show')
  expect(await block(page, 'Layers as painters').locator('strong').innerText()).toBe('skip')
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(async () => (await labels(page)).indexOf('Layers')).toBe(2 - i)
  }
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => block(page, 'Layers as painters').innerText()).toContain('As Figure 2 and Table 1 show')
  await page.reload()
  await sheet(page).waitFor()
  expect(await labels(page)).toEqual(['Layers', 'Figure 1', 'Figure 2', 'Table 1'])
  expect(await block(page, 'Layers as painters').innerText()).toContain('As Figure 2 and Table 1 show')
})

test('a block is duplicated, removed and brought back, with keys', async ({ page }) => {
  await block(page, 'Table 1.').click()
  await page.keyboard.press('Control+d')
  await expect.poll(() => labels(page)).toEqual(['Layers', 'Figure 1', 'Figure 2', 'Table 1', 'Table 2'])
  await block(page, 'Table 2.').focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => labels(page)).toEqual(['Layers', 'Figure 1', 'Figure 2', 'Table 1'])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => labels(page)).toEqual(['Layers', 'Figure 1', 'Figure 2', 'Table 1', 'Table 2'])
  await block(page, 'Table 2.').focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => labels(page)).toHaveLength(4)
})

test('two figures of a column stand side by side; the caption is changed', async ({ page }) => {
  for (const figure of ['Figure 1.', 'Figure 2.']) {
    await block(page, figure).click()
    await page.getByRole('region', { name: 'Report', exact: true }).getByRole('button', { name: 'column' }).click()
  }
  await expect.poll(() => sheet(page).locator('.pair .block').count()).toBe(2)
  const [one, two] = await sheet(page)
    .locator('.pair .block')
    .evaluateAll((all) => all.map((e) => e.getBoundingClientRect().top))
  expect(one).toBe(two)
  await page.getByRole('textbox', { name: 'Caption' }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('What the order of layers does.')
  await block(page, 'Layers as painters').click()
  await expect.poll(() => block(page, 'Figure 2.').innerText()).toContain('What the order of layers does.')
})

test('what two windows write into one text is not lost', async ({ app, page }) => {
  const second = await app.context.newPage()
  await second.goto(page.url())
  await sheet(second).waitFor()
  await block(page, 'Layers as painters').dblclick()
  await block(second, 'Layers as painters').dblclick()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Of the first.')
  await page.keyboard.press('Escape')
  await expect.poll(() => block(page, 'Layers as painters').innerText()).toContain('Of the first.')
  await second.keyboard.press('Control+End')
  await second.keyboard.type(' Of the second.')
  await second.getByText('was just changed in another window').waitFor()
  await expect.poll(() => block(second, 'Layers as painters').innerText()).toContain('Of the first.')
  await second.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => block(page, 'Layers as painters').innerText()).toContain('Of the second.')
  await second.close()
})

async function saved(page: Page, kind: 'PDF' | 'HTML'): Promise<{ readonly name: string; readonly data: Buffer }> {
  const [got] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('button', { name: kind, exact: true }).click(),
  ])
  const path = join(temporaryFolder('report'), got.suggestedFilename())
  await got.saveAs(path)
  return { name: got.suggestedFilename(), data: readFileSync(path) }
}

test('PDF: A4, real text in order, Inter embedded, nothing outside the page, how it was run', async ({ app, page }) => {
  await page.getByRole('region', { name: 'Blocks' }).getByRole('button', { name: 'How it was run' }).click()
  await block(page, 'How it was run').waitFor()
  expect(await block(page, 'How it was run').innerText()).toContain(result.model.fingerprint)
  expect(await block(page, 'How it was run').innerText()).toContain('npx atelier run')
  const { name, data } = await saved(page, 'PDF')
  expect(name).toMatch(/^Report_\d{4}-\d{2}-\d{2}\.pdf$/)
  const pdf = await getDocument({ data: new Uint8Array(data), verbosity: 0 }).promise
  expect(pdf.numPages).toBeGreaterThan(1)
  const words: string[] = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const leaf = await pdf.getPage(n)
    const { width, height } = leaf.getViewport({ scale: 1 })
    expect([Math.round(width), Math.round(height)]).toEqual([595, 842])
    const { items } = await leaf.getTextContent()
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue
      const [, , , , x, y] = item.transform as number[]
      expect([item.str, x! >= 0 && x! + item.width <= width + 0.5 && y! >= 0 && y! <= height]).toEqual([item.str, true])
      words.push(item.str)
    }
  }
  const text = words.join(' ').replaceAll(/\s+/g, ' ')
  const order = ['Layers as painters', 'Figure 1.', 'What the order of layers does', 'Table 1.', 'How it was run']
  const places = order.map((w) => text.indexOf(w))
  expect(places.every((p) => p >= 0)).toBe(true)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  for (const word of ['middle repeat', 'full model', valueOf(result, 'full', 'sense', 'acc')!.toFixed(3)])
    expect(text).toContain(word)
  expect(data.toString('latin1')).toMatch(/\/BaseFont \/[A-Z]+\+Inter/)
  expect(app.errors).toEqual([])
})

test('HTML: one file that needs nothing else, its figures with the data they were drawn from', async ({
  browser,
  page,
}) => {
  const { name, data } = await saved(page, 'HTML')
  expect(name).toMatch(/\.html$/)
  const context = await browser.newContext({ offline: true })
  const reader = await context.newPage()
  const asked: string[] = []
  const errors: string[] = []
  reader.on('request', (r) => asked.push(r.url()))
  reader.on('console', (m) => m.type() === 'error' && errors.push(m.text()))
  await reader.setContent(data.toString('utf8'))
  expect(await reader.locator('figure > svg').count()).toBe(2)
  expect(await reader.locator('figcaption').allInnerTexts()).toEqual([
    expect.stringMatching(/^Figure 1\./) as string,
    'Figure 2. What the order of layers does.',
  ])
  const drawn = reader.locator('figure', { hasText: 'What the order' }).locator('details table')
  const rows = await drawn
    .locator('tbody tr')
    .evaluateAll((all) => all.map((tr) => [...tr.querySelectorAll('td')].map((td) => td.textContent)))
  const columns = await drawn.locator('thead th').evaluateAll((all) => all.map((th) => th.textContent))
  expect(rows.length).toBeGreaterThan(8)
  expect(new Set(rows.map((r) => r[columns.indexOf('run')]))).toEqual(new Set([result.run]))
  expect(asked.filter((a) => !a.startsWith('data:') && a !== 'about:blank')).toEqual([])
  expect(errors).toEqual([])
  await context.close()
})

test('a run’s table is taken into a report from its page', async ({ app, page }) => {
  await app.go(`/runs/${result.run}`)
  await page.getByRole('button', { name: 'Add to a report' }).first().click()
  await page
    .locator('.v-overlay-container .v-list-item')
    .filter({ hasText: /^Report/ })
    .first()
    .click()
  await page.getByText('It is in Report.').waitFor()
  await app.go('/reports')
  await page.getByRole('link', { name: /^Report\b.*block/ }).click()
  const row = block(page, 'All of it, painter-16').locator('tbody tr', { hasText: /^skip\(s=3\)/ })
  expect(await row.innerText()).toContain(valueOf(result, 'skip(s=3)', 'sense', 'acc')!.toFixed(3))
  await block(page, 'All of it, painter-16').focus()
  await page.keyboard.press('Delete')
})

test('a report outlives its runs, and is found by its key', async ({ app, page }) => {
  await app.go(`/runs/${result.run}`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.locator('.v-list-item').filter({ hasText: 'Delete' }).click()
  await page.waitForURL(/\/runs$/)
  await page.keyboard.press('Control+Shift+3')
  await page.getByRole('link', { name: /^Report\b.*block/ }).click()
  await block(page, 'Figure 1.').click()
  await page.getByText('source removed').waitFor()
  expect(await block(page, 'Table 1.').locator('tbody tr').count()).toBeGreaterThan(1)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.locator('.v-list-item').filter({ hasText: 'Delete' }).click()
  await page.getByText('No report yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByRole('link', { name: /^Report\b.*block/ }).waitFor()
})
