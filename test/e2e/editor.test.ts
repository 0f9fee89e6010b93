import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { test as browserTest } from '../support/page'

const test = browserTest.override('opening', { scope: 'file' }, '/designer?tab=editor')

const field = (page: Page) => page.getByLabel('Plan', { exact: true })
const canvas = (page: Page) => page.locator('#editor-canvas')
async function set(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).blur()
}
const text = (page: Page): Promise<string> => field(page).inputValue()
const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}
/** The middle of a cell on the canvas, by its layer's number. */
async function cell(page: Page, layer: number): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = (await canvas(page)
    .locator('.cell')
    .filter({ hasText: new RegExp(`^${layer}$`) })
    .first()
    .boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height }
}

describe('by keyboard alone', () => {
  test('selects, groups, loops, reverses, shuffles, repeats, moves, removes, undoes', async ({ page }) => {
    await set(page, '0..15')
    await canvas(page).focus()
    await press(page, 'Home', 'ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'p')
    expect(await text(page)).toBe('0 1 (2|..|4) 5..15')
    await press(page, 'l')
    expect(await text(page)).toBe('0 1 (2|..|4)*2 5..15')
    await press(page, '_')
    expect(await text(page)).toBe('0 1 (2|..|4|_)*2 5..15')
    await press(page, 'Enter', 'ArrowDown', 'Delete')
    expect(await text(page)).toBe('0 1 (2|4|_)*2 5..15')
    await press(page, 'Control+z', 'Control+z', 'Control+z', 'Control+z')
    expect(await text(page)).toBe('0..15')
    await press(page, 'Control+Shift+z')
    expect(await text(page)).toBe('0 1 (2|..|4) 5..15')
    await press(page, 'Control+z')
    await canvas(page).focus()
    await press(page, 'End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'r')
    expect(await text(page)).toBe('0..12 15..13')
    await press(page, 'Alt+ArrowLeft')
    expect(await text(page)).toBe('0..11 15..12')
    await press(page, 'd')
    expect(await text(page)).toBe('0..11 15..13 15..12')
    await press(page, 'Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 's')
    await page.getByRole('dialog').getByLabel('seed').waitFor()
    await press(page, '3', 'Enter')
    await expect.poll(() => text(page)).toBe('1 2 0 3..11 15..13 15..12')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await press(page, 'Home', 'Delete', '7')
    await expect.poll(() => text(page), { timeout: 3000 }).toBe('7 2 0 3..11 15..13 15..12')
    await press(page, 'F2')
    expect(await field(page).evaluate((el) => el === document.activeElement)).toBe(true)
  })

  test('keys go on after the seed is given up or given; an order that stays is said, and is no step', async ({
    page,
  }) => {
    await set(page, '0..9')
    await canvas(page).focus()
    const seed = page.getByRole('dialog').getByLabel('seed')
    await press(page, 'Home', 'Shift+ArrowRight', 's')
    await seed.waitFor()
    await press(page, 'Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await press(page, 'l')
    expect(await text(page)).toBe('(0 1)*2 2..9')
    await press(page, 'Control+z')
    await expect.poll(() => text(page)).toBe('0..9')
    const steps = await page.getByRole('region', { name: 'Steps' }).getByRole('listitem').count()
    await press(page, 'Home', 'Shift+ArrowRight', 's')
    await seed.waitFor()
    await press(page, '0', 'Enter')
    await page.getByRole('status').getByText('Seed 0 leaves these cells in their order: try another seed.').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await text(page)).toBe('0..9')
    expect(await page.getByRole('region', { name: 'Steps' }).getByRole('listitem').count()).toBe(steps)
    await press(page, 'Delete')
    expect(await text(page)).toBe('2..9')
  })

  test('copies, cuts and pastes as text', async ({ page }) => {
    await set(page, '0..5')
    await canvas(page).focus()
    await press(page, 'Home', 'Shift+ArrowRight', 'Control+c')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('0 1')
    await press(page, 'End', 'Control+v')
    expect(await text(page)).toBe('0..5 0 1')
  })
})

describe('by mouse', () => {
  test('drags onto a gap, onto a cell, and out; drags and double-clicks from the model', async ({ page }) => {
    await set(page, '0..9')
    const [three, seven] = [await cell(page, 3), await cell(page, 7)]
    await page.mouse.move(three.x, three.y)
    await page.mouse.down()
    await page.mouse.move(seven.x, seven.y, { steps: 4 })
    await page.mouse.move(seven.x + seven.width / 2 + 1, seven.y, { steps: 4 })
    await page.mouse.up()
    expect(await text(page)).toBe('0..2 4..7 3 8 9')
    const [one, five] = [await cell(page, 1), await cell(page, 5)]
    await page.mouse.move(one.x, one.y)
    await page.mouse.down()
    await page.mouse.move(five.x, five.y, { steps: 4 })
    await page.mouse.move(five.x, five.y - five.height / 2 + 4, { steps: 4 })
    await page.mouse.up()
    expect(await text(page)).toBe('0 2 4 (1|5) 6 7 3 8 9')
    await page.keyboard.press('Control+z')
    const two = await cell(page, 2)
    await page.mouse.dblclick(two.x, two.y)
    expect(await text(page)).toBe('0..2 2 4..7 3 8 9')
    await page.getByRole('button', { name: /^layer 12,/ }).dblclick()
    expect(await text(page)).toMatch(/12/)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect(await text(page)).toBe('0..2 2 4..7 3 8 9')
  })

  test('a cell has the toolbar’s actions in a menu, by right click and by keyboard', async ({ page }) => {
    await set(page, '0..9')
    const menu = page.getByRole('menu', { name: 'Actions on the selection' })
    const item = (name: RegExp) => menu.getByRole('menuitem', { name })
    const four = await cell(page, 4)
    await page.mouse.click(four.x, four.y, { button: 'right' })
    await item(/^Repeat/).click()
    expect(await text(page)).toBe('0..4 4..9')
    const facts = page.getByRole('complementary', { name: 'Facts of the schedule' })
    await facts.locator('.times', { hasText: /^2$/ }).waitFor()
    await facts.getByRole('button', { name: 'one more' }).click()
    expect(await text(page)).toBe('0..4 4*2 5..9')
    await facts.locator('.times', { hasText: /^3$/ }).waitFor()
    // a right click within a selection is about all of it
    await set(page, '0..9')
    await canvas(page).focus()
    await press(page, 'Home', 'Shift+ArrowRight', 'Shift+ArrowRight')
    const one = await cell(page, 1)
    await page.mouse.click(one.x, one.y, { button: 'right' })
    await item(/^Loop/).waitFor()
    await press(page, 'Escape')
    await menu.waitFor({ state: 'hidden' })
    await press(page, 'Shift+F10')
    await item(/^Loop/).waitFor()
    await press(page, 'ArrowDown', 'Enter')
    await expect.poll(() => text(page)).toBe('(0..2)*2 3..9')
    await menu.waitFor({ state: 'hidden' })
    await press(page, 'Delete')
    expect(await text(page)).toBe('3..9')
  })

  test('marquee, toolbar, loop pill', async ({ page }) => {
    await set(page, '0..9')
    const [four, six] = [await cell(page, 4), await cell(page, 6)]
    await page.mouse.move(four.x - four.width / 2 - 2, four.y - 60)
    await page.mouse.down()
    await page.mouse.move(six.x, six.y + 60, { steps: 5 })
    await page.mouse.up()
    await page.getByRole('toolbar').getByRole('button', { name: /Loop/ }).click()
    expect(await text(page)).toBe('0..3 (4..6)*2 7..9')
    await page.locator('.loop-count').getByRole('button', { name: 'one more' }).click()
    expect(await text(page)).toBe('0..3 (4..6)*3 7..9')
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: /Ungroup/ })
      .click()
    expect(await text(page)).toBe('0..9')
    // what needs neighbours says so
    const [zero, nine] = [await cell(page, 0), await cell(page, 9)]
    await page.mouse.click(zero.x, zero.y)
    await page.keyboard.down('Control')
    await page.mouse.click(nine.x, nine.y)
    await page.keyboard.up('Control')
    const parallel = page.getByRole('toolbar').getByRole('button', { name: /Parallel/ })
    expect(await parallel.isDisabled()).toBe(true)
    expect(await parallel.getAttribute('title')).toBe('Needs neighbouring cells in one branch.')
  })
})

describe('in step with the text', () => {
  test('names the column of a fault, dims the strip, and keeps the last valid plan', async ({ app, page }) => {
    await set(page, '0..9')
    await field(page).fill('0..9 35')
    await page.getByText('layer 35 does not exist: this model has layers 0..15 (column 6)').waitFor()
    expect(await canvas(page).locator('.strip.dimmed').count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Run now' }).isDisabled()).toBe(true)
    await field(page).fill('reverse(s=3)')
    await page.getByText('reversed', { exact: true }).first().waitFor()
    await field(page).fill('0..2 (3|4)')
    await field(page).blur()
    await expect.poll(() => canvas(page).locator('.cell').count()).toBe(5)
    expect(app.errors).toEqual([])
  })
})
