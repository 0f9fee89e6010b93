import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { documents, run, runJson } from '../support/cli'
import { test } from '../support/page'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

test.override({ opening: '/tasks' })

const QUIZ = `question,A,B,C,D,answer
What pulls an apple down?,gravity,friction,heat,light,A
What is measured in newtons?,speed,force,mass,time,B
What slows a parachute?,weight,drag,lift,sound,E
What carries sound?,light,vibration,heat,taste,B
Which is a metal?,wood,glass,iron,wool,C
`
interface Tokenizer {
  readonly model: { readonly merges: [string, string][]; readonly vocab: Record<string, number> }
  readonly pre_tokenizer: { use_regex: boolean }
}
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
  const path = file('physics quiz.csv', QUIZ)
  await choose(page, path)
  await page.getByText('4 of 5 rows can be scored').waitFor()
  await column(page, /^question: context/).waitFor()
  await column(page, /^D: choice 4/).waitFor()
  await column(page, /^answer: target/).waitFor()
  const metrics = page.getByRole('group', { name: 'Metrics' })
  await metrics.getByRole('button', { name: 'acc', exact: true }).click()
  // the last one stays
  await metrics.getByRole('button', { name: 'acc_norm' }).click()
  expect(await metrics.getByRole('button', { name: 'acc_norm' }).getAttribute('aria-pressed')).toBe('true')
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
  const written = readFileSync(join(home, 'tasks', 'physics.yaml'), 'utf8')
  expect(written).toContain('leave_out:\n  - 3')
  expect(written).toContain('metrics:\n  - acc_norm\nfloor')

  const ran = await run(home, 'run', '-m', 'painter-16', '-p', 'full', '-t', 'physics')
  expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('physics')])
  await app.go('/designer')
  await page.getByRole('checkbox', { name: 'physics' }).waitFor()

  writeFileSync(path, QUIZ.replace('iron', 'gold'))
  const refused = await run(home, 'run', '-m', 'painter-16', '-p', 'full', '-t', 'physics')
  expect([refused.code, refused.stderr]).toEqual([
    expect.not.toSatisfy((code) => code === 0),
    expect.stringContaining('has changed since the task physics was made of it'),
  ])
  await app.go('/tasks')
  await page.reload()
  await page.getByRole('button', { name: 'physics', exact: true }).click()
  await page.getByText('physics quiz.csv: has changed since the task physics was made of it').first().waitFor()
  expect(app.errors).toEqual([])
})

test('several files become tasks one after another, with the same roles where their columns are equal', async ({
  app,
  home,
  page,
}) => {
  const folder = temporaryFolder('several')
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
  put('first.csv', 'note,u,v\nOne and one make,two,x\n')
  put('second.csv', 'v,note,u\ny,Two and two make,four\n')
  put('third.csv', 'prompt,completion\nThree and three make,six\n')
  put('fourth.csv', 'prompt,completion\nFour and four make,eight\n')
  await app.go('/tasks')
  await page.getByRole('button', { name: 'New task' }).click()
  await choose(page, join(folder, 'third.csv'))
  await column(page, /^prompt: context/).waitFor()
  expect(await page.getByRole('button', { name: 'Leave this file out' }).count()).toBe(0)

  await app.go('/tasks')
  await page.getByRole('button', { name: 'New task' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByTitle(folder, { exact: true }).click()
  for (const name of ['first', 'second', 'third', 'fourth'])
    await dialog.getByRole('checkbox', { name: `Choose ${name}.csv as well` }).check()
  await dialog.getByRole('button', { name: 'Use 4 files' }).click()
  await page.getByText('1 of 4', { exact: true }).waitFor()
  await column(page, /^note:/).focus()
  for (const key of ['c', 'ArrowRight', 't']) await page.keyboard.press(key)
  await page.locator('pre', { hasText: '{{ u }}' }).waitFor({ state: 'attached' })
  await page.keyboard.press('Control+s')

  await page.getByText('2 of 4', { exact: true }).waitFor()
  await column(page, /^note: context/).waitFor()
  await column(page, /^u: target/).waitFor()
  await column(page, /^v: not used/).waitFor()
  await page.getByRole('button', { name: 'Save task' }).click()

  await page.getByText('3 of 4', { exact: true }).waitFor()
  await column(page, /^completion: target/).waitFor()
  await page.getByRole('button', { name: 'Leave this file out' }).click()
  await page.getByText('4 of 4', { exact: true }).waitFor()
  await page.getByText('1 of 1 rows can be scored').waitFor()
  await page.getByRole('button', { name: 'Save task' }).click()
  await page.getByText('Saved, with so many documents: first 1, second 1, fourth 1; left out: third.csv.').waitFor()
  await page.getByRole('heading', { name: 'Tasks' }).waitFor()
  expect(readFileSync(join(home, 'tasks', 'second.yaml'), 'utf8')).toMatch(/note }}[^]*target: "\{\{ u }}"/)
  expect(existsSync(join(home, 'tasks', 'third.yaml'))).toBe(false)

  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    for (const name of ['left.txt', 'right.txt']) data.items.add(new File([`A line of ${name}\n`], name))
    return data
  })
  await page.dispatchEvent('.screen', 'drop', { dataTransfer: dropped })
  await page.getByText(/they were copied to .*left\.txt, .*right\.txt/).waitFor()
  for (const name of ['left', 'right']) {
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe(name)
    await page.getByText('1 of 1 rows can be scored').waitFor()
    await page.getByRole('button', { name: 'Save task' }).click()
  }
  await page.getByText('Saved, with so many documents: left 1, right 1.').waitFor()
  expect(app.errors).toEqual([])
})

