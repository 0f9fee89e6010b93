import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A file of the built app (`out/`), wherever this code itself runs from: the sources, a chunk, or a packaged app. */
export function builtFile(...parts: readonly string[]): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return join(folder, 'out', ...parts)
}
