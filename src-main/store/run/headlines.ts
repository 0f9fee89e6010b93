import { PRIMARY_METRIC } from '../../../src-preload/contract/metrics'
import { fullText } from '../../../src-preload/contract/plan/full'
import type { Headline } from '../../../src-preload/contract/run'
import type { Database } from '../database'

interface Ended {
  readonly at: string
  readonly headline: Headline
}

/** Headlines of runs; one that has ended is read once. */
export class Headlines {
  private readonly ended = new Map<string, Ended>()

  constructor(private readonly db: Database) {}

  all(): ReadonlyMap<string, Headline> {
    const runs = this.db
      .prepare<[], { id: string; ended: string | null }>(
        `SELECT id, CASE status
           WHEN 'running' THEN NULL
           WHEN 'done' THEN finished_at
           ELSE status || (SELECT total(n_docs) FROM measurement WHERE run_id = run.id) END AS ended
         FROM run`,
      )
      .all()
    const endedAt = new Map(runs.flatMap(({ id, ended }) => (ended === null ? [] : [[id, ended] as const])))
    for (const [id, { at }] of this.ended) if (endedAt.get(id) !== at) this.ended.delete(id)
    const found = this.read(runs.flatMap(({ id }) => (this.ended.has(id) ? [] : [id])))
    for (const [run, headline] of found) {
      const at = endedAt.get(run)
      if (at !== undefined) this.ended.set(run, { at, headline })
    }
    return new Map([...[...this.ended].map(([run, { headline }]) => [run, headline] as const), ...found])
  }

  /** By the runs that are wanted: their measurements are found by the key, those of all others are not looked at. */
  private read(runs: readonly string[]): ReadonlyMap<string, Headline> {
    const rows = this.db
      .prepare<[{ runs: string; full: string }], { run: string; isFull: number; accuracy: number | null }>(
        `WITH full_schedule AS (
           SELECT value ->> 0 AS n_layers, s.id FROM json_each(:full) JOIN schedule s ON s.canonical = value ->> 1
         )
         SELECT m.run_id AS run, f.id IS NOT NULL AS isFull,
           avg(json_extract(m.metrics, '$.${PRIMARY_METRIC}.value')) AS accuracy
         FROM measurement m
         JOIN run r ON r.id = m.run_id
         JOIN model ON model.fingerprint = r.fingerprint
         JOIN run_plan p ON p.run_id = m.run_id AND p.ordinal = m.plan_ordinal
         LEFT JOIN full_schedule f ON f.n_layers = model.n_layers AND f.id = p.schedule_id
         WHERE m.n_docs > 0 AND m.run_id IN (SELECT value FROM json_each(:runs)) GROUP BY m.run_id, isFull`,
      )
      .all({ runs: JSON.stringify(runs), full: JSON.stringify(this.fullSchedules()) })
    const found = new Map<string, Headline>()
    for (const { run, isFull, accuracy } of rows) {
      const known = found.get(run) ?? { full: null, others: null }
      found.set(run, isFull === 1 ? { ...known, full: accuracy } : { ...known, others: accuracy })
    }
    return found
  }

  /** What the full model is, for every number of layers that there is. */
  private fullSchedules(): (readonly [nLayers: number, schedule: string])[] {
    return this.db
      .prepare<[], number>('SELECT DISTINCT n_layers FROM model')
      .pluck()
      .all()
      .map((nLayers) => [nLayers, fullText(nLayers)] as const)
  }
}
