import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { test as base } from 'vitest'
import { start, type Started } from './cli'
import { quietHome } from './saved-runs'
import { temporaryFolder } from './tiny-model'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

async function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium: apt-get install chromium')
  return chromium.launch({ executablePath, args: ARGS })
}

/** The app as a person has it: a host on a data folder, and a page in a real browser. */
export class App {
  host!: Started
  address = ''
  context!: BrowserContext
  page!: Page
  /** What the page asked for, and what went wrong in it. */
  readonly requests: string[] = []
  readonly errors: string[] = []

  constructor(
    readonly browser: Browser,
    readonly home: string,
    private readonly size = { width: 1440, height: 900 },
  ) {}

  async start(path = '/designer'): Promise<Page> {
    await this.serve()
    this.context = await this.browser.newContext({
      viewport: this.size,
      acceptDownloads: true,
      reducedMotion: 'reduce',
      colorScheme: 'light',
      permissions: ['clipboard-read', 'clipboard-write'],
      locale: 'en-GB',
    })
    this.page = await this.context.newPage()
    this.page.on('request', (r) => this.requests.push(r.url()))
    this.page.on('console', (m) => m.type() === 'error' && this.errors.push(m.text()))
    this.page.on('pageerror', (e) => this.errors.push(e.message))
    await this.open(path)
    return this.page
  }

  /** Opens the address that the host printed, then a screen. */
  async open(path: string): Promise<void> {
    await this.page.goto(this.address)
    await this.page.locator('nav.nav').waitFor()
    await this.page.locator('h1').first().waitFor()
    await this.go(path)
  }

  /** Starts the host anew; `port` keeps the page's address. */
  async serve(port?: number): Promise<void> {
    this.host = start(this.home, ['serve', ...(port === undefined ? [] : ['--port', String(port)])])
    const { child, finished } = this.host
    const ended = finished.then(({ code, stderr }) => {
      throw new Error(`the host ended (${code}) before it told its address: ${stderr}`)
    })
    const [line] = (await Promise.race([once(child.stdout!, 'data'), ended])) as [string]
    this.address = line.trim()
  }

  get port(): string {
    return new URL(this.address).port
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`http://127.0.0.1:${this.port}/#${path}`)
    await this.page.locator('h1').first().waitFor()
  }

  /** Chooses an entry of a drop-down. */
  async choose(label: string, option: string | RegExp): Promise<void> {
    await this.page
      .locator('.v-field', { has: this.page.getByRole('combobox', { name: label, exact: true }) })
      .first()
      .click()
    await this.page
      .locator('.v-overlay-container')
      .getByRole('option', { name: option, exact: typeof option === 'string' })
      .click()
  }

  /** What the painted chart itself holds: `[x, y]` by series. */
  chart(name: string): Promise<Record<string, (readonly (number | null)[])[]>> {
    return this.page
      .locator(`[data-chart="${name}"]`)
      .first()
      .evaluate((el) => {
        const { chart } = el as HTMLElement & {
          chart: { getOption(): { series: { id?: string; name?: string; type: string; data: unknown[] }[] } }
        }
        return Object.fromEntries(
          chart
            .getOption()
            .series.map((s) => [
              s.id ?? s.name ?? s.type,
              s.data.map(
                (d) => (Array.isArray(d) ? d : ((d as { value?: unknown } | null)?.value ?? d)) as (number | null)[],
              ),
            ]),
        )
      })
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.host.child.kill(signal)
    await this.host.finished
  }

  async close(): Promise<void> {
    await this.context.close()
    await this.stop()
  }
}

/**
 * A test in a real browser. A file has one `browser`, and, as soon as a test or hook asks for them, a data folder (`home`), the
 * `app` on it and its `page`, opened at `opening`. What must be saved before the page opens belongs into a `test.beforeAll`
 * that asks for `home` only. `open` is for tests that need an app of their own: it is closed when the test ends.
 */
export const test = base
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await openBrowser()
    onCleanup(() => browser.close())
    return browser
  })
  .extend('home', { scope: 'file' }, () => quietHome(temporaryFolder('page')))
  .extend('opening', { scope: 'file' }, '/designer')
  .extend('app', { scope: 'file' }, async ({ browser, home, opening }, { onCleanup }) => {
    const app = new App(browser, home)
    await app.start(opening)
    onCleanup(() => app.close())
    return app
  })
  .extend('page', { scope: 'file' }, ({ app }) => app.page)
  .extend('open', ({ browser }, { onCleanup }) => {
    const opened: App[] = []
    onCleanup(async () => void (await Promise.all(opened.map((app) => app.close()))))
    return async (home: string, path: string): Promise<App> => {
      const app = new App(browser, home)
      opened.push(app)
      await app.start(path)
      return app
    }
  })
