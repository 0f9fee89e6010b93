import { cpSync, existsSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { run } from '../support/cli'
import { LocalHub } from '../support/hub'
import { test } from '../support/page'
import { quietHome } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

const TINY = resolve(import.meta.dirname, '../fixtures/llama-tied')

test('a model is opened where it lies, renamed, found again after it moved, and removed without its files', async ({
  open,
}) => {
  const folder = temporaryFolder('models')
  const [here, there] = [join(folder, 'here'), join(folder, 'there')]
  cpSync(TINY, here, { recursive: true })
  const { home, page } = await open(await quietHome(temporaryFolder('library')), '/models')
  const choose = async (path: string): Promise<void> => {
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('list').waitFor()
    await dialog.getByRole('textbox').fill(path)
    await dialog.getByRole('textbox').press('Enter')
  }
  const row = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('button', { name: new RegExp(`^${name}`) }) })
  await page.getByRole('button', { name: 'Open a model' }).click()
  await choose(here)
  await row('here').waitFor()
  await page.getByRole('button', { name: 'More for here' }).click()
  await page.getByText('Rename', { exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('copy')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await row('copy').waitFor()
  expect((await run(home, 'run', '-m', 'copy', '-p', 'full', '-t', 'sense', '--limit', '2')).code).toBe(0)

  renameSync(here, there)
  await page.reload()
  await page.getByText('moved or changed').waitFor()
  await page.getByRole('button', { name: 'Locate', exact: true }).click()
  await choose(there)
  await page.getByText('copy is found again.').waitFor()
  expect(await page.getByText('moved or changed').count()).toBe(0)
  expect((await run(home, 'run', '-m', 'copy', '-p', 'full', '-t', 'sense', '--limit', '2')).stderr).toMatch(
    /2 of 2 results are in the store/,
  )

  await page.getByRole('button', { name: 'More for copy' }).click()
  await page.getByText('Remove from the library').click()
  await expect.poll(() => row('copy').count()).toBe(0)
  expect(existsSync(join(there, 'model.safetensors'))).toBe(true)
})

test('a model is fetched by name, goes on where the connection was cut, and is in the library', async ({ open }) => {
  const hub = new LocalHub(TINY)
  hub.cutAfter = [1000]
  process.env['HF_ENDPOINT'] = await hub.start()
  try {
    const { page } = await open(await quietHome(temporaryFolder('pulled')), '/models')
    expect(hub.asked).toEqual([])
    await page.getByRole('textbox', { name: 'Name on the Hub' }).fill('org/tiny')
    await page.getByRole('button', { name: 'Fetch' }).click()
    await page.getByRole('cell').getByText('tiny', { exact: true }).waitFor()
    expect(hub.asked.filter((a) => a.path.endsWith('model.safetensors')).map((a) => a.range)).toEqual([
      undefined,
      'bytes=1000-',
    ])
    await page.getByText('1 download you asked for').waitFor()
  } finally {
    delete process.env['HF_ENDPOINT']
    hub.stop()
  }
})
