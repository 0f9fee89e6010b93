import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect } from 'vitest'
import { test as browserTest } from '../support/page'
import { savedRun } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

/** Fonts of this system that a PDF can be given Chinese characters of. */
function wideFonts(): readonly string[] {
  try {
    return execFileSync('fc-list', [':lang=zh-cn', 'file'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  } catch {
    return []
  }
}

const test = browserTest.override('opening', { scope: 'file' }, '/figures/11')
test.beforeAll(async ({ home }) => {
  await savedRun(home, 'All of it')
}, 240_000)

test('a figure in Chinese leaves as a PDF whose characters are text, or the page says which font is missing', async ({
  app,
  page,
}) => {
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByText('简体中文').click()
  await page.locator('html[lang=zh-CN]').waitFor()
  await page.getByRole('button', { name: /^导出/ }).first().click()
  const dialog = page.getByRole('region', { name: '导出', exact: true })
  await dialog.locator('img.sheet').waitFor()
  await dialog.getByRole('button', { name: 'PDF', exact: true }).click()
  const save = dialog.getByRole('button', { name: /导出 ?PDF/ })
  if (wideFonts().length === 0) {
    await save.click()
    await page.getByText(/此系统没有含中文的字体/).waitFor()
    return
  }
  const [got] = await Promise.all([page.waitForEvent('download'), save.click()])
  const path = join(temporaryFolder('chinese'), got.suggestedFilename())
  await got.saveAs(path)
  const pdf = await getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0 }).promise
  const { items } = await (await pdf.getPage(1)).getTextContent()
  const text = items.map((item) => ('str' in item ? item.str : '')).join(' ')
  expect(text).toMatch(/完整模型/)
  expect(text).toMatch(/层/)
  expect(readFileSync(path, 'latin1')).not.toContain('Helvetica')
  expect(app.errors).toEqual([])
})