test('counts tokens, marks one that goes across the boundary, and tells how many rows lose their beginning', async ({
  app,
  home,
  page,
}) => {
  // a tokenizer that joins a colon with the line break after it, as those of newer models do
  const model = temporaryFolder('joins')
  cpSync(join(FIXTURES, 'llama-tied'), model, { recursive: true })
  const tokenizer = JSON.parse(readFileSync(join(model, 'tokenizer.json'), 'utf8')) as Tokenizer
  const last = tokenizer.model.merges.length - 1
  const [left, right] = tokenizer.model.merges[last]!
  tokenizer.model.merges[last] = [':', 'Ċ']
  tokenizer.model.vocab[':Ċ'] = tokenizer.model.vocab[`${left}${right}`]!
  delete tokenizer.model.vocab[`${left}${right}`]
  tokenizer.pre_tokenizer.use_regex = false
  writeFileSync(join(model, 'tokenizer.json'), JSON.stringify(tokenizer))
  await runJson(home, 'models', 'add', model, '--name', 'joins')

  await app.go('/tasks')
  await page.reload()
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Model:/ })
    .click()
  await page.locator('.v-list-item').filter({ hasText: 'joins' }).first().click()
  await page.getByRole('button', { name: 'New task' }).click()
  const long = 'x y '.repeat(300)
  await choose(page, file('wide.csv', `prompt,completion\nu,v\n${long},v\nw,v\n`))
  const seen = page.getByRole('region', { name: 'What the model sees' }).last()
  await page
    .getByText(/^1 of 3 rows is longer than the model’s context of \d+ tokens: it loses its beginning/)
    .waitFor()
  // wherever the prompts are scrolled to
  await page.setViewportSize({ width: 1024, height: 720 })
  const warned = await page.getByText(/^1 of 3 rows is/).evaluate((el) => {
    const { left, top } = el.getBoundingClientRect()
    return el.contains(document.elementFromPoint(left + 20, top + 6))
  })
  expect(warned).toBe(true)
  const marked = seen.locator('.token.across')
  expect(await marked.count()).toBe(0)

  await page.getByRole('textbox', { name: 'Context' }).fill('{{ prompt }}:\n\n')
  const first = seen.getByRole('article').first()
  await first.getByText(/would be one with the beginning of the scored text/).waitFor()
  expect(await first.locator('.token.across').allInnerTexts()).toEqual([':'])
  const colours = await first.locator('.token').evaluateAll((all) => all.map((x) => getComputedStyle(x).color))
  expect(new Set(colours).size).toBe(2)

  await page.getByRole('textbox', { name: 'Context' }).fill('{{ prompt }} is')
  await expect.poll(() => marked.count()).toBe(0)
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
  // one text, unless it is asked by its lines
  await page.getByText('1 of 1 rows can be scored').waitFor()
  await page.getByRole('button', { name: 'Every line' }).click()
  await page.getByText('3 of 3 rows can be scored').waitFor()
  await page.getByRole('button', { name: 'Every paragraph' }).click()
  await page.getByText('2 of 2 rows can be scored').waitFor()
  await page.getByRole('button', { name: 'Save task' }).click()
  await page.getByText('The task notes has 2 documents.').waitFor()

  await page.getByRole('button', { name: 'New task' }).click()
  await choose(page, join(home, 'tasks', 'data', 'notes.txt'))
  await page.getByText('There is a task notes of yours').waitFor()
  await page.getByRole('button', { name: 'Replace task' }).click()
  await page.getByText('The task notes has 1 document.').waitFor()

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

