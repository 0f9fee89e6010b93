import { cpSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { run } from '../support/cli'
import { test } from '../support/page'
import { temporaryFolder } from '../support/tiny-model'

test.override({ opening: '/tasks' })

test('a task file of lm-evaluation-harness is taken as it is, and asked behind examples that are shown', async ({
  app,
  home,
  page,
}) => {
  const folder = temporaryFolder('task-file')
  cpSync(resolve('test/golden/harness'), folder, { recursive: true })
  const choose = async (path: string): Promise<void> => {
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('list').waitFor()
    await dialog.getByRole('textbox').fill(path)
    await dialog.getByRole('textbox').press('Enter')
  }
  await page.getByRole('button', { name: 'New task' }).click()
  await choose(join(folder, 'plain.yaml'))
  await page.getByText('made_plain is a task of yours now, with 10 documents.').waitFor()
  const documents = page.getByRole('region', { name: 'Documents of made_plain' })
  await documents.getByText('Answer, please. Question:').first().waitFor()

  // one that asks for what is not done is refused in a sentence, and leaves nothing behind
  writeFileSync(join(folder, 'text.yaml'), 'include: plain.yaml\ntask: writes\noutput_type: generate_until\n')
  await page.getByRole('button', { name: 'New task' }).click()
  await choose(join(folder, 'text.yaml'))
  await page.getByText(/the field output_type is not usable: .*generate_until/).waitFor()
  expect(await page.getByRole('button', { name: 'writes' }).count()).toBe(0)

  await app.go('/designer')
  for (const task of ['recall', 'knowledge', 'sense', 'reference', 'arithmetic']) {
    const box = page.getByRole('checkbox', { name: task })
    if (await box.isChecked()) await box.uncheck()
  }
  await page.getByRole('checkbox', { name: 'made_plain' }).check()
  const counts = page.getByRole('button', { name: 'Documents of made_plain' })
  await counts.click()
  await page.getByRole('button', { name: 'More examples' }).click()
  await page.getByRole('button', { name: 'More examples' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => counts.innerText()).toMatch(/2-shot/)
  await page.getByRole('button', { name: 'Start', exact: false }).first().click()
  await app.go('/runs')
  await page.getByText('made_plain').first().waitFor()
  const told = async <T>(...args: string[]): Promise<T> =>
    JSON.parse((await run(home, 'runs', ...args, '--json')).stdout) as T
  const newest = async () => (await told<{ run: string; status: string }[]>('list'))[0]
  await expect.poll(async () => (await newest())?.status, { timeout: 60_000 }).toBe('done')
  const shown = await told<{ measurements: object[] }>('show', (await newest())?.run ?? '')
  expect(shown.measurements[0]).toMatchObject({ task: 'made_plain', nExamples: 2 })
  expect(app.errors).toEqual([])
})
