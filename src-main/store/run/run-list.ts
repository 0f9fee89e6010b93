import { LOGLIKELIHOOD, type Experiment } from '../../../src-preload/contract/experiment'
import type { RunListEntry, RunProgress } from '../../../src-preload/contract/run'
import type { Database } from '../database'
import { Headlines } from './headlines'
import { presentStatus, type RunRow } from './run-row'

const PLANS_IN_LIST = 12

type ListRow = Pick<
  RunRow,
  | 'id'
  | 'name'
  | 'status'
  | 'fingerprint'
  | 'model_name'
  | 'created_at'
  | 'finished_at'
  | 'note'
  | 'archived'
  | 'owner'
  | 'heartbeat_at'
  | 'experiment'
  | 'progress'
> & { readonly n_layers: number; readonly n_plans: number; readonly tasks: string; readonly n_docs: number }

/** The list of runs, as it is shown and searched. */
export class RunList {
  private readonly headlines: Headlines

  constructor(private readonly db: Database) {
    this.headlines = new Headlines(db)
  }

  /** Newest first. */
  entries(options: { readonly archived?: boolean } = {}): RunListEntry[] {
    const headlines = this.headlines.all()
    const tags = this.tags()
    return this.db
      .prepare<[number], ListRow>(
        `SELECT id, run.name, status, run.fingerprint, model_name, created_at, finished_at, note, archived, owner,
           heartbeat_at, experiment, progress, m.n_layers,
           (SELECT count(*) FROM run_plan p WHERE p.run_id = run.id) AS n_plans,
           (SELECT json_group_array(task) FROM run_task t WHERE t.run_id = run.id) AS tasks,
           (SELECT coalesce(sum(d.n_docs), 0)
            FROM run_task t JOIN doc_set d ON d.id = t.doc_set_id WHERE t.run_id = run.id) AS n_docs
         FROM run JOIN model m ON m.fingerprint = run.fingerprint
         WHERE archived <= ? AND deleted_at IS NULL ORDER BY created_at DESC, id DESC`,
      )
      .all(options.archived === true ? 1 : 0)
      .map((row) => ({ row, experiment: JSON.parse(row.experiment) as Experiment }))
      .map(({ row, experiment }) => ({
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
        plans: experiment.plans.slice(0, PLANS_IN_LIST),
        // runs of earlier versions do not say
        readout: (experiment as Partial<Experiment>).readout ?? LOGLIKELIHOOD,
        fraction:
          row.status === 'running' && row.progress !== null ? (JSON.parse(row.progress) as RunProgress).fraction : null,
        headline: headlines.get(row.id) ?? { full: null, others: null },
      }))
  }

  /** Whether no run is in sight, the archive aside. */
  isEmpty(): boolean {
    return this.db.prepare('SELECT 1 FROM run WHERE archived = 0 AND deleted_at IS NULL LIMIT 1').get() === undefined
  }

  private tags(): ReadonlyMap<string, readonly string[]> {
    const tags = new Map<string, string[]>()
    for (const { run, tag } of this.db
      .prepare<[], { run: string; tag: string }>('SELECT run_id AS run, tag FROM run_tag ORDER BY tag')
      .iterate())
      tags.set(run, [...(tags.get(run) ?? []), tag])
    return tags
  }
}
