import { randomBytes } from 'node:crypto'
import type { Experiment } from '../../src-preload/contract/experiment'
import type { Metrics, MetricName } from '../../src-preload/contract/metrics'
import type { Headline, RunCost, RunListEntry, RunProgress, RunStatus } from '../../src-preload/contract/run'
import { LabError, type Sentence, type WireError } from '../../src-preload/contract/errors'
import type { TaskRow } from '../../src-preload/contract/task'
import { transact, type Database } from './database'
import { isOwnerAlive, thisOwner, type Owner } from './owner'

export interface NewRun {
  readonly name: string
  readonly fingerprint: string
  readonly modelName: string
  readonly modelPath: string
  readonly tokenizer: string
  readonly experiment: Experiment
  readonly device: string
  readonly deviceWhy: Sentence
  readonly provider: string
  readonly precision: string
  readonly numerics: number
  readonly addBos: boolean
  readonly versions: Readonly<Record<string, string>>
  readonly note: string
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
export interface StoredTask extends Omit<TaskRow, 'nDocs' | 'docSet'> {
  readonly ordinal: number
  readonly docSetId: number
}

/** What another process asks of the one that computes a run. */
export type RunControl = 'pause' | 'cancel'

export interface StoredRun extends Omit<NewRun, 'plans' | 'tasks' | 'tags'> {
  readonly id: string
  readonly status: RunStatus
  readonly cost: RunCost
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly error: WireError | null
  readonly archived: boolean
  readonly tags: readonly string[]
  readonly progress: RunProgress | null
}

export interface StoredMeasurement {
  readonly planOrdinal: number
  readonly taskOrdinal: number
  readonly nDocs: number
  readonly nCached: number
  readonly metrics: Metrics
}

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
  readonly key: string
}

type RunRow = Record<
  | 'id'
  | 'name'
  | 'status'
  | 'fingerprint'
  | 'model_name'
  | 'model_path'
  | 'tokenizer'
  | 'experiment'
  | 'device'
  | 'device_why'
  | 'provider'
  | 'precision'
  | 'versions'
  | 'cost'
  | 'created_at'
  | 'note',
  string
> &
  Record<'numerics' | 'add_bos' | 'archived', number> &
  Record<'finished_at' | 'error' | 'owner' | 'progress' | 'deleted_at', string | null> & { heartbeat_at: number | null }

const NO_COST: RunCost = { layerApplicationsNaive: 0, layerApplicationsComputed: 0, seconds: 0 }

/** Runs, their plans, tasks and measurements; and who owns a run that goes on. */
export class RunStore {
  constructor(private readonly db: Database) {}

