import { describe, expect } from 'vitest'
import type { RunResult } from '../../src-preload/contract/run'
import { type App, test as browserTest } from '../support/page'
import { savedRun, valueOf } from '../support/saved-runs'

let result: RunResult
const TASK = 'sense'
const test = browserTest.override('opening', { scope: 'file' }, '/figures/11')
test.beforeAll(async ({ home }) => {
  result = await savedRun(home, 'All of it')
}, 240_000)
test.beforeAll(async ({ app, page }) => {
  await page.getByRole('button', { name: 'Raw' }).click()
  await app.choose('task', TASK)
})
const value = (plan: string, task = TASK): number => valueOf(result, plan, task)!
const painted = (app: App, chart: string, series: string) =>
  app.chart(chart).then(
    (c) => c[series],
    () => undefined,
  )

describe('what is painted equals what is stored', () => {
  test('figure 11: every variant; random is the mean of its seeds', async ({ app }) => {
    await expect
      .poll(() => painted(app, 'main', 'a reverse'), { timeout: 20_000 })
      .toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((s) => [15 - 2 * s, value(`reverse(s=${s})`)]))
    const random = (await painted(app, 'main', 'a random'))!
    expect(random[0]![1]).toBeCloseTo((value('random(s=7,seed=0)') + value('random(s=7,seed=1)')) / 2, 9)
    expect(Object.keys(await app.chart('main'))).toEqual(
      expect.arrayContaining([
        ...['a skip', 'a repeat-middle', 'a parallel', 'a looped-parallel'],
        ...['full model', 'random guess'],
      ]),
    )
  })
  test('normalised: full at 1, the floor at 0, tasks that cannot be normalised are named', async ({ app, page }) => {
    await page.getByRole('button', { name: 'Normalised' }).click()
    await expect.poll(async () => (await painted(app, 'main', 'random guess'))?.[0]?.[1], { timeout: 20_000 }).toBe(0)
    expect((await painted(app, 'main', 'full model'))![0]![1]).toBe(1)
    await page.getByRole('button', { name: 'Raw' }).click()
    await expect
      .poll(async () => (await painted(app, 'main', 'random guess'))?.[0]?.[1], { timeout: 20_000 })
      .toBe(0.25)
  })
  test('figure 2: by layer', async ({ app }) => {
    await app.go('/figures/2')
    await expect
      .poll(() => painted(app, 'main', 'a skip-layer'), { timeout: 20_000 })
      .toEqual(Array.from({ length: 16 }, (_, l) => [l, value(`skip-layer(layer=${l})`)]))
    expect(await painted(app, 'main', 'a switch')).toEqual(
      Array.from({ length: 15 }, (_, l) => [l, value(`switch(layer=${l})`)]),
    )
  })
  test('figures 4 to 9: a panel a variant, a line a task', async ({ app, page }) => {
    await app.go('/figures/4-9')
    for (const task of ['recall', 'sense', 'knowledge'])
      await expect
        .poll(async () => (await painted(app, 'skip a', `a skip ${task}`))?.at(-1), { timeout: 20_000 })
        .toEqual([15, value('skip(s=0)', task)])
    expect(await page.locator('.panel').count()).toBe(6)
  })
  test('figure 10: cells, the best per M boxed, the selected plan below', async ({ app, page }) => {
    await app.go('/figures/10')
    await expect
      .poll(async () => (await painted(app, 'loops-a', 'cells'))?.length, { timeout: 20_000 })
      .toBeGreaterThan(15)
    const cells = (await painted(app, 'loops-a', 'cells'))!.filter((c) => c[2] !== null && Number.isFinite(c[2]))
    const ms = [
      ...new Set(result.measurements.filter((m) => /parallel/.test(m.plan)).map((m) => m.affectedLayers!)),
    ].sort((a, b) => a - b)
    for (const [x, y, v, best, , , tie] of cells as [number, number, number, number, number, number, number][]) {
      const column = cells.filter((c) => c[0] === x).map((c) => [c[1]!, c[2]!] as const)
      const top = Math.max(...column.map(([, w]) => w))
      // one box a column: of equal ones the fewest iterations
      const boxed = Math.min(...column.filter(([, w]) => w === top).map(([row]) => row))
      expect([best, tie]).toEqual([Number(y === boxed), Number(v === top && y !== boxed)])
      const s = (15 - ms[x]!) / 2
      const stored = y === 0 ? value(`parallel(s=${s})`) : value(`looped-parallel(s=${s},n=${y + 1})`)
      expect(v).toBe(stored)
    }
    await page.getByRole('region', { name: 'Selected cell' }).getByRole('button', { name: 'Samples' }).click()
    await page
      .getByRole('complementary', { name: 'Samples' })
      .getByText(/of 20 documents/)
      .waitFor()
    await page.keyboard.press('Escape')
  })
  test('figure 12 and 17', async ({ app, page }) => {
    await app.go('/figures/12')
    // where the axis counts in percent of a model's layers, so does what is read off it
    const legend = page.getByRole('table', { name: 'Legend' })
    await legend
      .getByRole('cell', { name: /^\d+(\.\d)?%$/ })
      .first()
      .waitFor()
    await page.getByText('in % of the model’s layers.', { exact: false }).waitFor()
    await expect
      .poll(
        async () => Object.values(await app.chart('main').catch(() => ({}))).some((d) => (d as unknown[]).length === 8),
        { timeout: 20_000 },
      )
      .toBe(true)
    await app.go('/figures/17')
    await expect
      .poll(() => painted(app, 'n2 a', `a loop-middle 2 ${TASK}`), { timeout: 20_000 })
      .toEqual([7, 5, 3].map((s) => [15 - 2 * s, value(`loop-middle(s=${s},n=2)`)]))
  })
  test('figures 3 and 15: measured by a click', async ({ app, page }) => {
    await app.go('/figures/3')
    await page.getByRole('button', { name: 'Measure painter-16' }).click()
    await expect.poll(async () => (await painted(app, 'states-0', 'cells'))?.length, { timeout: 90_000 }).toBe(17 * 17)
    const cells = (await painted(app, 'states-0', 'cells')) as [number, number, number][]
    for (const [x, y, v] of cells) if (x === y) expect(v).toBeCloseTo(1, 5)
    expect(cells.find(([x, y]) => x === 3 && y === 9)![2]).toBe(cells.find(([x, y]) => x === 9 && y === 3)![2])
    await app.go('/figures/15')
    await page.getByRole('button', { name: 'Measure painter-16' }).click()
    await expect
      .poll(async () => (await painted(app, 'variance-2', 'variance').catch(() => undefined))?.length, {
        timeout: 90_000,
      })
      .toBe(17)
    // skipped positions are gaps, of which the square has none to tell either
    const skipped = (await painted(app, 'variance-0', 'variance'))!.map(Number)
    const gaps = skipped.flatMap((v, i) => (v > 0 ? [] : [i]))
    expect(gaps.length).toBeGreaterThan(0)
    expect(gaps).toEqual(Array.from({ length: gaps.length }, (_, i) => gaps[0]! + i))
    const inGap = (await painted(app, 'states-0', 'cells'))!.find(([x, y]) => x === gaps[0] && y === gaps[0])
    expect(inGap?.[2]).toBeNaN()
  })
})

