import { expect } from 'vitest'
import { test } from '../support/page'

test('a plan is tried in the editor, ahead of a run that goes on afterwards; the result says on how many documents', async ({
  app,
  page,
}) => {
  for (const task of ['arithmetic', 'knowledge', 'recall', 'reference'])
    await page.getByRole('checkbox', { name: task }).uncheck()
  await page.getByRole('button', { name: 'Paper presets' }).click()
  await page.getByRole('button', { name: 'Figure 10: as in the paper' }).click()
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/runs\//)
  const long = page.url()
  await page.locator('.screen-head .badge', { hasText: 'Running' }).waitFor()

  await app.go('/designer?tab=editor')
  const text = page.getByLabel('Plan', { exact: true })
  await text.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0..7 9..15')
  await page.keyboard.press('Tab')
  const tryIt = page.getByRole('button', { name: /^Try 16 documents/ })
  await expect.poll(() => tryIt.innerText(), { timeout: 10_000 }).toMatch(/≈\s\d+\ss|all in the store/)
  await tryIt.click()
  await page.getByRole('button', { name: 'Stop trying' }).waitFor()
  await tryIt.waitFor({ timeout: 30_000 })
  const row = page.getByRole('row', { name: /^sense/ })
  await expect.poll(() => row.getByText('n 16', { exact: true }).count(), { timeout: 5_000 }).toBe(2)
  expect(page.url()).toMatch(/tab=editor/)
  // the long run was not over: it gave way, and goes on
  await page.goto(long)
  await page.locator('.screen-head .badge', { hasText: 'Running' }).waitFor({ timeout: 15_000 })
  await page.getByRole('button', { name: 'Cancel' }).first().click()
  await page.locator('.screen-head .badge', { hasText: 'Cancelled' }).waitFor({ timeout: 15_000 })
  expect(app.errors).toEqual([])
})
