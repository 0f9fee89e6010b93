import type { Database } from '../database'

/** A measurement of something else than scores, with what is needed to find it again. */
export interface MeasuredReading {
  readonly run: string
  readonly planOrdinal: number
  readonly taskOrdinal: number
  readonly model: string
  readonly fingerprint: string
  readonly plan: string
  readonly schedule: string
  readonly task: string
  readonly nDocs: number
  readonly createdAt: string
  /** Equal where the same was measured of the same. */
  readonly key: string
}

/** Measurements of something else than scores. */
export class MeasuredReadings {
  constructor(private readonly db: Database) {}

  /** By what is read, newest run first. */
  of(readout: string): MeasuredReading[] {
    return this.db
      .prepare<[string], MeasuredReading>(
        `SELECT r.id AS run, m.plan_ordinal AS planOrdinal, m.task_ordinal AS taskOrdinal, r.model_name AS model,
             r.fingerprint, p.plan, s.canonical AS schedule, t.task, m.n_docs AS nDocs, r.created_at AS createdAt,
             json_array(r.fingerprint, p.schedule_id, t.doc_set_id, r.precision, r.provider, r.numerics, m.n_docs) AS key
           FROM run r
             JOIN measurement m ON m.run_id = r.id
             JOIN run_plan p ON p.run_id = r.id AND p.ordinal = m.plan_ordinal
             JOIN run_task t ON t.run_id = r.id AND t.ordinal = m.task_ordinal
             JOIN schedule s ON s.id = p.schedule_id
           WHERE json_extract(r.experiment, '$.readout') = ? AND r.deleted_at IS NULL AND m.n_docs > 0
           ORDER BY r.created_at DESC, m.plan_ordinal, m.task_ordinal`,
      )
      .all(readout)
  }
}
