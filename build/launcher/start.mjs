// `npm start`: the Electron window where Electron can be had, else the app in a browser; it says which, and why.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const require = createRequire(import.meta.url)
const browser = process.argv.includes('--browser')

/** The Electron program, or a sentence that says why there is none. */
function findElectron() {
  if (browser) return { why: 'as asked for with --browser' }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { why: 'there is no display' }
  let folder
  try {
    folder = dirname(require.resolve('electron/package.json'))
  } catch {
    return { why: 'the package electron is not installed' }
  }
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) {
    console.error('Electron is fetched once; this may take a minute.')
    spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 180_000 })
  }
  if (!existsSync(pathFile)) return { why: 'Electron could not be downloaded' }
  return { program: join(folder, 'dist', readFileSync(pathFile, 'utf8')) }
}

const { program, why } = findElectron()
if (program) console.error('Opening the window.')
else console.error(`Opening the app in a browser: ${why}.`)
const args = program ? [root] : [join(root, 'build/launcher/atelier.mjs'), 'serve', '--open']
const child = spawn(program ?? process.execPath, args, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))
