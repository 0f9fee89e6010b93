import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** Tests drive the built command line: it is built from the sources as they are now. */
export default function setup(): void {
  const { status } = spawnSync(process.execPath, [resolve(import.meta.dirname, '../../build/setup/prepare.mjs')], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('the build failed')
}
