import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import envPaths from 'env-paths'

const places = envPaths('atelier', { suffix: '' })

/** Where a person's choice of another data folder is kept: outside of it. */
const choiceFile = (): string => join(places.config, 'data-folder')

/** The data folder: the given one, ATELIER_HOME, the one chosen in the settings, or the platform's usual place. */
export const dataFolder = (given?: string): string =>
  resolve(given ?? process.env['ATELIER_HOME'] ?? chosenFolder() ?? places.data)

function chosenFolder(): string | undefined {
  try {
    return readFileSync(choiceFile(), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

/** Takes effect at the next start. */
export function rememberDataFolder(path: string | null): void {
  if (path === null) return rmSync(choiceFile(), { force: true })
  mkdirSync(dirname(choiceFile()), { recursive: true })
  writeFileSync(choiceFile(), `${resolve(path)}\n`)
}
