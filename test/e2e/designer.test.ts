import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { run, runJson } from '../support/cli'
import { test } from '../support/page'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const plan = (page: Page) => page.getByLabel('Plan', { exact: true })
const panel = (page: Page) => page.getByRole('complementary', { name: 'Experiment' })

test('text, controls and strip are one value; faults have a column', async ({ page }) => {
  await page.getByRole('option', { name: /^skip/ }).first().click()
  expect(await plan(page).inputValue()).toBe('skip(s=*)')
  await page.getByRole('button', { name: 'One plan' }).click()
  expect(await plan(page).inputValue()).toMatch(/^skip\(s=\d\)$/)
  await page.getByRole('slider', { name: 'start layer' }).focus()
  await page.keyboard.press('Home')
  await expect.poll(() => plan(page).inputValue()).toBe('skip(s=0)')
  await page.getByText('15 affected layers (M = 15)').waitFor()
  // a text of another variant is called by what it says
  await plan(page).fill('parallel(s=2)')
  await page.getByRole('region', { name: 'parallel', exact: true }).waitFor()
  expect(await page.getByText('are left out').count()).toBe(0)
  await plan(page).fill('skip(s=9)')
  await page
    .getByRole('alert')
    .getByText(/s=9.*7.*\(column \d+\)/)
    .waitFor()
  await plan(page).fill('skip(s=2..4)')
  await page.getByRole('heading', { name: '3 plans in this sweep' }).waitFor()
  await page.getByRole('button', { name: 'Add to experiment' }).click()
  await panel(page).getByText('skip(s=2..4)').waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => panel(page).getByText('skip(s=2..4)').count()).toBe(0)
  await page.getByRole('button', { name: 'Redo', exact: true }).click()
  await panel(page).getByText('skip(s=2..4)').waitFor()
})

test('while the text is no plan, strip, slider and table are the last that was, and it cannot be added', async ({
  page,
}) => {
  await page
    .getByRole('option', { name: /^looped parallel/ })
    .first()
    .click()
  const type = async (text: string): Promise<void> => {
    await plan(page).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(text)
  }
  const card = page.getByRole('region', { name: 'looped parallel' })
  const slider = card.getByRole('slider', { name: 'start layer' })
  const add = page.getByRole('button', { name: 'Add to experiment' })
  await type('looped-parallel(s=4,n=3)')
  expect(await slider.getAttribute('aria-valuenow')).toBe('4')
  expect(await add.isEnabled()).toBe(true)
  await type('looped-parallel(s=20,n=3)')
  await page.getByRole('alert').waitFor()
  expect(await slider.getAttribute('aria-valuenow')).toBe('4')
  expect(await card.locator('.strip.dimmed').getAttribute('aria-label')).toMatch(/looped-parallel\(s=4,n=3\)/)
  expect(await add.isDisabled()).toBe(true)
  expect(
    await page
      .locator('.sweep .vt-row')
      .first()
      .evaluate((row) => getComputedStyle(row).opacity),
  ).toBe('0.45')
  // the slider leads back to a plan
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => plan(page).inputValue()).toBe('looped-parallel(s=5,n=3)')
  expect(await add.isEnabled()).toBe(true)
  // another variant's sweep is never shown for this one's text
  await type('looped-parallel(s=20,n=3)')
  await page.getByRole('option', { name: /^skip/ }).first().click()
  await page
    .getByRole('option', { name: /^looped parallel/ })
    .first()
    .click()
  expect(await card.locator('.strip.dimmed').getAttribute('aria-label')).toMatch(/looped-parallel/)
})

test('says before the start what will happen: documents, work, sharing, time, memory', async ({ page }) => {
  await panel(page)
    .getByText(/layer applications/)
    .waitFor({ timeout: 20_000 })
  await panel(page).getByText(/^≈ /).first().waitFor()
  await panel(page)
    .getByText(/^fits, /)
    .waitFor()
  await panel(page)
    .getByText(/^shared /)
    .waitFor()
})

