import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { App, openBrowser } from '../support/page'
import { quietHome } from '../support/saved-runs'
import { temporaryFolder } from '../support/tiny-model'

let browser: Browser
let app: App
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  app = new App(browser, await quietHome(temporaryFolder('editor')))
  page = await app.start('/designer?tab=editor')
})
afterAll(async () => {
  await app.close()
  await browser.close()
})

const field = () => page.getByLabel('Plan', { exact: true })
const canvas = () => page.locator('#editor-canvas')
async function set(text: string): Promise<void> {
  await field().fill(text)
  await field().blur()
}
const text = (): Promise<string> => field().inputValue()
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}
/** The middle of a cell on the canvas, by its layer's number. */
async function cell(layer: number): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = (await canvas()
    .locator('.cell')
    .filter({ hasText: new RegExp(`^${layer}$`) })
    .first()
    .boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height }
}

describe('by keyboard alone', () => {
  it('selects, groups, loops, reverses, shuffles, repeats, moves, removes, undoes', async () => {
    await set('0..15')
    await canvas().focus()
    await press('Home', 'ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'p')
    expect(await text()).toBe('0 1 (2|..|4) 5..15')
    await press('l')
    expect(await text()).toBe('0 1 (2|..|4)*2 5..15')
    await press('_')
    expect(await text()).toBe('0 1 (2|..|4|_)*2 5..15')
    await press('Enter', 'ArrowDown', 'Delete')
    expect(await text()).toBe('0 1 (2|4|_)*2 5..15')
    await press('Control+z', 'Control+z', 'Control+z', 'Control+z')
    expect(await text()).toBe('0..15')
    await press('Control+Shift+z')
    expect(await text()).toBe('0 1 (2|..|4) 5..15')
    await press('Control+z')
    await canvas().focus()
    await press('End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'r')
    expect(await text()).toBe('0..12 15..13')
    await press('Alt+ArrowLeft')
    expect(await text()).toBe('0..11 15..12')
    await press('d')
    expect(await text()).toBe('0..11 15..13 15..12')
    await press('Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 's')
    await page.getByRole('dialog').getByLabel('seed').fill('3')
    await press('Enter')
    await expect.poll(text).toBe('1 2 0 3..11 15..13 15..12')
    await canvas().focus()
    await press('Home', 'Delete', '7')
    await expect.poll(text, { timeout: 3000 }).toBe('7 2 0 3..11 15..13 15..12')
    await press('F2')
    expect(await field().evaluate((el) => el === document.activeElement)).toBe(true)
  })

  it('copies, cuts and pastes as text', async () => {
    await set('0..5')
    await canvas().focus()
    await press('Home', 'Shift+ArrowRight', 'Control+c')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('0 1')
    await press('End', 'Control+v')
    expect(await text()).toBe('0..5 0 1')
  })
})

describe('by mouse', () => {
  it('drags onto a gap, onto a cell, and out; drags and double-clicks from the model', async () => {
    await set('0..9')
    const [three, seven] = [await cell(3), await cell(7)]
    await page.mouse.move(three.x, three.y)
    await page.mouse.down()
    await page.mouse.move(seven.x, seven.y, { steps: 4 })
    await page.mouse.move(seven.x + seven.width / 2 + 1, seven.y, { steps: 4 })
    await page.mouse.up()
    expect(await text()).toBe('0..2 4..7 3 8 9')
    const [one, five] = [await cell(1), await cell(5)]
    await page.mouse.move(one.x, one.y)
    await page.mouse.down()
    await page.mouse.move(five.x, five.y, { steps: 4 })
    await page.mouse.move(five.x, five.y - five.height / 2 + 4, { steps: 4 })
    await page.mouse.up()
    expect(await text()).toBe('0 2 4 (1|5) 6 7 3 8 9')
    await page.keyboard.press('Control+z')
    const two = await cell(2)
    await page.mouse.dblclick(two.x, two.y)
    expect(await text()).toBe('0..2 2 4..7 3 8 9')
    await page.getByRole('button', { name: /^layer 12,/ }).dblclick()
    expect(await text()).toMatch(/12/)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect(await text()).toBe('0..2 2 4..7 3 8 9')
  })

  it('marquee, toolbar, loop pill', async () => {
    await set('0..9')
    const [four, six] = [await cell(4), await cell(6)]
    await page.mouse.move(four.x - four.width / 2 - 2, four.y - 60)
    await page.mouse.down()
    await page.mouse.move(six.x, six.y + 60, { steps: 5 })
    await page.mouse.up()
    await page.getByRole('toolbar').getByRole('button', { name: /Loop/ }).click()
    expect(await text()).toBe('0..3 (4..6)*2 7..9')
    await page.locator('.loop-count').getByRole('button', { name: 'one more' }).click()
    expect(await text()).toBe('0..3 (4..6)*3 7..9')
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: /Ungroup/ })
      .click()
    expect(await text()).toBe('0..9')
    // what needs neighbours says so
    const [zero, nine] = [await cell(0), await cell(9)]
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
  it('names the column of a fault, dims the strip, and keeps the last valid plan', async () => {
    await set('0..9')
    await field().fill('0..9 35')
    await page.getByText('layer 35 does not exist: this model has layers 0..15 (column 6)').waitFor()
    expect(await canvas().locator('.strip.dimmed').count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Run now' }).isDisabled()).toBe(true)
    await field().fill('reverse(s=3)')
    await page.getByText('reversed', { exact: true }).first().waitFor()
    await field().fill('0..2 (3|4)')
    await field().blur()
    await expect.poll(() => canvas().locator('.cell').count()).toBe(5)
    expect(app.errors).toEqual([])
  })
})
