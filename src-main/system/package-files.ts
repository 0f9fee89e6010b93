import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the package lies, wherever this code itself runs from: the sources, a chunk, or a packaged app. */
function packageRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

/** A file of the built app. */
export const builtFile = (...parts: readonly string[]): string => join(packageRoot(), 'out', ...parts)

/** A file that comes with Atelier: the starter model, the starter suite. Outside the archive in a packaged app: weights are mapped from disk. */
export const resourceFile = (...parts: readonly string[]): string =>
  join(packageRoot().replace(/app\.asar$/, 'app.asar.unpacked'), 'resources', ...parts)
