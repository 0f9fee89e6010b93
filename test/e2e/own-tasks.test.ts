import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { run } from '../support/cli'
import { test } from '../support/page'
import { temporaryFolder } from '../support/tiny-model'

test.override({ opening: '/tasks' })

const QUIZ = `question,A,B,C,D,answer
What pulls an apple down?,gravity,friction,heat,light,A
What is measured in newtons?,speed,force,mass,time,B
What slows a parachute?,weight,drag,lift,sound,E
What carries sound?,light,vibration,heat,taste,B
Which is a metal?,wood,glass,iron,wool,C
`
function file(name: string, text: string): string {
  const path = join(temporaryFolder('data'), name)
  writeFileSync(path, text)
  return path
}
async function choose(page: Page, path: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('list').waitFor()
  await dialog.getByRole('textbox').fill(path)
  await dialog.getByRole('textbox').press('Enter')
}
const column = (page: Page, name: RegExp) => page.locator('thead').getByRole('button', { name })

test('a csv file becomes a task by mouse: guessed, its bad row left out, saved, offered, run here and by its name', async ({
  app,
  home,
  page,
}) => {
  await page.getByRole('button', { name: 'New task' }).click()
  await choose(page, file('physics quiz.csv', QUIZ))
  await page.getByText('4 of 5 rows can be scored').waitFor()
  await column(page, /^question: context/).waitFor()
  await column(page, /^D: choice 4/).waitFor()
  await column(page, /^answer: target/).waitFor()
  await page.getByText('Row 3: the target "E" is not the letter').waitFor()
  const seen = page.getByRole('region', { name: 'What the model sees' }).last()
  expect(await seen.getByRole('article').count()).toBe(3)
  expect((await seen.getByRole('article').first().innerText()).replaceAll(/\s/g, '')).toContain('␣gravity')
  expect(await seen.getByText(/^\d+ \+ \d+, \d+, \d+, \d+ tokens$/).count()).toBe(3)

  const save = page.getByRole('button', { name: /^Save/ })
  expect(await save.isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: /Leave this 1 row out/ }).check()
  await page.getByRole('button', { name: 'Save without 1 row' }).waitFor()
  await page.keyboard.press('F2')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('physics')
  await page.keyboard.press('Control+s')
  await page.getByText('The task physics has 4 documents.').waitFor()
  expect(readFileSync(join(home, 'tasks', 'physics.yaml'), 'utf8')).toContain('leave_out:\n  - 3')

  const ran = await run(home, 'run', '-m', 'painter-16', '-p', 'full', '-t', 'physics')
  expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('physics')])
  await app.go('/designer')
  await page.getByRole('checkbox', { name: 'physics' }).waitFor()
  expect(app.errors).toEqual([])
})

test('roles are given by keys and by pressing a role, then a column', async ({ app, page }) => {
  await app.go('/tasks')
  await page.getByRole('button', { name: 'New task' }).click()
  await choose(page, file('odd.jsonl', '{"u": "One and one make", "v": "two", "w": "ten"}\n'))
  const u = column(page, /^u:/)
  await u.waitFor()
  await u.focus()
  await page.keyboard.press('c')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('t')
  await column(page, /^u: context/).waitFor()
  await column(page, /^v: target/).waitFor()
  await page.getByText('1 of 1 rows can be scored').waitFor()
  await page.getByRole('button', { name: 'Choice', exact: true }).click()
  await column(page, /^v:/).click()
  await column(page, /^w:/).click()
  await column(page, /^w: choice 2/).waitFor()
  await page.getByText('no column is the target yet').waitFor()
  await page.keyboard.press('Delete')
  await column(page, /^w: not used/).waitFor()
  expect(app.errors).toEqual([])
})

test('a text file that is dropped into the browser is copied and said so; the task is replaced, removed and brought back', async ({
  app,
  home,
  page,
}) => {
  await app.go('/tasks')
  await page.getByRole('button', { name: 'New task' }).waitFor()
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['A first line.\nIts second.\n\nAnother paragraph.\n'], 'notes.txt'))
    return data
  })
  await page.dispatchEvent('.screen', 'drop', { dataTransfer: dropped })
  await page.getByText(/it was copied to .*notes\.txt/).waitFor()
  expect(existsSync(join(home, 'tasks', 'data', 'notes.txt'))).toBe(true)
  await page.getByText('3 of 3 rows can be scored').waitFor()
  await page.getByRole('button', { name: 'Every paragraph' }).click()
  await page.getByText('2 of 2 rows can be scored').waitFor()
  await page.getByRole('button', { name: 'Save task' }).click()
  await page.getByText('The task notes has 2 documents.').waitFor()

  await page.getByRole('button', { name: 'New task' }).click()
  await choose(page, join(home, 'tasks', 'data', 'notes.txt'))
  await page.getByText('There is a task notes of yours').waitFor()
  await page.getByRole('button', { name: 'Replace task' }).click()
  await page.getByText('The task notes has 3 documents.').waitFor()

  const row = page.getByRole('button', { name: 'notes', exact: true })
  await page.getByRole('button', { name: 'Remove notes' }).click()
  await expect.poll(() => row.count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
  expect(app.errors).toEqual([])
})

test('a task with the same ending after each option is read with a blank, its options beside it', async ({
  app,
  page,
}) => {
  await app.go('/tasks')
  await page.getByRole('button', { name: 'reference', exact: true }).click()
  const row = page.getByRole('region', { name: 'Documents of reference' }).getByRole('row').nth(1)
  await expect.poll(() => row.innerText()).toMatch(/so ___ was sad about the defeat\.\s+Helen$/)
})
