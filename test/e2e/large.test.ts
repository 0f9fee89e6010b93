import { expect } from 'vitest'
import { openDatabase } from '../../src-main/store/database'
import { DocumentStore } from '../../src-main/store/document-store'
import { ModelStore } from '../../src-main/store/model-store'
import { runStore } from '../../src-main/store/run-store'
import { ScoreStore } from '../../src-main/store/score-store'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import { test } from '../support/page'
import { smallRun } from '../support/saved-runs'

const RUNS = 1000
const PLANS = ['full', 'skip(s=*)', 'reverse(s=*)', 'parallel(s=*)'] // 25 plans x 4 tasks: 100 measurements a run
const TASKS = ['a', 'b', 'c', 'd']

test.beforeAll(async ({ home }) => {
  await smallRun(home, 'Real', ['full'], 4)
  const db = await openDatabase(home)
  const [models, runs, scores, documents] = [
    new ModelStore(db),
    runStore(db),
    new ScoreStore(db),
    new DocumentStore(db),
  ]
  const model = models.list()[0]!
  const plans = resolveAllOrThrow(PLANS, 16)
  const scheduleIds = scores.scheduleIds(plans.map((p) => p.schedule))
  const sets = TASKS.map((_, t) =>
    documents.saveSet(
      Array.from({ length: 20 }, (_d, d) => ({
        docId: d,
        documentId: 1 + t * 20 + d,
        target: 0,
        requestIds: [],
        lengths: [1],
        bytes: [1],
      })),
    ),
  )
  db.transaction(() => {
    for (let r = 0; r < RUNS; r++) {
      const id = runs.record.create({
        name: `run ${r}`,
        fingerprint: model.fingerprint,
        modelName: model.name,
        modelPath: model.path,
        tokenizer: 't',
        experiment: {
          model: model.name,
          plans: PLANS,
          tasks: TASKS,
          device: 'cpu',
          precision: 'fp32',
          readout: 'loglikelihood',
          strategy: 'given',
          tags: [],
          note: '',
        },
        device: 'cpu',
        deviceWhy: { code: 'device.asked', message: '', data: {} },
        provider: 'cpu',
        precision: 'fp32',
        numerics: 1,
        addBos: false,
        versions: {},
        note: '',
        tags: [`t${r % 7}`],
        plans: plans.map((p, i) => ({
          plan: p.plan,
          schedule: p.schedule,
          scheduleId: scheduleIds[i]!,
          affectedLayers: p.affectedLayers,
          layerApplications: p.layerApplications,
        })),
        tasks: sets.map((docSetId, t) => ({
          task: TASKS[t]!,
          kind: 'multiple-choice',
          metrics: ['acc'],
          floor: 0,
          fingerprint: 'x',
          source: '',
          docSetId,
          nExamples: 0,
          nDocsTotal: 20,
        })),
      })
      runs.record.saveMeasurements(
        id,
        plans.flatMap((_, planOrdinal) =>
          sets.map((_s, taskOrdinal) => ({
            planOrdinal,
            taskOrdinal,
            nDocs: 20,
            nCached: 0,
            metrics: { acc: { value: ((r + planOrdinal) % 20) / 20, stderr: 0.01 } },
          })),
        ),
      )
      runs.ownership.finish(id, 'done', { layerApplicationsNaive: 1, layerApplicationsComputed: 1, seconds: 1 })
    }
  })()
  db.close()
}, 240_000)

/** What a person waits for on this machine; a busy core is given a second and a third chance. */
async function within(
  ms: number,
  what: string,
  work: () => Promise<void>,
  prepare: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const times: number[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    await prepare()
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
    if (times.at(-1)! < ms) break
  }
  console.log(`${what}: ${times.map((t) => t.toFixed(0)).join(', ')} ms`)
  expect(Math.min(...times), what).toBeLessThan(ms)
}

test('with 1,000 runs: start, the table, and a comparison of 20 runs within a second each', async ({ app, page }) => {
  await within(
    1000,
    'start to a usable page',
    async () => {
      await page.goto(`http://127.0.0.1:${app.port}/#/designer`)
      await page.getByRole('button', { name: 'Paper presets' }).waitFor()
      await page.locator('.vt-row').first().waitFor()
    },
    async () => void (await page.goto('about:blank')),
  )
  await within(
    1000,
    'the table of runs',
    async () => {
      await page.getByRole('link', { name: 'Runs' }).first().click()
      await page.getByText('1,001 runs').waitFor()
      await page.locator('.vt-row').nth(5).waitFor()
    },
    () => app.go('/models'),
  )
  await within(
    1000,
    'a comparison of 20 runs',
    async () => {
      await page.getByRole('button', { name: 'Compare', exact: true }).click()
      await page.getByRole('region', { name: 'Plan by task' }).locator('.vt-row').nth(3).waitFor()
    },
    async () => {
      await app.go('/runs')
      for (let i = 0; i < 20; i++) await page.locator('.vt-row').nth(i).locator('input[type=checkbox]').check()
    },
  )
}, 120_000)

// tried again where the machine was busy with something else
test('a sweep of 400 plans draws and updates without a frame over 100 ms', { retry: 2 }, async ({ app, page }) => {
  await app.go('/designer')
  await page.getByRole('option', { name: /^random/ }).click()
  await page.waitForTimeout(500)
  const plan = page.getByLabel('Plan', { exact: true })
  await plan.fill('random(s=*,seed=0..49)')
  await page.getByRole('heading', { name: '400 plans in this sweep' }).waitFor()
  const longest = await page.evaluate(async () => {
    const frames: number[] = []
    let last = performance.now()
    let on = true
    const tick = (): void => {
      const now = performance.now()
      frames.push(now - last)
      last = now
      if (on) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    const input = document.querySelector<HTMLInputElement>('#plan-text')!
    const scroller = document.querySelector<HTMLElement>('.sweep .vt-body')!
    for (let i = 0; i < 12; i++) {
      input.focus()
      input.value = `random(s=*,seed=${i}..${i + 49})`
      input.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((r) => setTimeout(r, 120))
      scroller.scrollTop += 700
      await new Promise((r) => setTimeout(r, 60))
    }
    on = false
    return frames.sort((a, b) => b - a).slice(0, 3)
  })
  console.log(`longest frames: ${longest.map((f) => f.toFixed(0)).join(', ')} ms`)
  expect(longest[0]).toBeLessThan(100)
  expect(app.errors).toEqual([])
})
