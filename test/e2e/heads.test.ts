import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { run } from '../support/cli'
import { test } from '../support/page'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const folder = temporaryFolder('heads')
const rows = Array.from({ length: 24 }, (_, i) => `the ${i % 3 ? 'man' : 'hat'} is ${i % 2 ? 'on' : 'off'}\t${i % 2}`)
const file = (name: string): string => {
  const path = join(folder, name)
  writeFileSync(path, ['sentence\tlabel', ...rows, ''].join('\n'))
  return path
}
const MODEL = join(FIXTURES, 'encoders', 'bert')

test('an encoder is offered its own tasks; its head is chosen, and trained inside every plan', async ({
  home,
  open,
}) => {
  // the same data folder as the window's
  const asked = ['run', '-m', MODEL, '-p', 'full', '-t', 'sst2', '--data', `sst2=${file('dev.tsv')}`]
  expect((await run(home, 'models', 'add', MODEL)).code).toBe(0)
  expect((await run(home, ...asked, '--limit', '4')).code).toBe(0)

  const { page } = await open(home, '/designer')
  // of several models the first of the library is the one at hand
  await page.getByRole('button', { name: /bert/ }).first().waitFor()
  const panel = page.getByRole('complementary', { name: 'Experiment' })
  for (const task of ['arithmetic', 'knowledge', 'recall', 'reference', 'sense'])
    await panel.getByLabel(task, { exact: true }).click()
  await panel.getByLabel('sst2', { exact: true }).click()
  expect(await panel.getByLabel('sums', { exact: true }).count()).toBe(0)

  const head = panel.locator('section', { has: page.getByRole('heading', { name: 'Classification head' }) })
  await head.locator('.v-select').click()
  await page.getByRole('option', { name: 'trained on the mean of the last states' }).click()
  await head.getByText('sst2 has no rows to train on yet').waitFor()

  await head.getByRole('link', { name: 'Tasks' }).click()
  await page.getByRole('button', { name: 'Import training rows' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('list').waitFor()
  await dialog.getByRole('textbox').fill(file('train.tsv'))
  await dialog.getByRole('textbox').press('Enter')
  await page.getByText('A head is trained on 24 rows.').waitFor()
  await page.getByRole('link', { name: 'Designer' }).first().click()
  await head.getByText('sst2: 24 training rows').waitFor()
  await panel.getByRole('button', { name: 'Start run' }).click()
  await expect
    .poll(async () =>
      (JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as { status: string }[]).map((r) => r.status),
    )
    .toEqual(['done', 'done'])
  const [newest] = JSON.parse((await run(home, 'runs', 'list', '--json')).stdout) as { run: string }[]
  const shown = JSON.parse((await run(home, 'runs', 'show', newest!.run, '--json')).stdout) as {
    measurements: { adaptation?: { steps: number }; metrics: { acc: { value: number } } }[]
  }
  expect(shown.measurements[0]).toMatchObject({ adaptation: { steps: 3 }, nDocs: 24 })
})
