import { mersenneTwister } from '../../src-preload/contract/plan/python-random'
import type { Estimate } from '../../src-preload/contract/normalised'
import { BOOTSTRAP_DRAWS, BOOTSTRAP_SEED } from './scoring'

/**
 * Normalised scores (semantics.md, Scores): (score - floor) / (full - floor), and their median over tasks. Errors: bootstrap
 * over documents, the same documents drawn for the plan and for full, 1,000 draws, fixed seed.
 */

/** A task's documents, right (1), wrong (0) or not scored yet (2). */
export type Marks = Uint8Array
export const NOT_SCORED = 2

export interface NormalisedTask {
  readonly floor: number
  readonly full: Marks
}

export interface NormalisedPlan {
  readonly byTask: readonly (Estimate | null)[]
  readonly median: Estimate | null
  readonly nDocs: readonly number[]
}

/** Whether full is above the floor by more than its standard error; else a ratio to it is noise and the task is left out. */
export function isUsable(full: Marks, floor: number): boolean {
  const scored = full.filter((m) => m !== NOT_SCORED)
  const n = scored.length
  if (n < 2) return false
  const mean = share(scored)
  return mean - floor > Math.sqrt((mean * (1 - mean)) / (n - 1))
}

export const share = (marks: Marks): number => marks.reduce((a: number, b) => a + b, 0) / marks.length

/** Scores plans one by one, with the draws prepared once: how often each document is in each draw. */
export class Normaliser {
  private readonly draws: Uint16Array[]
  private readonly usable: boolean[]

  /** @param tasks documents of the run's tasks; the draws of a task are over all of them */
  constructor(private readonly tasks: readonly NormalisedTask[]) {
    this.draws = tasks.map(({ full }) => drawCounts(full.length))
    this.usable = tasks.map(({ full, floor }) => isUsable(full, floor))
  }

  /** @param marks the plan's documents, by task */
  score(marks: readonly Marks[]): NormalisedPlan {
    const drawn: (Float64Array | null)[] = []
    const byTask = this.tasks.map((task, t): Estimate | null => {
      const own = marks[t] as Marks
      const value = this.usable[t] ? normalised(own, task) : null
      drawn.push(value === null ? null : this.resample(own, task, this.draws[t] as Uint16Array))
      return value === null ? null : { value, stderr: deviation(drawn[t] as Float64Array) }
    })
    const present = byTask.flatMap((e, t) => (e ? [{ e, draws: drawn[t] as Float64Array }] : []))
    const medians =
      present.length === 0
        ? null
        : Float64Array.from({ length: BOOTSTRAP_DRAWS }, (_, d) => median(present.map((p) => p.draws[d] as number)))
    return {
      byTask,
      // a median over fewer tasks than the run has would jump when the missing ones come in
      median:
        medians && byTask.every((e, t) => e !== null || !this.usable[t])
          ? { value: median(present.map((p) => p.e.value)), stderr: deviation(medians) }
          : null,
      nDocs: marks.map((m) => m.reduce((n, v) => n + (v === NOT_SCORED ? 0 : 1), 0)),
    }
  }

  private resample(own: Marks, { full, floor }: NormalisedTask, counts: Uint16Array): Float64Array {
    const n = full.length
    const out = new Float64Array(BOOTSTRAP_DRAWS)
    for (let d = 0; d < BOOTSTRAP_DRAWS; d++) {
      let total = 0
      let right = 0
      let fullRight = 0
      const at = d * n
      for (let i = 0; i < n; i++) {
        if (own[i] === NOT_SCORED || full[i] === NOT_SCORED) continue
        const c = counts[at + i] as number
        total += c
        right += c * (own[i] as number)
        fullRight += c * (full[i] as number)
      }
      out[d] = total === 0 ? NaN : (right / total - floor) / (fullRight / total - floor)
    }
    return out
  }
}

/** The plan's score, normalised by full on the same documents. */
function normalised(own: Marks, { full, floor }: NormalisedTask): number | null {
  let n = 0
  let right = 0
  let fullRight = 0
  for (let i = 0; i < full.length; i++) {
    if (own[i] === NOT_SCORED || full[i] === NOT_SCORED) continue
    n++
    right += own[i] as number
    fullRight += full[i] as number
  }
  const above = fullRight / n - floor
  return n === 0 || above <= 0 ? null : (right / n - floor) / above
}

function drawCounts(n: number): Uint16Array {
  const next32 = mersenneTwister(BOOTSTRAP_SEED)
  const counts = new Uint16Array(BOOTSTRAP_DRAWS * n)
  for (let d = 0; d < BOOTSTRAP_DRAWS; d++)
    for (let i = 0; i < n; i++) counts[d * n + Math.floor((next32() / 2 ** 32) * n)]!++
  return counts
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
}

/** Standard deviation over the draws that are finite; null where there are none. */
function deviation(draws: Float64Array): number | null {
  const finite = draws.filter(Number.isFinite)
  if (finite.length < 2) return null
  const mean = finite.reduce((a, b) => a + b, 0) / finite.length
  return Math.sqrt(finite.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (finite.length - 1))
}