test('every preset tells its size and its time, and fills the experiment', async ({ page }) => {
  await page.getByRole('button', { name: 'Paper presets' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paper presets' })
  await dialog.getByText(/on the \d tasks? and documents chosen here \(First \d+\)/).waitFor()
  expect(await dialog.locator('.preset .strip').count()).toBe(8)
  const numbers = await dialog
    .locator('.number-of')
    .evaluateAll((all) => all.map((el) => el.getBoundingClientRect().height))
  expect(new Set(numbers).size).toBe(1)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  for (const [figure, entry] of [
    ['2', 'skip-layer(layer=*)'],
    ['4–9', 'repeat-middle(s={'],
    ['10', 'looped-parallel(s={'],
    ['11', 'random(s={'],
    ['12', 'skip(s=*)'],
    ['17', 'loop-middle(s={'],
  ] as const) {
    await page.getByRole('button', { name: 'Paper presets' }).click()
    const quick = page.getByRole('button', { name: `Figure ${figure}: quick look` })
    await expect.poll(() => quick.innerText(), { timeout: 30_000 }).toMatch(/plans · ≈/)
    await quick.click()
    await panel(page).getByText(entry).first().waitFor()
    // the centre shows what was taken up
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(
      await panel(page)
        .getByText(await plan(page).inputValue(), { exact: true })
        .count(),
    ).toBe(1)
  }
})

test('is saved, exported as the command line takes it, imported; the draft survives a killed host', async ({
  app,
  page,
}) => {
  await plan(page).waitFor()
  await page.getByRole('button', { name: 'Save experiment' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Loops')
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Loops is saved.').waitFor()
  await page.getByRole('button', { name: 'Experiments', exact: true }).click()
  await page.getByRole('button', { name: 'Duplicate Loops', exact: true }).click()
  const copy = page.getByRole('button', { name: 'Delete Loops, copy', exact: true })
  await copy.click()
  await expect.poll(() => copy.count()).toBe(0)
  await page.locator('.notice', { hasText: 'Loops, copy is deleted.' }).getByRole('button', { name: 'Undo' }).click()
  // the menu closes at a press beside it
  await page.getByRole('menu').or(page.locator('.v-menu .menu')).first().waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Experiments', exact: true }).click()
  await copy.waitFor()
  await page.getByRole('button', { name: /^Loops (now|\d)/ }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as file', exact: true }).click(),
  ])
  const file = join(temporaryFolder('export'), 'experiment.json')
  await download.saveAs(file)
  const experiment = JSON.parse(readFileSync(file, 'utf8')) as { name: string; plans: string[]; limit: number }
  expect(experiment).toMatchObject({ name: 'Loops', model: 'painter-16', limit: 32 })
  writeFileSync(file, JSON.stringify({ ...experiment, limit: 2, plans: ['full', 'loop-middle(s=5,n=2)'] }))
  const { code, stderr } = await run(app.home, 'run', '--experiment', file)
  expect(code, stderr).toBe(0)
  await page.setInputFiles('input[type=file]', file)
  await page.getByText('experiment.json is open.').waitFor()
  await panel(page).getByText('loop-middle(s=5,n=2)').waitFor()
  await page.waitForTimeout(600)
  await page.getByText('Draft saved').waitFor()
  await app.stop('SIGKILL')
  await app.serve()
  await app.open('/designer')
  await panel(page).getByText('loop-middle(s=5,n=2)').waitFor()
  expect(await page.getByRole('button', { name: 'Undo', exact: true }).isEnabled()).toBe(true)
  expect(app.errors.filter((e) => !/WebSocket|ERR_CONNECTION/.test(e))).toEqual([])
})

test('runs on several models: one run each, in one click; a plan that does not fit another model is named', async ({
  app,
  page,
}) => {
  await runJson(app.home, 'models', 'add', join(FIXTURES, 'llama-tied'), '--name', 'tiny')
  await app.go('/models')
  await app.go('/designer')
  await panel(page).getByRole('checkbox', { name: 'tiny' }).check()
  await panel(page)
    .getByText(/plans? × \d tasks? × 2 models/)
    .waitFor()
  await panel(page)
    .getByText(/loop-middle\(s=5,n=2\) does not fit tiny/)
    .waitFor()
  await panel(page).getByRole('button', { name: 'Take loop-middle(s=5,n=2) out' }).click()
  for (const task of ['arithmetic', 'knowledge', 'recall', 'reference'])
    await panel(page).getByRole('checkbox', { name: task }).uncheck()
  await expect.poll(() => panel(page).getByRole('button', { name: 'Start run' }).isEnabled()).toBe(true)
  await panel(page).getByRole('button', { name: 'Start run' }).click()
  await page.waitForURL(/\/runs\//)
  await app.go('/models')
  await page.getByRole('button', { name: 'More for tiny' }).click()
  await page.locator('.v-list-item').filter({ hasText: 'Its runs' }).click()
  await page.waitForURL(/\/runs\?q=model/)
  await expect.poll(() => page.locator('.vt-row').filter({ hasText: 'Done' }).count(), { timeout: 60_000 }).toBe(1)
  expect(await page.locator('.vt-row').first().innerText()).toContain('tiny')
})

test('a question mark that is pressed stays open until it is pressed again, or Escape', async ({ app, page }) => {
  await app.go('/designer')
  const facts = page.locator('dl.facts')
  const help = facts.getByRole('button', { name: /Layers of the model that the schedule never applies/ })
  const text = page.getByText('Their weights could be left out of memory.')
  // the pointer rests on it first, so that it is open already when it is pressed
  await help.hover()
  await text.waitFor()
  await help.click()
  await page.mouse.move(5, 5)
  await page.waitForTimeout(600)
  expect(await text.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await text.waitFor({ state: 'hidden' })
  await help.press('Enter')
  await text.waitFor()
  await help.press('Enter')
  await text.waitFor({ state: 'hidden' })
})

test('stored, shared and new explain themselves, and so do the facts of the free editor', async ({ app, page }) => {
  await app.go('/designer')
  const panel = page.getByRole('complementary', { name: 'Experiment' })
  for (const text of [/their results are in the store/, /computed once for several plans/, /that this run computes/])
    await panel.getByRole('button', { name: text }).waitFor()
  await app.go('/designer?tab=editor')
  for (const text of [/stand one after the other/, /over those of the full model/, /never applies/])
    await page.getByRole('button', { name: text }).waitFor()
})
