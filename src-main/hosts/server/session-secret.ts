import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a page's cookie holds. It stays with the data folder, so that a page goes on where the host is started again; in a file of its
 * own, since backups of the database are given to others.
 */
export function sessionSecret(home: string): string {
  const file = join(home, 'session-key')
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
