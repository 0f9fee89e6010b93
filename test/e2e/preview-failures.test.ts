import { cpSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/page'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const folder = join(temporaryFolder('models'), 'small')
test('why nothing can be told of a sweep or a preset is said, and what is unknown is not called new', async ({
  app,
  page,
}) => {
  cpSync(join(FIXTURES, 'llama-tied'), folder, { recursive: true })
  await app.go('/models')
  await page.getByRole('button', { name: 'Open a model' }).click()
  const picker = page.getByRole('dialog')
  await picker.getByRole('list').waitFor()
  await picker.getByRole('textbox').fill(folder)
  await picker.getByRole('textbox').press('Enter')
  await page
    .getByRole('button', { name: /^small/ })
    .first()
    .click()
  await app.go('/designer')
  await page.getByLabel('Plan', { exact: true }).fill('skip(s=*)')
  const sweep = page.getByRole('table', { name: '3 plans in this sweep' })
  await sweep.getByText('new').first().waitFor({ timeout: 20_000 })
  renameSync(folder, `${folder}-elsewhere`)
  await page.getByLabel('Plan', { exact: true }).fill('reverse(s=*)')
  await page.getByText('What is stored of these plans and what they take cannot be told').waitFor()
  expect(await sweep.getByText('new').count()).toBe(0)
  await page.getByRole('button', { name: 'Paper presets' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('What a preset takes cannot be told').waitFor()
  await expect
    .poll(() => dialog.getByRole('button', { name: 'Figure 11: quick look' }).innerText())
    .toMatch(/no estimate$/)
  await expect.poll(() => dialog.getByText('estimating').count()).toBe(0)
})
