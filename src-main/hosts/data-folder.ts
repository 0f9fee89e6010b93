import { resolve } from 'node:path'
import envPaths from 'env-paths'

/** The data folder: the given one, ATELIER_HOME, or the platform's usual place. */
export const dataFolder = (given?: string): string => resolve(given ?? process.env['ATELIER_HOME'] ?? envPaths('atelier', { suffix: '' }).data)
