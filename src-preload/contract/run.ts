import type { Experiment } from './experiment'
import type { Sentence, WireError } from './errors'
import type { Measurement, MeasurementRow } from './measurement'
import type { TaskRow } from './task'

export type RunStatus = 'queued' | 'running' | 'paused' | 'done' | 'cancelled' | 'interrupted' | 'failed'

/** Runs that stopped before their end, and can go on. */
export const STOPPED_EARLY: ReadonlySet<RunStatus> = new Set(['interrupted', 'paused', 'cancelled', 'failed'])

interface RunSummary {
  readonly run: string
  readonly name: string
  readonly status: RunStatus
  readonly model: string
  /** ISO 8601. */
  readonly startedAt: string
}

/** A run in a list: what is needed to find it again. */
export interface RunListEntry extends RunSummary {
  readonly finishedAt: string | null
  readonly nPlans: number
  readonly tasks: readonly string[]
  readonly tags: readonly string[]
  readonly note: string
  readonly archived: boolean
  readonly fingerprint: string
  /** The first plans, as they were written. */
  readonly plans: readonly string[]
  /** What it reads of each schedule: not all runs have scores. */
  readonly readout: string
  readonly nLayers: number
  readonly nDocs: number
  /** 0..1 where it is being computed. */
  readonly fraction: number | null
  readonly headline: Headline
}

/** A run in two numbers: mean accuracy over its tasks, of the full model and of all other plans; null where not measured. */
export interface Headline {
  readonly full: number | null
  readonly others: number | null
}

export interface RunCost {
  /** One layer application is one layer applied to one document, all its choices. */
  readonly layerApplicationsNaive: number
  readonly layerApplicationsComputed: number
  readonly seconds: number
}

/** What a run tells while it goes on. */
export interface RunProgress {
  readonly run: string
  readonly phase: 'preparing' | 'loading' | 'calibrating' | 'running' | 'finishing'
  /** 0..1 of the work of this invocation, by the cost model. */
  readonly fraction: number
  readonly secondsLeft: number | null
  readonly secondsElapsed: number
  readonly documentsDone: number
  readonly documents: number
  readonly message: string
}

export interface RunResult {
  readonly run: string
  readonly model: {
    readonly name: string
    readonly fingerprint: string
    readonly family: string
    readonly nLayers: number
  }
  readonly device: string
  readonly precision: string
  readonly measurements: readonly Measurement[]
  readonly cost: RunCost
}

interface PlanRow {
  readonly plan: string
  /** Canonical form. */
  readonly schedule: string
  readonly affectedLayers: number | null
  readonly layerApplications: number
}

export interface RunDetail {
  readonly entry: Omit<RunListEntry, 'headline'>
  readonly experiment: Experiment
  readonly model: {
    readonly name: string
    readonly fingerprint: string
    readonly family: string
    readonly nLayers: number
    readonly path: string
  }
  /** Of its model under its condition: in the order in which the store met them, for the store's life. */
  readonly place: number
  readonly device: string
  readonly deviceWhy: Sentence
  readonly precision: string
  readonly numerics: number
  readonly addBos: boolean
  readonly tokenizer: string
  readonly versions: Readonly<Record<string, string>>
  readonly cost: RunCost
  readonly error: WireError | null
  readonly progress: RunProgress | null
  readonly plans: readonly PlanRow[]
  readonly tasks: readonly TaskRow[]
  readonly measurements: readonly MeasurementRow[]
}
