// Runs after `npm ci`: builds the app and fetches what task templates need, so that nothing else has to be done. Where the development packages were left out
// (a production install) there is nothing to build with.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledNode, isSupported, NEEDED_NODE } from '../launcher/node-version.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const require = createRequire(join(root, 'package.json'))
const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js')

if (existsSync(builder)) {
  const node = isSupported(process.versions) ? process.execPath : bundledNode(require)
  if (node === null) {
    console.error(
      `atelier: needs Node ${NEEDED_NODE} to build; this is ${process.versions.node}; install one from https://nodejs.org`,
    )
    process.exit(1)
  }
  const { status } = spawnSync(node, [builder, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  spawnSync(node, [join(root, 'out/main/python-packages.js')], { cwd: root, stdio: 'inherit' })
}
