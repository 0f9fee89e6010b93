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
