import { readFileSync } from 'node:fs'

/** Private memory of a process in bytes: what would be free again if it ended. 0 where it cannot be read (not Linux). */
export function privateBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return [...text.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].reduce((sum, m) => sum + Number(m[1]) * 1024, 0)
  } catch {
    return 0
  }
}
