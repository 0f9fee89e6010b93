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
async function add(page: Page, variant: RegExp): Promise<void> {
  await page.getByRole('option', { name: variant }).first().click()
  await page.getByRole('button', { name: 'Add to experiment' }).click()
}

test('two windows show and change one experiment, on one model; nothing of either is lost', async ({ app, page }) => {
  const second = await app.context.newPage()
  await second.goto(`http://127.0.0.1:${app.port}/#/designer`)
  await panel(second).getByText('full', { exact: true }).waitFor()
  await add(second, /^parallel/)
  await panel(page).getByText('parallel(s=*)', { exact: true }).waitFor()
  await add(page, /^skip/)
  await panel(second).getByText('skip(s=*)', { exact: true }).waitFor()
  // what one undoes is undone in the other
  await second.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => panel(page).getByText('skip(s=*)', { exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: 'Redo', exact: true }).click()
  await panel(second).getByText('skip(s=*)', { exact: true }).waitFor()
  await page.getByText('Draft saved').waitFor()

  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Model:/ })
    .click()
  await page.locator('.v-list-item').filter({ hasText: 'tiny' }).first().click()
  await second
    .getByRole('banner')
    .getByRole('button', { name: /^Model: tiny/ })
    .waitFor()

  for (const each of [page, second]) {
    await each.reload()
    for (const text of ['full', 'parallel(s=*)', 'skip(s=*)'])
      await panel(each).getByText(text, { exact: true }).waitFor()
  }
  expect(app.errors).toEqual([])
})

test('what both changed in the same moment is said, and can be had back', async ({ app, page }) => {
  const second = await app.context.newPage()
  await second.goto(`http://127.0.0.1:${app.port}/#/designer`)
  await panel(second).getByText('full', { exact: true }).waitFor()
  await Promise.all(
    [page, second].map((each, i) =>
      each
        .getByRole('option', { name: i === 0 ? /^reverse/ : /^random/ })
        .first()
        .click(),
    ),
  )
  const buttons = [page, second].map((each) => each.getByRole('button', { name: 'Add to experiment' }))
  await Promise.all(buttons.map((b) => b.evaluate((el) => (el as HTMLElement).click())))
  const said = (each: Page) => each.locator('.notice', { hasText: 'changed in another window' })
  const late = await Promise.any(
    [page, second].map((each) =>
      said(each)
        .waitFor({ timeout: 5_000 })
        .then(() => each),
    ),
  )
  const own = late === page ? 'reverse(s=*)' : 'random(s=*,seed=0..9)'
  await said(late).getByRole('button', { name: 'Undo' }).click()
  for (const each of [page, second]) await panel(each).getByText(own, { exact: true }).waitFor()
})
