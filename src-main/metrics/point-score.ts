import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { BestOf, PointHow, PointScore, PointScores } from '../../src-preload/contract/common-scores'
import { BOOTSTRAP_DRAWS, drawCounts } from './bootstrap'
import { mean, median, variance } from './statistics'
import { inAll, meanError, valueOver, valuesDrawn, type Tally } from './tally'

/**
 * Scores of the points of figures (docs/semantics.md, Scores). A point is one plan, the mean of several (seeds), or the best
 * of several (iterations), always over documents that all its plans were scored on. Normalised scores are
 * (score - floor) / (full - floor); errors are the standard deviation over a bootstrap of documents, the same ones drawn for
 * all plans and for full, 1,000 draws, fixed seed.
 */

/** A task on the documents that are common to all that is drawn. */
export interface TaskBasis {
  readonly nDocs: number
  /** null: not normalised. */
  readonly normaliser: { readonly floor: number; readonly full: Tally } | null
  /** The full model; null where it is not measured. */
  readonly full: Tally | null
  readonly isHigherBetter: boolean
  /** Whether it counts: one that does not has no scores, and no part in the median. */
  readonly isUsable: boolean
}

/**
 * Whether full is above the floor by more than its standard error; else a ratio to it is noise and the task is left out.
 *
 * @param floor accuracy of guessing, 0 to 1
 */
export function isAboveFloor(full: Tally, floor: number): boolean {
  const at = inAll([full], full.scored.length)
  if (at.length < 2) return false
  const share = valueOver(full, at)
  return share - floor > Math.sqrt((share * (1 - share)) / (at.length - 1))
}

/** A point that is being scored. Documents are by task. */
interface Point {
  readonly how: PointHow
  readonly members: readonly (readonly (Tally | null)[])[]
  /** Those that all its plans have; of a best, those it is chosen on and those it is shown on. */
  readonly documents: Readonly<Record<'all' | 'choosing' | 'showing', readonly Uint32Array[]>>
  /** By documents and plan: the median takes the draws of the tasks again. */
  readonly drawn: Map<Uint32Array, Map<Tally, Float64Array>>
}

const KEPT = 64

/** Scores points one by one, with the draws prepared once. */
export class PointScorer {
  private readonly counts: readonly Uint16Array[]
  /** full in each draw, by task and documents: the same for most points. */
  private readonly fullDrawn = new LRUCache<string, Float64Array>({ max: KEPT })

  constructor(
    private readonly tasks: readonly TaskBasis[],
    private readonly bestOf: BestOf,
  ) {
    this.counts = tasks.map((t) => (t.isUsable ? drawCounts(t.nDocs) : new Uint16Array()))
  }

  /**
   * Null for a task that does not count, or of which the plans have no document in common; the median is null until every
   * task that counts has a score.
   *
   * @param members the point's plans: the documents of each, by task; null where one was not measured
   */
  score(how: PointHow, members: readonly (readonly (Tally | null)[])[]): PointScores {
    const all = this.tasks.map((task, t) => this.documentsOf(task, t, members))
    const isSplit = how === 'best' && this.bestOf === 'halves'
    const documents = {
      all,
      choosing: isSplit ? all.map((d) => half(d, 0)) : all,
      showing: isSplit ? all.map((d) => half(d, 1)) : all,
    }
    const point: Point = { how, members, documents, drawn: new Map() }
    const isMedian = this.tasks.some((t) => t.normaliser)
    return {
      byTask: this.tasks.map((_, t) => this.overTasks(point, [t])),
      median: isMedian ? this.overTasks(point, this.usable()) : null,
    }
  }

  private usable(): number[] {
    return this.tasks.flatMap((t, i) => (t.isUsable ? [i] : []))
  }

  /** Documents of a task that every plan has that was measured on it at all, and full where it is needed. */
  private documentsOf(task: TaskBasis, t: number, members: readonly (readonly (Tally | null)[])[]): Uint32Array {
    if (!task.isUsable) return new Uint32Array()
    const tallies = members.flatMap((m) => m[t] ?? [])
    if (tallies.length === 0) return new Uint32Array()
    return inAll([...tallies, ...(task.normaliser ? [task.normaliser.full] : [])], task.nDocs)
  }

