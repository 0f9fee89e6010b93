import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test } from '../support/page'
import { savedRun } from '../support/saved-runs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let run: string
test.beforeAll(async ({ home }) => {
  run = (await savedRun(home, 'All of it', 12, ['sense', 'recall'])).run
}, 240_000)

const screens = (): [string, string][] => [
  ['designer', '/designer'],
  ['editor', '/designer?tab=editor'],
  ['runs', '/runs'],
  ['run', `/runs/${run}`],
  ['figure 2', '/figures/2'],
  ['figure 3', '/figures/3'],
  ['figures 4-9', '/figures/4-9'],
  ['figure 10', '/figures/10'],
  ['figure 11', '/figures/11'],
  ['figure 12', '/figures/12'],
  ['figure 15', '/figures/15'],
  ['figure 17', '/figures/17'],
  ['compare, empty', '/compare'],
  ['compare plans', `/compare?runs=${run}&tab=plans`],
  ['compare runs', `/compare?runs=${run}&tab=runs`],
  ['compare curves', `/compare?runs=${run}&tab=figures`],
  ['models', '/models'],
  ['tasks', '/tasks'],
  ['doctor', '/doctor'],
  ['settings', '/settings'],
]

/** Serious and critical findings of axe-core, as text. axe is evaluated by the debugger: the page's policy stays as it is. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    (
      window as unknown as {
        axe: {
          run: (o: object) => Promise<{
            violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
          }>
        }
      }
    ).axe.run({ resultTypes: ['violations'] }),
  )
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map(
      (v) =>
        `${v.id}: ${v.nodes
          .slice(0, 3)
          .map((n) => `${n.html.slice(0, 160)} (${n.failureSummary.split('\n').slice(0, 2).join(' ').slice(0, 200)})`)
          .join(' | ')}`,
    )
}
async function theme(page: Page, dark: boolean): Promise<void> {
  const button = page.getByRole('button', { name: dark ? 'Dark theme' : 'Light theme' })
  if ((await button.count()) > 0) await button.click()
}

describe.each([false, true])('dark: %s', (dark) => {
  test('axe finds nothing serious on any screen', async ({ app, page }) => {
    await app.go('/designer')
    await theme(page, dark)
    const found: string[] = []
    for (const [name, path] of screens()) {
      await app.go(path)
      await page.waitForTimeout(700)
      found.push(...(await serious(page)).map((f) => `${name}: ${f}`))
    }
    expect(found).toEqual([])
  }, 240_000)
})

test('at 1024x700 nothing scrolls sideways', async ({ app, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  for (const [name, path] of screens()) {
    await app.go(path)
    await page.waitForTimeout(250)
    const { wide, room } = await page.evaluate(() => ({
      wide: Math.max(document.documentElement.scrollWidth, document.querySelector('#main')!.scrollWidth),
      room: innerWidth,
    }))
    expect(wide, name).toBeLessThanOrEqual(room)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}, 120_000)

test('the language is switched live, on every screen, with numbers and dates by locale', async ({ app, page }) => {
  await app.go('/runs')
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByText('简体中文').click()
  await page.getByRole('heading', { name: '运行', exact: true }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
  for (const [name, path] of screens()) {
    await app.go(path)
    await page.waitForTimeout(200)
    const text = await page.locator('#main').innerText()
    expect(text, name).toMatch(/[\u4e00-\u9fff]/)
    expect(text, name).not.toMatch(
      /\b(figures|designer|compare|runs|editor|samples|models|settings|step|run)\.[a-z]\w+/,
    )
  }
  await page.getByRole('button', { name: '语言' }).click()
  await page.locator('.v-list-item').getByText('English').click()
  await page.waitForTimeout(300)
}, 120_000)

test('the keyboard reaches everything: command field, screens by digit, regions, list of keys', async ({
  app,
  page,
}) => {
  await app.go('/designer')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('figure 10 loops')
  await page.keyboard.press('Enter')
  await page.waitForURL(/figures\/10/)
  await page.keyboard.press('Control+2')
  await page.waitForURL(/\/runs$/)
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('F6')
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  expect(app.errors).toEqual([])
})
