import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { _electron } from 'playwright-core'
import { expect, it } from 'vitest'
import { runJson } from '../support/cli'
import { temporaryFolder } from '../support/tiny-model'

const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
const pathFile = join(folder, 'path.txt')
const program = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : undefined
const root = resolve(import.meta.dirname, '../..')

it(
  program === undefined
    ? 'skipped: no Electron binary'
    : 'the real window makes one real run: engine as a utility process, scores in SQLite, the sandbox on',
  async ({ skip }) => {
    if (program === undefined) return skip('no Electron binary')
    const home = temporaryFolder('electron')
    const app = await _electron.launch({
      executablePath: program,
      args: [...(process.platform === 'linux' ? ['--no-sandbox'] : []), root],
      env: { ...(process.env as Record<string, string>), ATELIER_HOME: home },
    })
    try {
      const page = await app.firstWindow()
      await page.locator('h1').first().waitFor()
      expect(await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis))).toEqual(
        [],
      )
      const guide = page.getByRole('complementary', { name: 'Guided first experiment' })
      if (await guide.count()) await guide.getByRole('button', { name: 'Skip' }).click()
      await page.evaluate(() => (location.hash = '#/models'))
      await page.getByRole('button', { name: 'Run the first look' }).click()
      const engines = (): Promise<string[]> =>
        app.evaluate(({ app: a }) =>
          a
            .getAppMetrics()
            .filter((m) => m.type === 'Utility')
            .map((m) => m.serviceName ?? ''),
        )
      await expect.poll(engines, { timeout: 30_000 }).toContain('node.mojom.NodeService')
      await page.locator('.badge', { hasText: 'Done' }).waitFor({ timeout: 150_000 })
    } finally {
      await app.close()
    }
    const [run] = (await runJson(home, 'runs', 'list')) as unknown as { id: string; status: string }[]
    expect(run).toMatchObject({ status: 'done' })
  },
  240_000,
)