describe('tooltips and samples', () => {
  test('the keyboard walks through points, speaks values, opens samples; rows are right or wrong', async ({
    app,
    page,
  }) => {
    await app.go('/figures/11')
    await expect.poll(() => painted(app, 'main', 'a skip'), { timeout: 20_000 }).toBeTruthy()
    await page.getByRole('group', { name: /^Chart: Score by number/ }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByText(/^skip, 1: [01]\.\d{3}/).waitFor({ state: 'attached' })
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'Samples' })
    await drawer.getByText('20 of 20 documents', { exact: false }).waitFor()
    await drawer.getByRole('button', { name: 'wrong' }).click()
    const right = Math.round(value('skip(s=7)') * 20)
    await drawer.getByText(`${20 - right} of 20 documents, ${right} right`).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => drawer.count()).toBe(0)
  })
})

describe('how it is shown', () => {
  test('one click each, and remembered: error bars, log, score, metric', async ({ app, page }) => {
    await app.go('/figures/11')
    await expect.poll(() => painted(app, 'main', 'a skip'), { timeout: 20_000 }).toBeTruthy()
    const bars = async (): Promise<number> =>
      Object.keys(await app.chart('main')).filter((s) => s.endsWith('errors')).length
    const axis = (): Promise<string> =>
      page
        .locator('[data-chart="main"]')
        .evaluate(
          (el) =>
            (el as HTMLElement & { chart: { getOption(): { yAxis: { type: string }[] } } }).chart.getOption().yAxis[0]!
              .type,
        )
    expect(await bars()).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Error bars' }).click()
    await expect.poll(bars).toBe(0)
    await page.getByRole('button', { name: 'log', exact: true }).click()
    await expect.poll(axis).toBe('log')
    await app.choose('metric', 'acc_norm')
    await expect
      .poll(() => painted(app, 'main', 'a skip'))
      .toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((s) => [15 - 2 * s, valueOf(result, `skip(s=${s})`, TASK, 'acc_norm')]))
    await page.reload()
    await page.locator('h1').first().waitFor()
    await expect.poll(() => axis().catch(() => ''), { timeout: 20_000 }).toBe('log')
    expect(await bars()).toBe(0)
    expect(await painted(app, 'main', 'a skip')).toEqual(
      [7, 6, 5, 4, 3, 2, 1, 0].map((s) => [15 - 2 * s, valueOf(result, `skip(s=${s})`, TASK, 'acc_norm')]),
    )
    await page.getByRole('button', { name: 'Error bars' }).click()
    await page.getByRole('button', { name: 'log', exact: true }).click()
    await app.choose('metric', 'acc')
    await expect.poll(axis).toBe('value')
  })
})
