import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect } from 'vitest'
import type { Page } from 'playwright-core'
import type { RunResult } from '../../src-preload/contract/run'
import { test as browserTest } from '../support/page'
import { savedRun, valueOf } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

let result: RunResult
const TASK = 'sense'
const test = browserTest.override('opening', { scope: 'file' }, '/figures/11')
test.beforeAll(async ({ home }) => {
  result = await savedRun(home, 'All of it')
}, 240_000)
test.beforeAll(async ({ app, page }) => {
  await page.getByRole('button', { name: 'Raw' }).click()
  await app.choose('task', TASK)
})
const value = (plan: string): number => valueOf(result, plan, TASK)!

describe('exports', () => {
  const dialog = (page: Page) => page.getByRole('region', { name: 'Export' })
  async function opened(page: Page): Promise<void> {
    if ((await dialog(page).count()) === 0) await page.keyboard.press('Control+e')
    await dialog(page).locator('img.sheet').waitFor()
  }
  async function download(
    page: Page,
    act: () => Promise<void>,
  ): Promise<{ readonly name: string; readonly data: Buffer }> {
    const [got] = await Promise.all([page.waitForEvent('download'), act()])
    const path = join(temporaryFolder('export'), got.suggestedFilename())
    await got.saveAs(path)
    return { name: got.suggestedFilename(), data: readFileSync(path) }
  }
  async function picture(page: Page, format: 'PDF' | 'SVG' | 'PNG'): Promise<{ name: string; data: Buffer }> {
    await opened(page)
    await dialog(page).getByRole('button', { name: format, exact: true }).click()
    return download(page, () =>
      dialog(page)
        .getByRole('button', { name: `Export ${format}` })
        .click(),
    )
  }
  async function data(page: Page, item: string): Promise<Buffer> {
    await opened(page)
    const menu = page.locator('.v-overlay-container .v-list-item')
    await expect.poll(() => menu.count()).toBe(0)
    await dialog(page).getByRole('button', { name: 'Data' }).click()
    return (await download(page, () => menu.filter({ hasText: item }).first().click())).data
  }
  /** Whatever lines it is broken into. */
  const text = (svg: string): string =>
    svg
      .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')

  test('the file’s name is read whole in a field as high as its text', async ({ page }) => {
    await opened(page)
    const field = dialog(page).getByRole('textbox', { name: 'File name' })
    const { height, hidden } = await field.evaluate((el) => ({
      height: el.getBoundingClientRect().height,
      hidden: Math.max(el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight),
    }))
    expect(height).toBeLessThan(80)
    expect(hidden).toBeLessThanOrEqual(1)
  })

  test('SVG with legend and badge, its font inside, named by figure, model, tasks and day', async ({
    browser,
    page,
  }) => {
    const { name, data: file } = await picture(page, 'SVG')
    expect(name).toMatch(/^fig11_painter-16_sense_\d{4}-\d{2}-\d{2}\.svg$/)
    const svg = file.toString('utf8')
    // in a page of its own: ours allows no inline styles, which a file may have
    const reader = await browser.newPage({ viewport: { width: 900, height: 700 } })
    await reader.setContent(svg)
    // geometry: nothing of the picture lies outside its box
    const outside = await reader.evaluate(() => {
      const root = document.querySelector('svg')!
      const box = root.getBoundingClientRect()
      return [...root.querySelectorAll('text, rect, circle, line')]
        .filter((e) => !e.closest('defs, clipPath, [clip-path]'))
        .map((e) => ({ what: e.textContent || e.localName, at: e.getBoundingClientRect() }))
        .filter(({ at }) => at.left < box.left - 1 || at.right > box.right + 1 || at.bottom > box.bottom + 1)
        .map((e) => e.what)
    })
    await reader.close()
    expect(outside).toEqual([])
    for (const word of ['middle repeat', 'looped parallel', '20 documents per task', 'full model'])
      expect(text(svg)).toContain(word)
    expect(svg).toMatch(/@font-face\{font-family:Inter;[^}]*base64,/)
  })
  test('its width is the journal’s, its ground and caption as they are chosen', async ({ page }) => {
    await opened(page)
    await dialog(page).getByRole('button', { name: '85', exact: true }).click()
    await dialog(page).getByRole('checkbox', { name: 'Caption under the figure' }).check()
    // once more: it stays pressed
    await dialog(page).getByRole('button', { name: '85', exact: true }).click()
    await dialog(page).getByText('nothing outside the box').waitFor()
    await dialog(page)
      .getByText(/^smallest text 7\.0 pt$/)
      .waitFor()
    const svg = (await picture(page, 'SVG')).data.toString('utf8')
    expect(Number(/width="([\d.]+)"/.exec(svg)![1])).toBeCloseTo((85 / 25.4) * 96, 2)
    expect(text(svg)).toContain('Made with Atelier')
    expect(text(svg)).not.toContain('20 documents per task')
    await dialog(page).getByRole('checkbox', { name: 'Caption under the figure' }).uncheck()
    await dialog(page).getByRole('button', { name: '174', exact: true }).click()
  })
  test('PNG of as many pixels as are asked for', async ({ page }) => {
    const svg = (await picture(page, 'SVG')).data.toString('utf8')
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!
    await dialog(page).getByRole('button', { name: 'PNG', exact: true }).click()
    await dialog(page).getByRole('button', { name: '2×', exact: true }).click()
    const png = (await picture(page, 'PNG')).data
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Math.floor(2 * Number(width)), 2 * Number(height)])
  })
  test('PDF without a print dialog: one page of the figure’s size, text as text, Inter embedded', async ({
    app,
    page,
  }) => {
    const file = (await picture(page, 'PDF')).data
    const pdf = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise
    expect(pdf.numPages).toBe(1)
    const sheet = await pdf.getPage(1)
    expect(sheet.getViewport({ scale: 1 }).width).toBeCloseTo((174 / 25.4) * 72, 0)
    const { items } = await sheet.getTextContent()
    const words = items.map((i) => ('str' in i ? i.str : '')).join(' ')
    for (const word of ['middle repeat', 'full model', '20 documents per task', 'random guess'])
      expect(words).toContain(word)
    expect(file.toString('latin1')).toMatch(/\/FontFile2/)
    expect(file.toString('latin1')).toMatch(/\/BaseFont \/Inter/)
    expect(app.errors).toEqual([])
  })
  test('CSV tidy, JSON, and LaTeX as a person would set it, of exactly the shown data', async ({ page }) => {
    const rows = parse<Record<string, string>>(await data(page, 'CSV'), { columns: true })
    for (const row of rows.filter((r) => !['random', 'looped parallel'].includes(r['series']!)))
      expect(Number(row['value'])).toBe(value(row['plan']!))
    expect(rows.length).toBe(8 * 6)
    // means over seeds have no plan of their own
    const means = rows.filter((r) => r['seeds'] !== '')
    expect(means.length).toBeGreaterThan(0)
    expect(means.every((r) => r['series'] === 'random' && r['plan'] === '')).toBe(true)
    expect(rows[0]).toMatchObject({
      model: 'painter-16',
      layers: '16',
      task: TASK,
      metric: 'acc',
      normalised: '0',
      floor: '0.25',
    })
    expect(rows[0]!['error_kind']).toBe('standard error over documents')
    expect(rows.every((r) => r['M'] !== '' && r['s'] !== '')).toBe(true)
    expect((JSON.parse((await data(page, 'JSON')).toString()) as unknown[]).length).toBe(rows.length)
    const latex = (await data(page, 'LaTeX')).toString()
    expect(latex).toMatch(/\\toprule[\s\S]*& middle repeat &[\s\S]*\\bottomrule/)
    expect(latex.split('\n').filter((l) => /^\s+\d+ & /.test(l))).toHaveLength(8)
  })
  test('the clipboard takes the picture and the data', async ({ page }) => {
    await opened(page)
    await dialog(page).getByRole('button', { name: 'Data' }).click()
    await page.locator('.v-overlay-container .v-list-item').filter({ hasText: 'Copy the data' }).click()
    await page.getByText('Copied.').last().waitFor()
    const rows = parse<Record<string, string>>(await page.evaluate(() => navigator.clipboard.readText()), {
      columns: true,
      delimiter: '\t',
    })
    expect(rows.length).toBe(8 * 6)
    await dialog(page).getByRole('button', { name: 'Data' }).click()
    await page.locator('.v-overlay-container .v-list-item').filter({ hasText: 'Copy as Python' }).click()
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/read_csv\("fig11_painter-16_sense_.*\.csv"\)[\s\S]*errorbar/)
    await dialog(page).getByRole('button', { name: 'Copy as image' }).click()
    await expect
      .poll(() => page.evaluate(async () => (await navigator.clipboard.read()).flatMap((i) => i.types)), {
        timeout: 10_000,
      })
      .toEqual(['image/png'])
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog(page).count()).toBe(0)
  })
})
