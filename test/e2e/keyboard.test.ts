import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { test } from '../support/page'

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const el = document.activeElement
    return `${el?.tagName ?? ''} ${el?.getAttribute('aria-label') ?? ''}`.trim()
  })

test('the command field takes what is typed each time that it is opened, and gives the focus back', async ({
  page,
}) => {
  await page.getByRole('option', { name: /^skip/ }).first().click()
  const before = await focused(page)
  for (const word of ['settings', 'doctor', 'tasks']) {
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search or run a command' })
    await field.waitFor()
    await page.waitForTimeout(400)
    await page.keyboard.type(word)
    expect(await field.inputValue()).toBe(word)
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'hidden' })
    expect(await focused(page)).toBe(before)
  }
})

test('F6 walks through all regions and comes round; Shift F6 goes back', async ({ page }) => {
  const region = (): Promise<string> =>
    page.evaluate(() => {
      const el = document.activeElement?.closest('aside, nav, header, main')
      return el?.getAttribute('aria-label') ?? el?.tagName ?? ''
    })
  await page.getByRole('link', { name: 'Atelier, to the Designer' }).focus()
  const walked: string[] = []
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('F6')
    walked.push(await region())
  }
  const round = ['Screens', 'MAIN', 'Experiment', 'HEADER']
  expect(walked).toEqual([...round, ...round])
  await page.keyboard.press('Shift+F6')
  expect(await region()).toBe('Experiment')
})

test('the list of variants is one tab stop; arrows, Home and End choose', async ({ page }) => {
  const selected = page.getByRole('listbox', { name: 'Variants' }).getByRole('option', { selected: true })
  await page.getByRole('option', { name: /^skip/ }).first().click()
  await page.keyboard.press('ArrowDown')
  expect(await selected.getAttribute('data-variant')).toBe('repeat-middle')
  await page.keyboard.press('End')
  expect(await selected.getAttribute('data-variant')).toBe('repeat-model')
  await page.keyboard.press('Home')
  expect(await selected.getAttribute('data-variant')).toBe('full')
  await page.keyboard.press('Tab')
  expect(
    await page.evaluate(() => document.activeElement?.closest('[role=listbox]')?.getAttribute('aria-label')),
  ).not.toBe('Variants')
  await page.keyboard.press('Shift+Tab')
  expect(await selected.evaluate((el) => el === document.activeElement)).toBe(true)
})

test('Ctrl Enter starts the run, from a field as well, and not from a dialog', async ({ app, page }) => {
  await page.getByRole('button', { name: 'Save experiment' }).click()
  await page.getByRole('dialog').getByLabel('Name').press('Control+Enter')
  await page.keyboard.press('Escape')
  expect(page.url()).toMatch(/\/designer$/)
  await page.getByLabel('Plan', { exact: true }).focus()
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/runs\//)
  await app.go('/designer')
})
