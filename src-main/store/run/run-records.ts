import { randomBytes } from 'node:crypto'
import type { Sentence, WireError } from '../../../src-preload/contract/errors'
import type { Experiment } from '../../../src-preload/contract/experiment'
import type { MetricName, Metrics } from '../../../src-preload/contract/metrics'
import type { RunCost, RunProgress } from '../../../src-preload/contract/run'
import type { TaskRow } from '../../../src-preload/contract/task'
import { transact, type Database } from '../database'
import { thisOwner } from '../owner'
import { NO_COST, presentStatus, readRow, unknownRun, type RunFacts, type StoredRun } from './run-row'
import { tagsOf } from './run-labels'

export interface NewRun extends RunFacts {
  readonly tags: readonly string[]
  readonly plans: readonly StoredPlan[]
  readonly tasks: readonly Omit<StoredTask, 'ordinal'>[]
}

export interface StoredPlan {
  readonly plan: string
  readonly schedule: string
  readonly scheduleId: number
  readonly affectedLayers: number | null
  readonly layerApplications: number
}

/** A run's task as it is kept: its documents by the id of their set. */
export interface StoredTask extends Omit<TaskRow, 'nDocs' | 'place' | 'docSet'> {
  readonly ordinal: number
  readonly docSetId: number
}

export interface StoredMeasurement {
  readonly planOrdinal: number
  readonly taskOrdinal: number
  readonly nDocs: number
  readonly nCached: number
  readonly metrics: Metrics
}

/** What a run is and what it measured: the run itself, its plans, its tasks, its measurements. */
export class RunRecords {
  constructor(private readonly db: Database) {}

  /** Stores a run: running and owned by this process, or queued. Returns its id: time, then chance, so that ids sort by age. */
  create(run: NewRun, status: 'running' | 'queued' = 'running'): string {
    const createdAt = new Date()
    const id = this.freshId(createdAt)
    return transact(this.db, () => {
      insert(this.db, 'run', {
        id,
        name: run.name,
        status,
        fingerprint: run.fingerprint,
        model_name: run.modelName,
        model_path: run.modelPath,
        tokenizer: run.tokenizer,
        experiment: JSON.stringify(run.experiment),
        device: run.device,
        device_why: JSON.stringify(run.deviceWhy),
        provider: run.provider,
        precision: run.precision,
        numerics: run.numerics,
        add_bos: Number(run.addBos),
        versions: JSON.stringify(run.versions),
        cost: JSON.stringify(NO_COST),
        created_at: createdAt.toISOString(),
        note: run.note,
        owner: status === 'running' ? JSON.stringify(thisOwner()) : null,
        heartbeat_at: Date.now(),
        queue_position: status === 'queued' ? createdAt.getTime() : null,
      })
      this.insertPlans(id, run.plans, 0)
      for (const [ordinal, task] of run.tasks.entries()) {
        insert(this.db, 'run_task', {
          run_id: id,
          ordinal,
          task: task.task,
          kind: task.kind,
          metrics: JSON.stringify(task.metrics),
          floor: task.floor,
          fingerprint: task.fingerprint,
          source: task.source,
          doc_set_id: task.docSetId,
          n_docs_total: task.nDocsTotal,
          n_examples: task.nExamples,
        })
      }
      for (const tag of new Set(run.tags)) insert(this.db, 'run_tag', { run_id: id, tag })
      return id
    })
  }

  /** Time, then chance; runs that were merged, or made in the same second, may have taken one. */
  private freshId(createdAt: Date): string {
    const taken = this.db.prepare<[string]>('SELECT 1 FROM run WHERE id = ?')
    const time = createdAt.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')
    for (;;) {
      const id = `${time}-${randomBytes(3).toString('hex')}`
      if (taken.get(id) === undefined) return id
    }
  }

  /** Adds plans after those that a run has. */
  addPlans(id: string, plans: readonly StoredPlan[]): void {
    transact(this.db, () => this.insertPlans(id, plans, this.plans(id).length))
  }

