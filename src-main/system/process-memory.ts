import { readFileSync } from 'node:fs'

/**
 * Private memory of a process in bytes: pages it has written and shares with nobody. Clean pages of a mapped weight file do
 * not count, the system takes them back when it needs them. 0 where it cannot be read (not Linux).
 */
export function privateBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return [...text.matchAll(/^Private_(?:Dirty|Hugetlb):\s+(\d+) kB$/gm)].reduce(
      (sum, m) => sum + Number(m[1]) * 1024,
      0,
    )
  } catch {
    return 0
  }
}
