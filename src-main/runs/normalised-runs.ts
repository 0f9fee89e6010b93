import { setImmediate } from 'node:timers/promises'
import { isFull } from '../../src-preload/contract/plan/full'
import { decidingMetrics, type DecidingMetric } from '../../src-preload/contract/metrics'
import type { NormalisedRun } from '../../src-preload/contract/normalised'
import { isUsable, Normaliser, NOT_SCORED, type Marks } from '../metrics/normalised-score'
import { isRight } from '../metrics/accuracy'
import type { Context } from '../home/context'
import type { RunResults } from './results'

export interface NormalisedChoice {
  readonly run: string
  /** By task; the primary metric where nothing is said. */
  readonly metrics: Readonly<Record<string, DecidingMetric>>
  readonly floors: Readonly<Record<string, number>>
}

const KEPT = 64

/** Normalised scores of runs, with their bootstrap errors; kept until something new is measured. */
export class NormalisedRuns {
  private readonly held = new Map<string, Promise<NormalisedRun>>()

  constructor(
    private readonly context: Context,
    private readonly results: RunResults,
  ) {}

  get(choice: NormalisedChoice): Promise<NormalisedRun> {
    const state = this.context.runs.record.measurements(choice.run).reduce((n, m) => n + m.nDocs, 0)
    const key = JSON.stringify([choice, state])
    const held = this.held.get(key) ?? this.compute(choice)
    this.held.delete(key)
    this.held.set(key, held)
    if (this.held.size > KEPT) this.held.delete(this.held.keys().next().value as string)
    held.catch(() => this.held.delete(key))
    return held
  }

  private async compute({ run, metrics, floors }: NormalisedChoice): Promise<NormalisedRun> {
    const plans = this.context.runs.record.plans(run)
    const tasks = this.context.runs.record.tasks(run)
    const chosenMetrics = tasks.map((t): DecidingMetric | null => {
      const wanted = metrics[t.task]
      return wanted !== undefined && t.metrics.includes(wanted) ? wanted : (decidingMetrics(t.metrics)[0] ?? null)
    })
    const floor = tasks.map((t) => floors[t.task] ?? t.floor)
    const marks = this.results.marks(run, (t, scored) => {
      const metric = chosenMetrics[t]
      return metric ? Number(isRight((tasks[t] as (typeof tasks)[number]).kind, metric, scored)) : NOT_SCORED
    })
    const bySchedule = new Map<string, ReturnType<Normaliser['score']>>()
    const { nLayers } = this.context.models.describe(this.context.runs.record.get(run).fingerprint)
    const fullOrdinal = plans.findIndex((p) => isFull(p.schedule, nLayers))
    const full =
      fullOrdinal < 0
        ? tasks.map((t) => new Uint8Array(this.context.documents.countSet(t.docSetId)).fill(NOT_SCORED))
        : marks(fullOrdinal)
    const normaliser = new Normaliser(tasks.map((_, t) => ({ floor: floor[t] as number, full: full[t] as Marks })))
    const scored: NormalisedRun['plans'][number][] = []
    for (const [p, plan] of plans.entries()) {
      let result = bySchedule.get(plan.schedule)
      if (!result) {
        result = normaliser.score(marks(p))
        bySchedule.set(plan.schedule, result)
        // long sweeps leave room for other requests
        await setImmediate()
      }
      scored.push(result)
    }
    return {
      run,
      metrics: chosenMetrics,
      leftOut: tasks.map((_, t) =>
        chosenMetrics[t] === null
          ? 'no-accuracy'
          : fullOrdinal < 0
            ? 'no-full'
            : isUsable(full[t] as Marks, floor[t] as number)
              ? null
              : 'floor',
      ),
      full: full.map((m) => meanOf(m)),
      plans: scored,
    }
  }
}

function meanOf(marks: Marks): number | null {
  const known = marks.filter((m) => m !== NOT_SCORED)
  return known.length === 0 ? null : known.reduce((a: number, b) => a + b, 0) / known.length
}
