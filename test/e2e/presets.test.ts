import { expect } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import { runJson } from '../support/cli'
import { type App, test } from '../support/page'
import { N_LAYERS, valueOf } from '../support/saved-runs'

const TASK = 'sense'
test.beforeAll(async ({ page }) => {
  for (const task of ['arithmetic', 'knowledge', 'recall', 'reference'])
    await page.getByRole('checkbox', { name: task }).uncheck()
})

/** Presets, quick look, Start run, Open figures: what a person clicks. Resolves to what is stored. */
async function takeAndRun(app: App, figure: string): Promise<RunResult> {
  const { page } = app
  await app.go('/designer')
  await page.getByRole('button', { name: 'Paper presets' }).click()
  await page.getByRole('button', { name: `Figure ${figure}: quick look` }).click()
  await page.getByRole('complementary', { name: 'Experiment' }).getByRole('button', { name: 'Start run' }).click()
  await page.waitForURL(/\/runs\//)
  await page.getByRole('heading', { name: `Figure ${figure}, quick look` }).waitFor()
  await page.locator('.screen-head .badge', { hasText: 'Done' }).waitFor({ timeout: 150_000 })
  const id = page.url().split('/runs/')[1]!
  await page.getByRole('link', { name: 'Open figures' }).click()
  // models side by side: figure 12 is about all of them
  await page.waitForURL(new RegExp(`/figures/${figure.replace('–', '-')}${figure === '12' ? '$' : `\\?runs=${id}`}`))
  await page.getByRole('button', { name: 'Raw' }).click()
  return runJson(app.home, 'run', '--resume', id)
}
const painted = (app: App, chart: string, series: string) =>
  expect.poll(
    () =>
      app.chart(chart).then(
        (c) => c[series],
        () => undefined,
      ),
    { timeout: 20_000 },
  )
/** The stored score of each plan of a variant by its M, the best where several plans share one. */
function byAffected(result: RunResult, plan: RegExp): (number | null)[][] {
  const best = new Map<number, number>()
  for (const m of result.measurements)
    if (plan.test(m.plan))
      best.set(m.affectedLayers!, Math.max(best.get(m.affectedLayers!) ?? -1, m.metrics.acc!.value!))
  return [...best].sort(([a], [b]) => a - b)
}

test('2: every layer skipped, every pair switched', async ({ app }) => {
  const result = await takeAndRun(app, '2')
  await painted(app, 'main', 'a skip-layer').toEqual(
    Array.from({ length: N_LAYERS }, (_, l) => [l, valueOf(result, `skip-layer(layer=${l})`, TASK)]),
  )
  await painted(app, 'main', 'a switch').toEqual(
    Array.from({ length: N_LAYERS - 1 }, (_, l) => [l, valueOf(result, `switch(layer=${l})`, TASK)]),
  )
}, 200_000)

test('4 to 9: a panel a variant', async ({ app }) => {
  const result = await takeAndRun(app, '4–9')
  for (const variant of ['skip', 'reverse', 'parallel'])
    await painted(app, `${variant} a`, `a ${variant} ${TASK}`).toEqual(byAffected(result, new RegExp(`^${variant}\\(`)))
}, 200_000)

test('11: the same plans, all from the store', async ({ app }) => {
  const result = await takeAndRun(app, '11')
  expect(result.measurements.every((m) => m.nCached === m.nDocs)).toBe(true)
  for (const variant of ['skip', 'repeat-middle', 'reverse', 'parallel', 'looped-parallel'])
    await painted(app, 'main', `a ${variant}`).toEqual(byAffected(result, new RegExp(`^${variant}\\(`)))
}, 200_000)

test('10: every cell is its plan’s score', async ({ app }) => {
  const result = await takeAndRun(app, '10')
  await expect
    .poll(async () => ((await app.chart('loops-a').catch(() => ({}))) as Record<string, unknown[]>)['cells']?.length, {
      timeout: 20_000,
    })
    .toBeGreaterThan(20)
  const cells = ((await app.chart('loops-a'))['cells'] as [number, number, number][]).filter((c) =>
    Number.isFinite(c[2]),
  )
  const stored = result.measurements.filter((m) => m.plan.startsWith('looped-parallel'))
  expect(cells.length).toBe(stored.length)
  expect(cells.map((c) => c[2]).sort()).toEqual(stored.map((m) => m.metrics.acc!.value).sort())
}, 200_000)

test('12: skip by the share of layers', async ({ app }) => {
  const result = await takeAndRun(app, '12')
  const expected = byAffected(result, /^skip\(/).map(([m, v]) => [(100 * m!) / N_LAYERS, v])
  await expect
    .poll(async () => Object.values(await app.chart('main').catch(() => ({}))), { timeout: 20_000 })
    .toContainEqual(expected)
}, 200_000)

test('17: the middle twice and three times', async ({ app }) => {
  const result = await takeAndRun(app, '17')
  for (const n of [2, 3])
    await painted(app, `n${n} a`, `a loop-middle ${n} ${TASK}`).toEqual(
      byAffected(result, new RegExp(`^loop-middle\\(.*n=${n}\\)`)),
    )
}, 200_000)

test('3 and 15: one click measures and draws', async ({ app, page }) => {
  for (const [figure, label, charts] of [
    ['3', '3, 14', 1],
    ['15', '15', 3],
  ] as const) {
    await app.go('/designer')
    await page.getByRole('button', { name: 'Paper presets' }).click()
    await page.getByRole('button', { name: `Figure ${label}: measure` }).click()
    await page.waitForURL(new RegExp(`/figures/${figure}`))
    for (let i = 0; i < charts; i++) {
      let cells: [number, number, number][] = []
      // charts come and go while more is measured: what is looked at is what was there at one time
      await expect
        .poll(
          async () => {
            const chart = (await app.chart(`states-${i}`).catch(() => ({}))) as Record<string, typeof cells>
            cells = chart['cells'] ?? []
            return cells.length
          },
          { timeout: 90_000 },
        )
        .toBeGreaterThan(100)
      // skipped positions are gaps
      const same = cells.filter(([x, y, value]) => x === y && !Number.isNaN(value))
      expect(same.length).toBeGreaterThan(10)
      for (const [x, y, value] of same) expect(value, `${x} ${y}`).toBeCloseTo(1, 5)
    }
  }
  expect(app.errors).toEqual([])
}, 240_000)
