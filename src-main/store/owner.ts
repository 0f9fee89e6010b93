import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAlive } from '../system/is-alive'

/** Who holds a run: a process, told apart from a later one with the same number by when it started. */
export interface Owner {
  readonly host: string
  readonly pid: number
  readonly startedAt: string
}

/** Where a process's start cannot be read, an owner counts as dead after this long without a heartbeat. */
export const HEARTBEAT_EVERY_MS = 1_500
const DEAD_AFTER_MS = 60_000

let own: Owner | undefined
export function thisOwner(): Owner {
  own ??= {
    host: hostname(),
    pid: process.pid,
    startedAt: processStart(process.pid) ?? String(Math.round(performance.timeOrigin)),
  }
  return own
}

export function isOwnerAlive(owner: Owner, heartbeatAt: number): boolean {
  if (owner.host !== hostname()) return Date.now() - heartbeatAt < DEAD_AFTER_MS
  if (!isAlive(owner.pid)) return false
  const started = processStart(owner.pid)
  return started === null ? Date.now() - heartbeatAt < DEAD_AFTER_MS : started === owner.startedAt
}

/** Linux: the start time in clock ticks since boot (proc(5), field 22), with the boot's id; elsewhere null. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // a zombie holds nothing any more
    if (fields[0] === 'Z') return 'ended'
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
  } catch {
    return null
  }
}