  /** By one statement: a sweep has thousands. */
  private insertPlans(id: string, plans: readonly StoredPlan[], first: number): void {
    const statement = this.db.prepare(
      `INSERT INTO run_plan (run_id, ordinal, plan, schedule_id, affected_layers, layer_applications)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    for (const [i, p] of plans.entries())
      statement.run(id, first + i, p.plan, p.scheduleId, p.affectedLayers, p.layerApplications)
  }

  /** Finds a run by its id, the beginning of it, or its name (the newest of equal names). Throws `store.unknown-run`. */
  resolveId(text: string): string {
    const exact = this.db
      .prepare<[string], { id: string }>('SELECT id FROM run WHERE id = ? AND deleted_at IS NULL')
      .get(text)
    if (exact) return exact.id
    const near = this.db
      .prepare<[{ text: string }], { id: string; name: string }>(
        `SELECT id, name FROM run
         WHERE deleted_at IS NULL AND (name = :text OR (length(:text) >= 4 AND substr(id, 1, length(:text)) = :text))
         ORDER BY created_at DESC`,
      )
      .all({ text })
    const named = near.find((r) => r.name === text)
    if (named) return named.id
    const [only, another] = near
    if (only && !another) return only.id
    throw unknownRun(text, near.length > 1 ? `${near.length} runs begin with ${text}` : undefined)
  }

  /** Throws `store.unknown-run`. */
  get(id: string): StoredRun {
    const row = readRow(this.db, id)
    return {
      id: row.id,
      name: row.name,
      status: presentStatus(row),
      fingerprint: row.fingerprint,
      modelName: row.model_name,
      modelPath: row.model_path,
      tokenizer: row.tokenizer,
      experiment: JSON.parse(row.experiment) as Experiment,
      device: row.device,
      deviceWhy: JSON.parse(row.device_why) as Sentence,
      provider: row.provider,
      precision: row.precision,
      numerics: row.numerics,
      addBos: row.add_bos === 1,
      versions: JSON.parse(row.versions) as Record<string, string>,
      cost: JSON.parse(row.cost) as RunCost,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      error: row.error === null ? null : (JSON.parse(row.error) as WireError),
      note: row.note,
      archived: row.archived === 1,
      tags: tagsOf(this.db, id),
      progress: row.progress === null ? null : (JSON.parse(row.progress) as RunProgress),
    }
  }

  /** In the run's order. */
  plans(id: string): StoredPlan[] {
    return this.db
      .prepare<[string], StoredPlan>(
        `SELECT plan, s.canonical AS schedule, schedule_id AS scheduleId, affected_layers AS affectedLayers,
           layer_applications AS layerApplications
         FROM run_plan JOIN schedule s ON s.id = schedule_id WHERE run_id = ? ORDER BY ordinal`,
      )
      .all(id)
  }

  tasks(id: string): StoredTask[] {
    return this.db
      .prepare<[string], Omit<StoredTask, 'metrics'> & { metrics: string }>(
        `SELECT ordinal, task, kind, metrics, floor, fingerprint, source, doc_set_id AS docSetId,
           n_docs_total AS nDocsTotal, n_examples AS nExamples
         FROM run_task WHERE run_id = ? ORDER BY ordinal`,
      )
      .all(id)
      .map((row) => ({ ...row, metrics: JSON.parse(row.metrics) as MetricName[] }))
  }

  measurements(id: string): StoredMeasurement[] {
    return this.db
      .prepare<[string], Omit<StoredMeasurement, 'metrics'> & { metrics: string }>(
        `SELECT plan_ordinal AS planOrdinal, task_ordinal AS taskOrdinal, n_docs AS nDocs, n_cached AS nCached, metrics
         FROM measurement WHERE run_id = ? ORDER BY plan_ordinal, task_ordinal`,
      )
      .all(id)
      .map((row) => ({ ...row, metrics: JSON.parse(row.metrics) as Metrics }))
  }

  /** Documents of one measurement that are scored. */
  measuredDocuments(id: string, plan: number, task: number): number {
    const found = this.db
      .prepare<[string, number, number], { n: number }>(
        'SELECT n_docs AS n FROM measurement WHERE run_id = ? AND plan_ordinal = ? AND task_ordinal = ?',
      )
      .get(id, plan, task)
    return found?.n ?? 0
  }

  /** All of them, or none. */
  saveMeasurements(id: string, measurements: readonly StoredMeasurement[]): void {
    const statement = this.db.prepare(
      `INSERT INTO measurement (run_id, plan_ordinal, task_ordinal, n_docs, n_cached, metrics) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET n_docs = excluded.n_docs, n_cached = excluded.n_cached, metrics = excluded.metrics`,
    )
    transact(this.db, () => {
      for (const m of measurements)
        statement.run(id, m.planOrdinal, m.taskOrdinal, m.nDocs, m.nCached, JSON.stringify(m.metrics))
    })
  }
}

function insert(db: Database, table: 'run' | 'run_task' | 'run_tag', row: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(row)
  db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((n) => `:${n}`).join(', ')})`).run(row)
}