  /** The score over tasks (their median; of one task itself); null where a plan or a task is missing. */
  private overTasks({ how, members, documents, drawn: known }: Point, tasks: readonly number[]): PointScore | null {
    const { all, choosing, showing } = documents
    // a median over fewer tasks than there are would jump when the missing ones come in
    if (tasks.length === 0 || tasks.some((t) => lengthOf(all, t) === 0 || !this.tasks[t]?.isUsable)) return null
    const present = members.flatMap((m, index) => (tasks.every((t) => m[t]) ? [{ index, own: m }] : []))
    const value = (own: readonly (Tally | null)[], at: readonly Uint32Array[]): number =>
      median(tasks.map((t) => this.valueOf(own, t, at[t] ?? NONE)))
    const drawn = (own: readonly (Tally | null)[], at: readonly Uint32Array[]): Float64Array => {
      const each = tasks.map((t) => this.drawsOf(own, t, at[t] ?? NONE, known))
      return Float64Array.from({ length: BOOTSTRAP_DRAWS }, (_, d) => median(each.map((e) => e[d] ?? NaN)))
    }
    const made = (picked: typeof present, at: readonly Uint32Array[], best: number | null): PointScore | null => {
      const values = picked.map(({ own }) => value(own, at))
      const mid = mean(values)
      if (picked.length === 0 || !Number.isFinite(mid)) return null
      return {
        value: mid,
        stderr: this.plainError(picked, tasks, at) ?? deviation(meanDraws(picked.map(({ own }) => drawn(own, at)))),
        nDocs: tasks.map((t) => lengthOf(at, t)),
        documents: tasks.map((t) => this.setOf(t, at[t] ?? NONE)).join(' '),
        members: picked.map(({ index }, i) => ({ index, value: values[i] ?? NaN })),
        full: this.fullAt(tasks, at),
        best,
      }
    }
    if (how !== 'best') return made(present, all, null)
    // one of which nothing else is measured stands on the half of the others of its line
    if (tasks.some((t) => lengthOf(choosing, t) === 0 || lengthOf(showing, t) === 0)) return null
    const higher = tasks.every((t) => this.tasks[t]?.normaliser !== null || this.tasks[t].isHigherBetter)
    const merits = present.map(({ own }) => value(own, choosing) * (higher ? 1 : -1))
    // of equal ones the first
    const best = merits.indexOf(Math.max(...merits.map((m) => (Number.isNaN(m) ? -Infinity : m))))
    const chosen = present[Math.max(0, best)]
    return chosen ? made([chosen], showing, chosen.index) : null
  }

  /** As lm-evaluation-harness gives it for means; null where the bootstrap is needed. */
  private plainError(
    picked: readonly { readonly own: readonly (Tally | null)[] }[],
    tasks: readonly number[],
    at: readonly Uint32Array[],
  ): number | null {
    const [only, second] = picked
    const [t, other] = tasks
    if (!only || second || t === undefined || other !== undefined || this.tasks[t]?.normaliser) return null
    const tally = only.own[t]
    return tally?.isMean ? meanError(tally, at[t] ?? NONE) : null
  }

  /** Equal for equal documents of a task. */
  private setOf(t: number, at: Uint32Array): string {
    return at.length === this.tasks[t]?.nDocs ? 'all' : createHash('sha1').update(at).digest('base64')
  }

  /** The full model on a point's own documents: what the point may be read against. */
  private fullAt(tasks: readonly number[], at: readonly Uint32Array[]): number | null {
    const [t, other] = tasks
    if (t === undefined || other !== undefined) return null
    const [task, documents] = [this.tasks[t], at[t] ?? NONE]
    const full = task?.full
    if (!full || task.normaliser || documents.some((d) => full.scored[d] !== 1)) return null
    const value = valueOver(full, documents)
    return Number.isFinite(value) ? value : null
  }

  private valueOf(own: readonly (Tally | null)[], t: number, at: Uint32Array): number {
    const [task, tally] = [this.tasks[t], own[t]]
    if (!task || !tally) return NaN
    const value = valueOver(tally, at)
    if (!task.normaliser) return value
    const { floor, full } = task.normaliser
    const above = valueOver(full, at) - floor
    return above <= 0 ? NaN : (value - floor) / above
  }

  private drawsOf(own: readonly (Tally | null)[], t: number, at: Uint32Array, known: Point['drawn']): Float64Array {
    const [task, tally] = [this.tasks[t], own[t]]
    if (!task || !tally) return new Float64Array()
    const held = known.get(at) ?? new Map<Tally, Float64Array>()
    known.set(at, held)
    const draws = held.get(tally) ?? this.newDraws(task, tally, t, at)
    held.set(tally, draws)
    return draws
  }

  private newDraws(task: TaskBasis, tally: Tally, t: number, at: Uint32Array): Float64Array {
    const counts = this.counts[t] ?? new Uint16Array()
    const draws = valuesDrawn(tally, at, counts)
    if (!task.normaliser) return draws
    const { floor } = task.normaliser
    const full = this.fullDraws(task.normaliser.full, t, at, counts)
    return draws.map((v, d) => (v - floor) / ((full[d] ?? NaN) - floor))
  }

  private fullDraws(full: Tally, t: number, at: Uint32Array, counts: Uint16Array): Float64Array {
    const key = `${t} ${at.length === full.scored.length ? 'all' : at.join()}`
    let held = this.fullDrawn.get(key)
    if (!held) this.fullDrawn.set(key, (held = valuesDrawn(full, at, counts)))
    return held
  }
}

function meanDraws(plans: readonly Float64Array[]): Float64Array {
  const [only] = plans
  if (only && plans.length === 1) return only
  return Float64Array.from({ length: BOOTSTRAP_DRAWS }, (_, d) => mean(plans.map((draws) => draws[d] ?? NaN)))
}

const NONE = new Uint32Array()
const lengthOf = (documents: readonly Uint32Array[], t: number): number => documents[t]?.length ?? 0

/** Every second document. */
const half = (documents: Uint32Array, parity: 0 | 1): Uint32Array => documents.filter((_, i) => i % 2 === parity)

/** Standard deviation over the draws that are finite; null where there are none. */
function deviation(draws: Float64Array): number | null {
  const finite = draws.filter(Number.isFinite)
  return finite.length < 2 ? null : Math.sqrt(variance(finite))
}
