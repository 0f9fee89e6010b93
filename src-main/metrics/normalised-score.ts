import type { Estimate } from '../../src-preload/contract/normalised'
import { BOOTSTRAP_DRAWS, drawCounts } from './bootstrap'
import { mean, median, sum, variance } from './statistics'

/**
 * Normalised scores (docs/semantics.md, Scores): (score - floor) / (full - floor), and their median over tasks. Errors: bootstrap
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
  const share = mean(scored)
  return share - floor > Math.sqrt((share * (1 - share)) / (n - 1))
}

/** Scores plans one by one, with the draws prepared once. */
export class Normaliser {
  private readonly tasks: readonly (NormalisedTask & { readonly usable: boolean; readonly counts: Uint16Array })[]

  /** @param tasks documents of the run's tasks; the draws of a task are over all of them */
  constructor(tasks: readonly NormalisedTask[]) {
    this.tasks = tasks.map((task) => ({
      ...task,
      usable: isUsable(task.full, task.floor),
      counts: drawCounts(task.full.length),
    }))
  }

  /** @param marks the plan's documents, by task */
  score(marks: readonly Marks[]): NormalisedPlan {
    const scored = this.tasks.map((task, t) => {
      const own = marks[t] ?? new Uint8Array()
      const value = task.usable ? normalised(own, task) : null
      return value === null ? null : { value, draws: resample(own, task, task.counts) }
    })
    const present = scored.filter((s) => s !== null)
    // a median over fewer tasks than the run has would jump when the missing ones come in
    const isComplete = present.length > 0 && scored.every((s, t) => s !== null || this.tasks[t]?.usable === false)
    return {
      byTask: scored.map((s) => (s === null ? null : { value: s.value, stderr: deviation(s.draws) })),
      median: isComplete ? medianOf(present) : null,
      nDocs: marks.map((m) => sum(m.map((v) => Number(v !== NOT_SCORED)))),
    }
  }
}

function medianOf(tasks: readonly { readonly value: number; readonly draws: Float64Array }[]): Estimate {
  const draws = Float64Array.from({ length: BOOTSTRAP_DRAWS }, (_, d) => median(tasks.map((t) => t.draws[d] ?? NaN)))
  return { value: median(tasks.map((t) => t.value)), stderr: deviation(draws) }
}

/** The plan's score in each draw, normalised by full in the same draw: `[BOOTSTRAP_DRAWS]`, NaN where it has none. */
function resample(own: Marks, { full, floor }: NormalisedTask, counts: Uint16Array): Float64Array {
  const n = full.length
  return Float64Array.from({ length: BOOTSTRAP_DRAWS }, (_, d) => {
    let total = 0
    let right = 0
    let fullRight = 0
    // by index: an iterator here takes five times as long
    for (let i = 0; i < n; i++) {
      const mark = own[i] ?? NOT_SCORED
      const fullMark = full[i] ?? NOT_SCORED
      if (mark === NOT_SCORED || fullMark === NOT_SCORED) continue
      const count = counts[d * n + i] ?? 0
      total += count
      right += count * mark
      fullRight += count * fullMark
    }
    return total === 0 ? NaN : (right / total - floor) / (fullRight / total - floor)
  })
}

/** The plan's score, normalised by full on the same documents. */
function normalised(own: Marks, { full, floor }: NormalisedTask): number | null {
  let n = 0
  let right = 0
  let fullRight = 0
  for (const [i, mark] of own.entries()) {
    const fullMark = full[i] ?? NOT_SCORED
    if (mark === NOT_SCORED || fullMark === NOT_SCORED) continue
    n++
    right += mark
    fullRight += fullMark
  }
  const above = fullRight / n - floor
  return n === 0 || above <= 0 ? null : (right / n - floor) / above
}

/** Standard deviation over the draws that are finite; null where there are none. */
function deviation(draws: Float64Array): number | null {
  const finite = draws.filter(Number.isFinite)
  return finite.length < 2 ? null : Math.sqrt(variance(finite))
}
