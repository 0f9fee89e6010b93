import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/page'
import { smallRun } from '../support/saved-runs'

test('a host that is started again is taken up by the page itself; one that does not know it asks for its address', async ({
  home,
  open,
}) => {
  const { run } = await smallRun(home, 'Before', ['full', 'skip(s=4)'])
  const app = await open(home, `/runs/${run}`)
  const { page } = app
  await page.evaluate(() => ((window as unknown as { mark: number }).mark = 1))
  const isSamePage = (): Promise<boolean> => page.evaluate(() => (window as unknown as { mark?: number }).mark === 1)
  const heading = page.getByRole('heading', { name: 'Before' })
  await heading.waitFor()
  const port = Number(app.port)

  // the same data folder: nothing to do
  await app.stop('SIGKILL')
  const lost = page.getByText('The connection to the host is lost.')
  await lost.waitFor()
  await page.getByText(`atelier serve --port ${port}`).waitFor()
  expect(await heading.isVisible()).toBe(true)
  expect(await page.locator('.screen').evaluate((el) => getComputedStyle(el).opacity)).toBe('0.55')
  // another screen, whose data are there
  await page.getByRole('link', { name: 'Runs' }).first().click()
  await page.getByText('Before').first().waitFor()
  await app.serve(port)
  await lost.waitFor({ state: 'hidden', timeout: 15_000 })
  expect(await isSamePage()).toBe(true)
  await page.goBack()
  await heading.waitFor()

  // a new session: the address is asked for, and what is open stays
  await app.stop('SIGKILL')
  rmSync(join(home, 'session-key'))
  await app.serve(port)
  await page.getByText('The host was started anew and does not know this page.').waitFor({ timeout: 15_000 })
  expect(await heading.isVisible()).toBe(true)
  const field = page.getByLabel('Address')
  await field.click()
  await page.keyboard.type(`http://127.0.0.1:${port}/?token=wrong`)
  await page.keyboard.press('Enter')
  await page.getByText('This address was used before or is not complete').waitFor()
  await field.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(app.address)
  await page.keyboard.press('Enter')
  await field.waitFor({ state: 'hidden', timeout: 10_000 })
  expect(await isSamePage()).toBe(true)
  await page.getByRole('link', { name: 'Designer' }).first().click()
  await page.getByRole('option', { name: /^skip/ }).first().click()
  await page.getByText('Draft saved').waitFor()

  // a page that is loaded anew has a way in as well
  await app.stop('SIGKILL')
  rmSync(join(home, 'session-key'))
  await app.serve(port)
  await page.reload()
  await page.getByLabel('Address').click()
  await page.keyboard.insertText(app.address)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Designer' }).waitFor()
})
