import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { test } from '../support/page'

test.beforeAll(async ({ app, page }) => {
  await page.getByRole('button', { name: 'Paper presets' }).click()
  await page.getByRole('button', { name: 'Figure 11: as in the paper' }).click()
  await app.choose('documents', 'First 200')
  await page.getByRole('complementary', { name: 'Experiment' }).getByRole('button', { name: 'Start run' }).click()
  await page.waitForURL(/\/runs\//)
  await page.locator('.vt-row b').first().waitFor({ timeout: 60_000 })
}, 120_000)

interface Seen {
  readonly what: string
  readonly ms: number
}

/** From the press to the next paint, as Event Timing has it (https://w3c.github.io/event-timing/), of what a person does meanwhile. */
async function latencies(page: Page, work: () => Promise<void>): Promise<Seen[]> {
  await page.evaluate(() => {
    const seen: { what: string; ms: number }[] = []
    const watcher = new PerformanceObserver((list) => {
      for (const e of list.getEntries() as (PerformanceEntry & { interactionId?: number; target?: Element | null })[])
        if (e.interactionId)
          seen.push({ what: `${e.name} ${e.target?.textContent?.trim().slice(0, 40) ?? ''}`, ms: e.duration })
    })
    watcher.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
    Object.assign(globalThis, { seen })
  })
  await work()
  await page.waitForTimeout(500)
  return page.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen)
}

test('no interaction takes over 100 ms while a run goes on', { retry: 2, timeout: 120_000 }, async ({ app, page }) => {
  const id = page.url().split('/runs/')[1]!
  const seen = await latencies(page, async () => {
    for (let round = 0; round < 2; round++) {
      for (const screen of ['Runs', 'Figures', 'Compare', 'Models', 'Tasks', 'Designer']) {
        await page.getByRole('link', { name: screen }).first().click()
        await page.waitForTimeout(300)
      }
      await page
        .getByRole('option', { name: round === 0 ? /^random/ : /^reverse/ })
        .first()
        .click()
      await page.getByLabel('Plan', { exact: true }).click()
      await page.keyboard.press('End')
      await page.keyboard.type('  ', { delay: 60 })
      await page.keyboard.press('Control+k')
      await page.keyboard.type('figure', { delay: 60 })
      await page.keyboard.press('Escape')
      await page.evaluate((run) => (location.hash = `#/runs/${run}`), id)
      await page.locator('.vt-row').first().waitFor()
      await page.locator('.v-select.task').click()
      await page.keyboard.press('Escape')
    }
  })
  expect(await page.locator('.screen-head .badge').first().innerText()).toBe('Running')
  const slowest = seen.toSorted((a, b) => b.ms - a.ms)
  console.log(
    `${seen.length} slow enough to be told; slowest: ${slowest
      .slice(0, 5)
      .map((s) => `${s.what} ${s.ms}`)
      .join(', ')} ms`,
  )
  expect(slowest.filter((s) => s.ms > 100)).toEqual([])
  expect(app.errors).toEqual([])
})