test('files of a folder become the documents of the tasks they are named after; they are removed and brought back; the picker remembers', async ({
  app,
  page,
}) => {
  const folder = temporaryFolder('publishers')
  const { arc, lambada } = documents(7)
  copyFileSync(arc, join(folder, 'ARC-Easy_test.jsonl'))
  copyFileSync(lambada, join(folder, 'lambada_openai.jsonl'))
  writeFileSync(
    join(folder, 'winogrande.jsonl'),
    '{"sentence": "no blank", "option1": "a", "option2": "b", "answer": "1"}\n',
  )
  writeFileSync(join(folder, 'letter.txt'), 'Dear all\n')
  mkdirSync(join(folder, '.hidden'))
  await app.go('/tasks')
  await page.getByRole('button', { name: 'Import files' }).click()
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Path' })
  await field.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(folder)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Choose this folder' }).click()
  await page.getByText('Imported: arc_easy 7, lambada_openai 7.').waitFor()
  // the one that is no document of its task says what is wrong with it, in words of the file
  await page.getByText(/winogrande needs .*sentence/).waitFor()
  const row = page.getByRole('row', { name: /arc_easy/ })
  expect(await row.innerText()).toContain('7 / 2,376')
  await row.getByRole('button', { name: 'Remove the documents of arc_easy' }).click()
  await expect.poll(() => row.innerText()).toContain('–')
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect.poll(() => row.innerText()).toContain('7 / 2,376')
  // the folder is where the next choice begins
  await page.reload()
  await page.getByRole('button', { name: 'Import files' }).click()
  await expect.poll(() => field.inputValue()).toBe(folder)
  expect(await page.getByRole('dialog').getByText('.hidden').count()).toBe(0)
  await page.keyboard.press('Escape')
})

test('a starter task says what it asks, where it is listed and where it is chosen', async ({ app, page }) => {
  await app.go('/tasks')
  await page.getByRole('button', { name: 'recall', exact: true }).click()
  await page.getByText('The last word of a passage, known only from the passage.').waitFor()
  await app.go('/designer')
  const entry = page.locator('li.task', { hasText: 'sense' })
  expect(await entry.getAttribute('title')).toContain('The plausible ending of a scene')
})

test('a file whose first choice is always the right one needs no target; a typed folder is opened', async ({
  app,
  home,
  page,
}) => {
  await app.go('/tasks')
  await page.getByRole('button', { name: 'New task' }).click()
  const path = file('pairs.csv', 'question,good,bad\nWhat is wet?,water,sand\nWhat is dry?,sand,water\n')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('list').waitFor()
  // the field has the focus: what is typed goes into it
  await page.keyboard.press('Control+a')
  await page.keyboard.type(dirname(path))
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: /^pairs\.csv/ }).click()
  for (const [name, key] of [
    ['question', 'c'],
    ['good', '1'],
    ['bad', '2'],
  ] as const) {
    await column(page, new RegExp(`^${name}`)).focus()
    await page.keyboard.press(key)
  }
  await app.choose('The target is', 'always the first choice')
  await page.getByText('2 of 2 rows can be scored').waitFor()
  await page.getByRole('button', { name: /^Save/ }).click()
  await page.getByText('The task pairs has 2 documents.').waitFor()
  expect(readFileSync(join(home, 'tasks', 'pairs.yaml'), 'utf8')).toMatch(/target: "?'?0/)
})
