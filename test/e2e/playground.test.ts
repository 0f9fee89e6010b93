import { expect } from 'vitest'
import { test } from '../support/page'

test('plans write side by side; where they leave the first is marked; the answers stay', async ({ app, page }) => {
  await app.go('/playground')
  const prompt = page.getByRole('textbox', { name: 'Prompt' })
  await prompt.waitFor()
  await expect.poll(() => prompt.evaluate((el) => el === document.activeElement)).toBe(true)
  await page.keyboard.type('Once')
  await page.getByRole('spinbutton', { name: 'New tokens at most' }).fill('24')
  // one plan is changed by keys, its fault said in place
  const third = page.getByRole('textbox', { name: 'Plan 3' })
  await third.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('revers(s=3)')
  await page.getByRole('alert').getByText('revers').waitFor()
  expect(await page.getByRole('button', { name: 'Write' }).isDisabled()).toBe(true)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('0..15')
  await page.keyboard.press('ControlOrMeta+Enter')

  const column = (plan: string) => page.getByRole('region', { name: plan, exact: true })
  // it ends as the model ends it
  await column('full')
    .getByText(/^\d+ tokens · (?!to the limit)/)
    .waitFor()
  const text = await column('full').locator('.text').innerText()
  expect(text).toContain('Anna')
  // the same schedule by another name: the same answer, and nothing to mark
  await column('0..15').getByText('the same as the first').waitFor()
  expect(await column('0..15').locator('.text').innerText()).toBe(text)
  expect(await column('0..15').locator('mark').count()).toBe(0)

  const skip = page.getByRole('region', { name: /^skip/ })
  await skip.getByText(/differs from the first at token \d+/).waitFor()
  const other = await skip.locator('.text').innerText()
  const marked = await skip.locator('mark').innerText()
  const before = other.slice(0, other.indexOf(marked))
  expect(marked).not.toBe('')
  expect(text.startsWith(before.trimEnd())).toBe(true)
  expect(text.startsWith(before + marked)).toBe(false)

  await page.getByRole('link', { name: 'Models' }).first().click()
  await page.getByRole('link', { name: 'Playground' }).click()
  await expect.poll(() => column('full').locator('.text').innerText()).toBe(text)
})

test('an answer is cancelled, and what was written until then is shown', async ({ app, page }) => {
  await app.go('/playground')
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Answer:')
  // an answer that does not end by itself
  await page.getByRole('textbox', { name: 'Plan 1' }).fill('parallel(s=0)')
  await page.getByRole('spinbutton', { name: 'New tokens at most' }).fill('400')
  await page.getByRole('button', { name: 'Write' }).click()
  await expect.poll(() => page.locator('.text').first().innerText()).not.toBe('')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('cancelled').first().waitFor()
  expect(await page.getByRole('button', { name: 'Write' }).isEnabled()).toBe(true)
})
