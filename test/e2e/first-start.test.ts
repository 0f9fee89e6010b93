import { expect } from 'vitest'
import { runJson } from '../support/cli'
import { test } from '../support/page'
import { valueOf } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

test('an empty data folder leads to a figure in two clicks, live and complete within two minutes, and no request leaves the machine', async ({
  open,
}) => {
  const app = await open(temporaryFolder('empty'), '/models')
  const { page } = app
  // the guided experiment is there, and gone for good once it was skipped
  await page
    .getByRole('complementary', { name: 'Guided first experiment' })
    .getByRole('button', { name: 'Skip' })
    .click()
  const began = Date.now()
  await page.getByRole('button', { name: 'Run the first look' }).click()
  await page.getByRole('heading', { name: 'First look at painter-16' }).waitFor()
  // the figure and the cells grow while documents come in
  await page
    .getByText(/^partial$/)
    .first()
    .waitFor({ timeout: 60_000 })
  await expect
    .poll(
      () =>
        app.chart('live').then(
          (series) => series['a skip']?.length ?? 0,
          () => 0,
        ),
      { timeout: 20_000 },
    )
    .toBeGreaterThan(3)
  await page.locator('.badge', { hasText: 'Done' }).waitFor({ timeout: 120_000 })
  const seconds = (Date.now() - began) / 1000
  expect(seconds).toBeLessThan(120)
  await page.getByRole('link', { name: 'Open figures' }).click()
  await page.getByRole('button', { name: 'Raw' }).click()
  await expect
    .poll(
      async () => Object.keys(await app.chart('main').catch(() => ({}))).filter((k) => !/errors|band/.test(k)).length,
      { timeout: 20_000 },
    )
    .toBeGreaterThan(6)

  const run = new URL(page.url().replace('/#', '')).searchParams.get('runs')!
  const stored = await runJson(app.home, 'run', '--resume', run)
  const task = await page.getByRole('combobox', { name: 'task', exact: true }).inputValue()
  await expect
    .poll(async () => (await app.chart('main'))['a skip'], { timeout: 20_000 })
    .toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((s) => [15 - 2 * s, valueOf(stored, `skip(s=${s})`, task)]))

  expect(
    app.requests.filter((u) => !u.startsWith(`http://127.0.0.1:${app.port}/`) && !/^(data|blob):/.test(u)),
  ).toEqual([])
  expect(app.errors).toEqual([])
  await page.reload()
  await page.locator('h1').first().waitFor()
  expect(await page.getByRole('complementary', { name: 'Guided first experiment' }).count()).toBe(0)
}, 240_000)
