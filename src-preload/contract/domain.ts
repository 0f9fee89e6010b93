import { z } from 'zod'

/** The types that cross between the sides. Terms are those of the field; units stand in the names. */

export const METRIC_NAMES = ['acc', 'acc_norm', 'perplexity', 'bits_per_byte'] as const
export type MetricName = (typeof METRIC_NAMES)[number]

export const HIGHER_IS_BETTER: Readonly<Record<MetricName, boolean>> = {
  acc: true,
  acc_norm: true,
  perplexity: false,
  bits_per_byte: false,
}

export interface Metric {
  /** null where it is not finite (a schedule can overflow). */
  readonly value: number | null
  /** Standard error; null where it is not defined (one document, a value that is not finite). */
  readonly stderr: number | null
  /** How `stderr` was found where it is not the sample's standard deviation over sqrt(n). */
  readonly stderrMethod?: string
  /** Documents whose scores are not finite; absent where there are none. */
  readonly nNotFinite?: number
}

export type Metrics = Readonly<Partial<Record<MetricName, Metric>>>

export const RUN_STATUSES = ['queued', 'running', 'paused', 'done', 'cancelled', 'interrupted', 'failed'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export interface RunSummary {
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

export interface Sample {
  /** The row of the document file, from 0. */
  readonly docId: number
  /** One per choice; null where not finite. */
  readonly loglikelihoods: readonly (number | null)[]
  readonly greedy: readonly boolean[]
  /** Index of the right choice; 0 for a loglikelihood task. */
  readonly target: number
}

export interface Measurement {
  readonly plan: string
  /** Canonical form. */
  readonly schedule: string
  readonly affectedLayers: number | null
  readonly task: string
  readonly nDocs: number
  readonly nDocsTotal: number
  /** Documents whose scores came from the store. */
  readonly nCached: number
  readonly metrics: Metrics
  readonly samples?: readonly Sample[]
}

export interface RunCost {
  /** One layer application is one layer applied to one document, all its choices. */
  readonly layerApplicationsNaive: number
  readonly layerApplicationsComputed: number
  readonly seconds: number
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

export interface ModelInfo {
  readonly name: string
  readonly path: string
  readonly format: 'safetensors' | 'gguf'
  readonly family: string
  readonly nLayers: number
  readonly dModel: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly dMlp: number
  readonly dVocab: number
  readonly nCtx: number
  readonly precision: string
  readonly parameters: number
  readonly bytesOnDisk: number
  /** In float32, as it is computed. */
  readonly bytesInMemory: number
  readonly tokenizer: {
    readonly kind: string
    readonly vocabularySize: number
    readonly addsBos: boolean
    readonly fingerprint: string
  }
  readonly fits: { readonly fits: boolean; readonly bytes: number; readonly budgetBytes: number; readonly why: string }
  readonly fingerprint: string
}

/** A model of the library: registered by name, its files left where they are. */
export interface LibraryModel extends ModelInfo {
  /** The files are no longer at `path`. */
  readonly missing: boolean
  /** Comes with Atelier. */
  readonly bundled: boolean
  readonly nRuns: number
}

export const DEVICE_PATTERN = /^(auto|cpu|cuda(:\d{1,3})?)$/

/** An experiment as a file: what `atelier run --experiment` takes and the app saves. */
export const experimentSchema = z.strictObject({
  name: z.string().max(200).optional(),
  model: z.string().min(1),
  plans: z.array(z.string().min(1)).min(1),
  tasks: z
    .array(z.union([z.string().min(1), z.strictObject({ task: z.string().min(1), data: z.string().optional() })]))
    .min(1),
  limit: z.number().int().min(1).optional(),
  sample: z
    .strictObject({
      n: z.number().int().min(1),
      seed: z
        .number()
        .int()
        .min(0)
        .max(2 ** 32 - 1),
    })
    .optional(),
  device: z.string().regex(DEVICE_PATTERN, 'is none of auto, cpu, cuda, cuda:N').default('auto'),
  precision: z.literal('fp32').default('fp32'),
  addBos: z.boolean().optional(),
  tags: z.array(z.string().min(1).max(100)).default([]),
  note: z.string().max(100_000).default(''),
})
export type Experiment = z.output<typeof experimentSchema>

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
