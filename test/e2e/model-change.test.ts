import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { runJson } from '../support/cli'
import { test } from '../support/page'
import { FIXTURES } from '../support/tiny-model'

test.beforeAll(async ({ home }) => {
  await runJson(home, 'models', 'add', join(FIXTURES, 'llama-tied'), '--name', 'tiny')
})
const panel = (page: Page) => page.getByRole('complementary', { name: 'Experiment' })
async function chooseModel(page: Page, name: string): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Model:/ })
    .click()
  await page.locator('.v-list-item').filter({ hasText: name }).first().click()
}
const startsEnabled = (page: Page) => panel(page).getByRole('button', { name: 'Start run' }).isEnabled()

test('a preset’s plans are made anew for the model that is chosen, and for each of several', async ({ page }) => {
  await chooseModel(page, 'painter-16')
  await page.getByRole('button', { name: 'Paper presets' }).click()
  await page.getByRole('button', { name: 'Figure 11: quick look' }).click()
  await panel(page)
    .getByText(/^skip\(s=\{/)
    .waitFor()
  const big = await panel(page)
    .getByText(/^skip\(s=/)
    .innerText()
  // the centre shows what was taken up
  expect(await page.getByLabel('Plan', { exact: true }).inputValue()).toBe(big)
  await chooseModel(page, 'tiny')
  await expect
    .poll(() =>
      panel(page)
        .getByText(/^skip\(s=/)
        .innerText(),
    )
    .not.toBe(big)
  expect(await panel(page).locator('.error-text').count()).toBe(0)
  expect(await page.getByRole('alert').count()).toBe(0)
  await expect.poll(() => startsEnabled(page)).toBe(true)
  await chooseModel(page, 'painter-16')
  await expect
    .poll(() =>
      panel(page)
        .getByText(/^skip\(s=/)
        .innerText(),
    )
    .toBe(big)
  await panel(page).getByRole('checkbox', { name: 'tiny' }).check()
  await panel(page)
    .getByText(/× 2 models/)
    .waitFor()
  await expect.poll(() => startsEnabled(page)).toBe(true)
  await panel(page).getByRole('checkbox', { name: 'tiny' }).uncheck()
})

test('a run is called by its preset while that is what it is, and by its plans once they are others', async ({
  app,
  page,
}) => {
  await app.go('/designer')
  await page.getByRole('button', { name: 'Save experiment' }).click()
  const name = page.getByRole('dialog').getByLabel('Name')
  await expect.poll(() => name.inputValue()).toBe('Figure 11, quick look')
  await page.keyboard.press('Escape')
  // the plans of the preset, but for the full model
  for (let left = 6; left > 0; left--) {
    await panel(page)
      .getByRole('button', { name: /^Take (?!full)/ })
      .first()
      .click()
    await expect
      .poll(() =>
        panel(page)
          .getByRole('button', { name: /^Take / })
          .count(),
      )
      .toBe(left)
  }
  for (const task of ['arithmetic', 'knowledge', 'recall', 'reference'])
    await panel(page).getByRole('checkbox', { name: task }).uncheck()
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/runs\//)
  await page.getByRole('heading', { name: 'painter-16, full' }).waitFor()
  expect(await page.getByText('figure 11').count()).toBe(0)
})

test('an untouched free editor is drawn of the model that is chosen, as its plan is', async ({ app, page }) => {
  await app.go('/designer?tab=editor')
  const cells = () => page.getByRole('listbox').getByRole('option').count()
  const text = page.getByLabel('Plan', { exact: true })
  await chooseModel(page, 'painter-16')
  await text.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0..-1')
  await expect.poll(cells).toBe(16)
  await chooseModel(page, 'tiny')
  await expect.poll(cells).toBeLessThan(16)
  const facts = page.getByText(/^same as full/)
  await facts.waitFor()
  await chooseModel(page, 'painter-16')
  await expect.poll(cells).toBe(16)
})

test('the free editor follows the model where it held all of it, and has a way back to it', async ({ app, page }) => {
  await app.go('/designer?tab=editor')
  const text = page.getByLabel('Plan', { exact: true })
  const reset = page.getByRole('button', { name: 'Start from full' })
  await text.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0..15')
  await page.keyboard.press('Tab')
  await chooseModel(page, 'tiny')
  await expect.poll(() => text.inputValue()).toMatch(/^0(\.\.| )\d$/)
  expect(await reset.isDisabled()).toBe(true)
  await text.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0..14')
  await page.keyboard.press('Tab')
  await page.getByRole('alert').waitFor()
  await reset.click()
  await expect.poll(() => text.inputValue()).toMatch(/^0(\.\.| )\d$/)
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => text.inputValue()).toBe('0..14')
  await chooseModel(page, 'painter-16')
  expect(app.errors).toEqual([])
})
