import { LabError, type Sentence } from '../../../src-preload/contract/errors'
import type { Experiment } from '../../../src-preload/contract/experiment'
import type { WireError } from '../../../src-preload/contract/errors'
import type { RunCost, RunProgress, RunStatus } from '../../../src-preload/contract/run'
import type { Database } from '../database'
import { isOwnerAlive, type Owner } from '../owner'

/** A run as it is kept, its plans, tasks and tags apart. */
export interface RunFacts {
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
}

export interface StoredRun extends RunFacts {
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

export interface RunRow {
  readonly id: string
  readonly name: string
  readonly status: RunStatus
  readonly fingerprint: string
  readonly model_name: string
  readonly model_path: string
  readonly tokenizer: string
  /** Those below in JSON are an Experiment, a Sentence, versions, a RunCost, a WireError, an Owner, a RunProgress. */
  readonly experiment: string
  readonly device: string
  readonly device_why: string
  readonly provider: string
  readonly precision: string
  readonly numerics: number
  readonly add_bos: number
  readonly versions: string
  readonly cost: string
  readonly created_at: string
  readonly finished_at: string | null
  readonly error: string | null
  readonly note: string
  readonly archived: number
  readonly owner: string | null
  readonly heartbeat_at: number | null
  readonly progress: string | null
  readonly control: RunControl | null
  readonly deleted_at: string | null
}

/** What another process asks of the one that computes a run. */
export type RunControl = 'pause' | 'cancel'

/** Why a run is stopped on purpose: the reason of its signal, and the status that it then has. */
export const STOPPED = { pause: 'paused', cancel: 'cancelled', giveWay: 'queued' } as const

export const NO_COST: RunCost = { layerApplicationsNaive: 0, layerApplicationsComputed: 0, seconds: 0 }

export const unknownRun = (run: string, why = `there is no run ${run}`): LabError =>
  new LabError('store.unknown-run', `${why}; atelier runs list shows them`, { run })

/** Throws `store.unknown-run`. */
export function readRow(db: Database, id: string): RunRow {
  const row = db.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ?').get(id)
  if (!row) throw unknownRun(id)
  return row
}

/** A run whose owner has died reads as interrupted. */
export function presentStatus({
  status,
  owner,
  heartbeat_at,
}: Pick<RunRow, 'status' | 'owner' | 'heartbeat_at'>): RunStatus {
  if (status !== 'running') return status
  return owner !== null && isOwnerAlive(JSON.parse(owner) as Owner, heartbeat_at ?? 0) ? 'running' : 'interrupted'
}