  /** Stores a run: running and owned by this process, or queued. Returns its id: time, then chance, so that ids sort by age. */
  create(run: NewRun, status: 'running' | 'queued' = 'running'): string {
    const createdAt = new Date()
    const id = `${createdAt.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}-${randomBytes(3).toString('hex')}`
    return transact(this.db, () => {
      this.db
        .prepare(
          `INSERT INTO run (id, name, fingerprint, model_name, model_path, tokenizer, experiment, device, device_why, provider, precision, numerics, add_bos, versions, cost, created_at, note, owner, heartbeat_at, queue_position, status)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          run.name,
          run.fingerprint,
          run.modelName,
          run.modelPath,
          run.tokenizer,
          JSON.stringify(run.experiment),
          run.device,
          JSON.stringify(run.deviceWhy),
          run.provider,
          run.precision,
          run.numerics,
          Number(run.addBos),
          JSON.stringify(run.versions),
          JSON.stringify(NO_COST),
          createdAt.toISOString(),
          run.note,
          status === 'running' ? JSON.stringify(thisOwner()) : null,
          Date.now(),
          status === 'queued' ? createdAt.getTime() : null,
          status,
        )
      const plan = this.db.prepare(
        'INSERT INTO run_plan (run_id, ordinal, plan, schedule_id, affected_layers, layer_applications) VALUES (?, ?, ?, ?, ?, ?)',
      )
      run.plans.forEach((p, i) => plan.run(id, i, p.plan, p.scheduleId, p.affectedLayers, p.layerApplications))
      const task = this.db.prepare(
        'INSERT INTO run_task (run_id, ordinal, task, kind, metrics, floor, fingerprint, source, doc_set_id, n_docs_total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      run.tasks.forEach((t, i) =>
        task.run(
          id,
          i,
          t.task,
          t.kind,
          JSON.stringify(t.metrics),
          t.floor,
          t.fingerprint,
          t.source,
          t.docSetId,
          t.nDocsTotal,
        ),
      )
      for (const tag of new Set(run.tags))
        this.db.prepare('INSERT INTO run_tag (run_id, tag) VALUES (?, ?)').run(id, tag)
      return id
    })
  }

  /** Finds a run by its id, the beginning of it, or its name (the newest of equal names). Throws `store.unknown-run`. */
  resolveId(text: string): string {
    const exact = this.db
      .prepare<[string], { id: string }>('SELECT id FROM run WHERE id = ? AND deleted_at IS NULL')
      .get(text)
    if (exact) return exact.id
    const near = this.db
      .prepare<[{ text: string }], { id: string; name: string }>(
        `SELECT id, name FROM run WHERE deleted_at IS NULL AND (name = :text OR (length(:text) >= 4 AND substr(id, 1, length(:text)) = :text)) ORDER BY created_at DESC`,
      )
      .all({ text })
    const named = near.find((r) => r.name === text)
    if (named) return named.id
    if (near.length === 1 && near[0]) return near[0].id
    const why = near.length > 1 ? `${near.length} runs begin with ${text}` : `there is no run ${text}`
    throw new LabError('store.unknown-run', `${why}; atelier runs list shows them`, { run: text })
  }

  get(id: string): StoredRun {
    const row = this.db.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ?').get(id)
    if (!row)
      throw new LabError('store.unknown-run', `there is no run ${id}; atelier runs list shows them`, { run: id })
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
      tags: this.tags(id),
      progress: row.progress === null ? null : (JSON.parse(row.progress) as RunProgress),
    }
  }

  /** Newest first. */
  list(options: { readonly archived?: boolean } = {}): RunListEntry[] {
    const headlines = this.headlines()
    const tags = new Map<string, string[]>()
    for (const { run_id, tag } of this.db
      .prepare<[], { run_id: string; tag: string }>('SELECT run_id, tag FROM run_tag ORDER BY tag')
      .all())
      tags.set(run_id, [...(tags.get(run_id) ?? []), tag])
    return this.db
      .prepare<[number], RunRow & { n_plans: number; tasks: string; n_layers: number; n_docs: number }>(
        `SELECT id, run.name, status, run.fingerprint, model_name, created_at, finished_at, note, archived, owner, heartbeat_at, experiment, progress, m.n_layers,
           (SELECT count(*) FROM run_plan p WHERE p.run_id = run.id) AS n_plans,
           (SELECT json_group_array(task) FROM run_task t WHERE t.run_id = run.id) AS tasks,
           (SELECT coalesce(sum(d.n_docs), 0) FROM run_task t JOIN doc_set d ON d.id = t.doc_set_id WHERE t.run_id = run.id) AS n_docs
         FROM run JOIN model m ON m.fingerprint = run.fingerprint WHERE archived <= ? AND deleted_at IS NULL ORDER BY created_at DESC, id DESC`,
      )
      .all(options.archived === true ? 1 : 0)
      .map((row) => ({
        run: row.id,
        name: row.name,
        status: presentStatus(row),
        model: row.model_name,
        startedAt: row.created_at,
        finishedAt: row.finished_at,
        nPlans: row.n_plans,
        tasks: JSON.parse(row.tasks) as string[],
        tags: tags.get(row.id) ?? [],
        note: row.note,
        archived: row.archived === 1,
        fingerprint: row.fingerprint,
        nLayers: row.n_layers,
        nDocs: row.n_docs,
        plans: (JSON.parse(row.experiment) as Experiment).plans.slice(0, PLANS_IN_LIST),
        fraction:
          row.status === 'running' && row.progress !== null ? (JSON.parse(row.progress) as RunProgress).fraction : null,
        headline: headlines.get(row.id) ?? { full: null, others: null },
      }))
  }

  /** Of every run; one that has ended is read once. */
  private headlines(): ReadonlyMap<string, Headline> {
    const all = this.db
      .prepare<[], { id: string; ended: string | null }>(
        `SELECT id, CASE WHEN status <> 'running' THEN status || finished_at END AS ended FROM run`,
      )
      .all()
    const endedAt = new Map(all.flatMap(({ id, ended }) => (ended === null ? [] : [[id, ended] as const])))
    for (const [id, held] of this.headlinesOfEnded) if (endedAt.get(id) !== held.ended) this.headlinesOfEnded.delete(id)
    // by the runs that are wanted: their measurements are found by the key, those of all others are not looked at
    const rows = this.db
      .prepare<[string], { run: string; isFull: number; acc: number | null }>(
        `SELECT m.run_id AS run, p.plan = 'full' AS isFull, avg(json_extract(m.metrics, '$.acc.value')) AS acc
         FROM measurement m JOIN run_plan p ON p.run_id = m.run_id AND p.ordinal = m.plan_ordinal
         WHERE m.n_docs > 0 AND m.run_id IN (SELECT value FROM json_each(?)) GROUP BY m.run_id, isFull`,
      )
      .all(JSON.stringify(all.flatMap(({ id }) => (this.headlinesOfEnded.has(id) ? [] : [id]))))
    const found = new Map<string, Headline>()
    for (const { run, isFull, acc } of rows)
      found.set(run, { full: null, others: null, ...found.get(run), [isFull === 1 ? 'full' : 'others']: acc })
    for (const [run, headline] of found) {
      const at = endedAt.get(run)
      if (at !== undefined) this.headlinesOfEnded.set(run, { ended: at, headline })
    }
    return new Map([...[...this.headlinesOfEnded].map(([run, { headline }]) => [run, headline] as const), ...found])
  }

  private readonly headlinesOfEnded = new Map<string, { readonly ended: string; readonly headline: Headline }>()

  /** Waiting runs in their order. */
  queued(): { readonly run: string; readonly name: string; readonly nPlans: number }[] {
    return this.db
      .prepare<[], { run: string; name: string; nPlans: number }>(
        `SELECT id AS run, name, (SELECT count(*) FROM run_plan p WHERE p.run_id = run.id) AS nPlans
         FROM run WHERE status = 'queued' AND deleted_at IS NULL ORDER BY queue_position, created_at`,
      )
      .all()
  }

  /** Puts a run that is not being computed among the waiting ones: before another, or last; `first`: before all. */
  enqueue(id: string, place: { readonly before: string } | 'first' | 'last'): void {
    transact(this.db, () => {
      const row = this.db.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ? AND deleted_at IS NULL').get(id)
      if (!row)
        throw new LabError('store.unknown-run', `there is no run ${id}; atelier runs list shows them`, { run: id })
      const status = presentStatus(row)
      if (status === 'running' || status === 'done')
        throw new LabError('store.not-resumable', `the run ${id} is ${status}: it cannot wait in the queue`, {
          run: id,
        })
      const others = this.queued()
        .map((q) => q.run)
        .filter((q) => q !== id)
      const at = place === 'first' ? 0 : place === 'last' ? others.length : others.indexOf(place.before)
      others.splice(at < 0 ? others.length : at, 0, id)
      const move = this.db.prepare(
        `UPDATE run SET status = 'queued', owner = NULL, error = NULL, queue_position = ? WHERE id = ?`,
      )
      others.forEach((run, position) => move.run(position, run))
    })
  }

  /** Asks the process that computes a run to stop. */
  setControl(id: string, control: RunControl): void {
    this.update('UPDATE run SET control = ? WHERE id = ?', control, id)
  }

  /** What was asked for, once. */
  takeControl(id: string): RunControl | null {
    const found =
      this.db.prepare<[string], { control: RunControl | null }>('SELECT control FROM run WHERE id = ?').get(id)
        ?.control ?? null
    if (found !== null) transact(this.db, () => this.db.prepare('UPDATE run SET control = NULL WHERE id = ?').run(id))
    return found
  }

  setStatus(id: string, status: RunStatus): void {
    this.update('UPDATE run SET status = ? WHERE id = ?', status, id)
  }

  plans(id: string): StoredPlan[] {
    return this.db
      .prepare<[string], StoredPlan>(
        `SELECT plan, s.canonical AS schedule, schedule_id AS scheduleId, affected_layers AS affectedLayers, layer_applications AS layerApplications
         FROM run_plan JOIN schedule s ON s.id = schedule_id WHERE run_id = ? ORDER BY ordinal`,
      )
      .all(id)
  }

  tasks(id: string): StoredTask[] {
    return this.db
      .prepare<[string], StoredTask & { metrics: string }>(
        `SELECT ordinal, task, kind, metrics, floor, fingerprint, source, doc_set_id AS docSetId, n_docs_total AS nDocsTotal FROM run_task WHERE run_id = ? ORDER BY ordinal`,
      )
      .all(id)
      .map((row) => ({ ...row, metrics: JSON.parse(row.metrics as unknown as string) as MetricName[] }))
  }

  measurements(id: string): StoredMeasurement[] {
    return this.db
      .prepare<[string], StoredMeasurement & { metrics: unknown }>(
        `SELECT plan_ordinal AS planOrdinal, task_ordinal AS taskOrdinal, n_docs AS nDocs, n_cached AS nCached, metrics FROM measurement WHERE run_id = ? ORDER BY plan_ordinal, task_ordinal`,
      )
      .all(id)
      .map((row) => ({ ...row, metrics: JSON.parse(row.metrics as unknown as string) as Metrics }))
  }

  /** Measurements of runs by what is read, newest run first; `key`: equal where the same was measured of the same. */
  measuredBy(readout: string): MeasuredReading[] {
    return this.db
      .prepare<[string], MeasuredReading>(
        `SELECT r.id AS run, m.plan_ordinal AS planOrdinal, m.task_ordinal AS taskOrdinal, r.model_name AS model, r.fingerprint,
           p.plan, s.canonical AS schedule, t.task, m.n_docs AS nDocs, r.created_at AS createdAt,
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

  /** Documents of one measurement that are scored. */
  measuredDocuments(id: string, plan: number, task: number): number {
    return (
      this.db
        .prepare<[string, number, number], { n: number }>(
          'SELECT n_docs AS n FROM measurement WHERE run_id = ? AND plan_ordinal = ? AND task_ordinal = ?',
        )
        .get(id, plan, task)?.n ?? 0
    )
  }

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

  /**
   * Takes a run that no living process owns, to go on with it. Throws `store.not-resumable` where one does.
   */
  claim(id: string, device: { readonly device: string; readonly deviceWhy: Sentence }): void {
    transact(this.db, () => {
      const row = this.db.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ?').get(id)
      if (!row)
        throw new LabError('store.unknown-run', `there is no run ${id}; atelier runs list shows them`, { run: id })
      if (presentStatus(row) === 'running') {
        const owner = JSON.parse(row.owner ?? '{}') as Owner
        throw new LabError(
          'store.not-resumable',
          `the run ${id} is being computed by process ${owner.pid} on ${owner.host}; cancel it there first`,
          { run: id, pid: owner.pid },
        )
      }
      this.db
        .prepare(
          `UPDATE run SET status = 'running', owner = ?, heartbeat_at = ?, control = NULL, error = NULL, finished_at = NULL, device = ?, device_why = ? WHERE id = ?`,
        )
        .run(JSON.stringify(thisOwner()), Date.now(), device.device, JSON.stringify(device.deviceWhy), id)
    })
  }

  heartbeat(id: string, progress: RunProgress | null): void {
    transact(this.db, () =>
      this.db
        .prepare('UPDATE run SET heartbeat_at = ?, progress = ? WHERE id = ? AND owner = ?')
        .run(Date.now(), progress === null ? null : JSON.stringify(progress), id, JSON.stringify(thisOwner())),
    )
  }

  /** Ends this process's hold on a run. */
  finish(id: string, status: RunStatus, cost: RunCost, error: WireError | null = null): void {
    transact(this.db, () => {
      const before = JSON.parse(
        this.db.prepare<[string], { cost: string }>('SELECT cost FROM run WHERE id = ?').get(id)?.cost ??
          JSON.stringify(NO_COST),
      ) as RunCost
      // the stored cost covers all invocations; what an invocation prints is its own
      const total: RunCost = {
        layerApplicationsNaive: Math.max(before.layerApplicationsNaive, cost.layerApplicationsNaive),
        layerApplicationsComputed: before.layerApplicationsComputed + cost.layerApplicationsComputed,
        seconds: before.seconds + cost.seconds,
      }
      this.db
        .prepare('UPDATE run SET status = ?, owner = NULL, finished_at = ?, cost = ?, error = ? WHERE id = ?')
        .run(status, new Date().toISOString(), JSON.stringify(total), error === null ? null : JSON.stringify(error), id)
    })
  }

  rename(id: string, name: string): void {
    this.update('UPDATE run SET name = ? WHERE id = ?', name, id)
  }

  setNote(id: string, note: string): void {
    this.update('UPDATE run SET note = ? WHERE id = ?', note, id)
  }

  setArchived(id: string, archived: boolean): void {
    this.update('UPDATE run SET archived = ? WHERE id = ?', Number(archived), id)
  }

  tags(id: string): string[] {
    return this.db
      .prepare<[string], { tag: string }>('SELECT tag FROM run_tag WHERE run_id = ? ORDER BY tag')
      .all(id)
      .map((r) => r.tag)
  }

  changeTags(id: string, add: readonly string[], remove: readonly string[]): void {
    transact(this.db, () => {
      for (const tag of add)
        this.db.prepare('INSERT INTO run_tag (run_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING').run(id, tag)
      for (const tag of remove) this.db.prepare('DELETE FROM run_tag WHERE run_id = ? AND tag = ?').run(id, tag)
    })
  }

  /** Takes runs out of every list. They can be restored for `KEPT_DAYS` days; scores stay, they belong to their content. */
  delete(ids: readonly string[]): void {
    transact(this.db, () => {
      for (const id of ids) {
        const row = this.db.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ?').get(id)
        if (row && presentStatus(row) === 'running')
          throw new LabError('store.not-resumable', `the run ${id} is being computed; cancel it first`, { run: id })
        this.db
          .prepare(
            `UPDATE run SET deleted_at = ?, status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END WHERE id = ?`,
          )
          .run(new Date().toISOString(), id)
      }
    })
  }

  restore(ids: readonly string[]): void {
    transact(this.db, () => {
      for (const id of ids) this.db.prepare('UPDATE run SET deleted_at = NULL WHERE id = ?').run(id)
    })
  }

  /** Forgets what was deleted long ago. */
  purge(): void {
    this.update('DELETE FROM run WHERE deleted_at < ?', new Date(Date.now() - KEPT_DAYS * 86_400_000).toISOString())
  }

  private update(statement: string, ...values: (string | number)[]): void {
    transact(this.db, () => this.db.prepare(statement).run(...values))
  }
}

const KEPT_DAYS = 30
const PLANS_IN_LIST = 12

/** A run whose owner has died reads as interrupted. */
function presentStatus(row: Pick<RunRow, 'status' | 'owner' | 'heartbeat_at'>): RunStatus {
  if (row.status !== 'running') return row.status as RunStatus
  if (row.owner === null) return 'interrupted'
  return isOwnerAlive(JSON.parse(row.owner) as Owner, row.heartbeat_at ?? 0) ? 'running' : 'interrupted'
}
