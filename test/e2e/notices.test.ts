import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { test } from '../support/page'

const notices = (page: Page) => page.locator('.notice')

async function openNoModel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a model' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('list').waitFor()
  await dialog.getByRole('textbox').fill('/nowhere')
  await dialog.getByRole('textbox').press('Enter')
}

/** Controls that a message lies over, but for those in lists, which scroll from under it. */
const covered = (page: Page): Promise<string[]> =>
  notices(page)
    .first()
    .evaluate((notice) => {
      const a = notice.getBoundingClientRect()
      const controls = document.querySelectorAll<HTMLElement>('button, a[href], input, [role=combobox]')
      return [...controls]
        .filter((el) => !notice.contains(el) && el.checkVisibility() && !el.closest('.scroll, [role=table]'))
        .filter((el) => {
          const b = el.getBoundingClientRect()
          return b.width > 1 && b.left < a.right && b.right > a.left && b.top < a.bottom && b.bottom > a.top
        })
        .map((el) => el.getAttribute('aria-label') ?? el.innerText)
    })

test('a message covers no control, is said once, does not follow to other screens, and leaves by itself', async ({
  app,
  page,
}) => {
  await page.clock.install()
  await app.go('/models')
  for (let i = 0; i < 2; i++) {
    await openNoModel(page)
    await notices(page).getByText('nowhere').waitFor()
  }
  expect(await notices(page).count()).toBe(1)
  expect(await covered(page)).toEqual([])
  await page.getByRole('link', { name: 'Tasks' }).first().click()
  await page.waitForURL(/tasks/)
  await expect.poll(() => notices(page).count()).toBe(0)

  await app.go('/models')
  await openNoModel(page)
  await notices(page).waitFor()
  await notices(page).hover()
  await page.clock.fastForward(60_000)
  await page.waitForTimeout(100)
  expect(await notices(page).count()).toBe(1)
  await page.mouse.move(5, 5)
  await page.clock.fastForward(20_000)
  await expect.poll(() => notices(page).count()).toBe(0)
})

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const)
  test(`what was done is told beside the controls at ${width} × ${height}`, async ({ app, page }) => {
    await page.setViewportSize({ width, height })
    await app.go('/designer?tab=editor')
    await page.getByLabel('Plan', { exact: true }).fill(`0..${width === 1440 ? 3 : 4}`)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await notices(page).getByText('is in the experiment').waitFor()
    const over: Record<string, string[]> = {}
    for (const path of ['/designer?tab=editor', '/designer', '/models', '/tasks', '/runs', '/settings']) {
      await app.go(path)
      over[path] = await covered(page)
    }
    expect(Object.fromEntries(Object.entries(over).filter(([, names]) => names.length > 0))).toEqual({})
    await notices(page).getByRole('button', { name: 'Close' }).click()
  })
