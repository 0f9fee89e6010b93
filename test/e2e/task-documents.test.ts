import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { run } from '../support/cli'
import { test } from '../support/page'
import { temporaryFolder } from '../support/tiny-model'

test('a task takes documents of its own, at random with a seed that can be changed; the command says so, and runs the same', async ({
  app,
  home,
  page,
}) => {
  for (const task of ['arithmetic', 'knowledge', 'reference'])
    await page.getByRole('checkbox', { name: task }).uncheck()
  const counts = page.getByRole('button', { name: 'Documents of sense' })
  await counts.click()
  await page.getByRole('button', { name: 'Random 100' }).click()
  const seed = page.getByRole('textbox', { name: 'seed' })
  await seed.fill('7')
  await seed.press('Enter')
  await page.keyboard.press('Escape')
  await expect.poll(() => counts.innerText()).toMatch(/100 \/ 400/)
  await app.choose('documents', 'First 16')
  await expect.poll(() => page.getByRole('button', { name: 'Documents of recall' }).innerText()).toMatch(/^16 \/ 400/)
  expect(await counts.innerText()).toMatch(/100 \/ 400/)
  expect(await counts.getAttribute('title')).toBe('seed 7')
  await counts.click()
  await page.getByRole('button', { name: 'Random 100', pressed: true }).waitFor()
  await page.keyboard.press('Escape')
  // the draft is kept a moment after the last change
  await page.waitForTimeout(600)
  await page.reload()
  await expect.poll(() => counts.getAttribute('title'), { timeout: 10_000 }).toBe('seed 7')

  const file = join(temporaryFolder('experiment'), 'e.json')
  const tasks = ['recall', { task: 'sense', sample: { n: 3, seed: 7 } }]
  writeFileSync(file, JSON.stringify({ model: 'painter-16', plans: ['full'], tasks, limit: 5 }))
  const measured = async (...args: string[]) => {
    const { code, stdout } = await run(home, 'run', ...args, '--json')
    expect(code).toBe(0)
    const { measurements } = JSON.parse(stdout) as { measurements: { task: string; nDocs: number; metrics: object }[] }
    return measurements.map(({ task, nDocs, metrics }) => ({ task, nDocs, metrics }))
  }
  const fromFile = await measured('--experiment', file)
  expect(fromFile.map((x) => [x.task, x.nDocs])).toEqual([
    ['recall', 5],
    ['sense', 3],
  ])
  const command = ['-m', 'painter-16', '-p', 'full', '-t', 'recall', '-t', 'sense', '--limit', '5']
  expect(await measured(...command, '--documents', 'sense=3:7')).toEqual(fromFile)
  expect((await measured(...command, '--documents', 'sense=all')).map((x) => x.nDocs)).toEqual([5, 400])
  const wrong = await run(home, 'run', ...command, '--documents', 'sense')
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('should be TASK=N, TASK=N:SEED or TASK=all')])
  expect(app.errors).toEqual([])
})
