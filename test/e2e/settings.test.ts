import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { RunListEntry, RunResult } from '../../src-preload/contract/run'
import { run, runJson } from '../support/cli'
import { test } from '../support/page'
import { MODEL, quietHome, smallRun, valueOf } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

let [one, two] = ['', '']
let first: RunResult
let second: RunResult
// each of these starts processes of its own: together with the page they are too much for one test's time on a busy machine
test.beforeAll(async () => {
  one = await quietHome(temporaryFolder('one'))
  first = await smallRun(one, 'From the first', ['full', 'skip(s=4)', 'reverse(s=4)'])
})
test.beforeAll(async () => {
  two = await quietHome(temporaryFolder('two'))
  second = await smallRun(two, 'From the second', ['full', 'parallel(s=4)'], 20)
})

test('a backup is merged into another database: both keep their runs', async ({ open }) => {
  const from = await open(one, '/settings')
  await from.page.getByRole('button', { name: 'Back up now' }).click()
  await from.page.getByText(/^The backup is /).waitFor()
  await from.close()
  const folder = join(one, 'backups')
  const [backup] = readdirSync(folder).filter((f) => f.endsWith('.db'))

  const to = await open(two, '/settings')
  const { page } = to
  await page.getByRole('button', { name: 'Restore from a file' }).click()
  await page.getByRole('textbox', { name: 'Path' }).fill(join(folder, backup!))
  await page.getByRole('textbox', { name: 'Path' }).press('Enter')
  await page.getByText('Added: runs 1, models 0.').waitFor()
  await to.go('/runs')
  await page.getByText('From the first').waitFor()
  await page.getByText('From the second').waitFor()
  await to.close()
  const list = (await runJson(two, 'runs', 'list')) as unknown as RunListEntry[]
  expect(list.map((r) => r.run).sort()).toEqual([first.run, second.run].sort())
})

test('after a merge nothing of either database is computed again', async () => {
  for (const [whole, plans] of [
    [first, ['full', 'skip(s=4)', 'reverse(s=4)']],
    [second, ['full', 'parallel(s=4)']],
  ] as const) {
    const again = await runJson(two, 'run', '--resume', whole.run)
    for (const plan of plans) expect(valueOf(again, plan, 'sense')).toBe(valueOf(whole, plan, 'sense'))
  }
  // what came with the backup serves new runs
  const plans = ['-p', 'skip(s=4)', '-p', 'parallel(s=4)']
  const { stderr } = await run(two, 'run', '-m', MODEL, ...plans, '-t', 'sense', '--limit', '12')
  expect(stderr).toMatch(/24 of 24 results are in the store/)
})

test('why the processor is used is one short sentence with the way to the doctor, and no command', async ({ open }) => {
  const { page } = await open(await quietHome(temporaryFolder('device')), '/models')
  const why = page.getByRole('region', { name: 'This computer' }).locator('.why')
  await why.getByText('CPU: the CUDA provider is not installed.').waitFor()
  await why.getByRole('link', { name: 'Doctor' }).click()
  await page.waitForURL(/\/doctor/)
  await page.getByText('not installed: the button below fetches it').waitFor()
  expect(await page.locator('main').innerText()).not.toMatch(/--install/)
})
