import { z } from 'zod'
import { adaptSchema, HEADS } from './adaptation'
import { CACHE_KINDS } from './answer'
import { deviceSchema } from './device'
import type { Sentence } from './errors'

/** The readout by which a run measures scores. */
export const LOGLIKELIHOOD = 'loglikelihood'

/** The first documents of a task. */
const limit = z.number().int().min(1)
/** Documents drawn at random. */
const sample = z.strictObject({
  n: z.number().int().min(1),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
})

/** How many examples stand before each question. */
const fewshot = z.number().int().min(0).max(100)

/** A task of an experiment; which documents it takes, where it takes others than the experiment says. */
const taskEntrySchema = z
  .strictObject({
    task: z.string().min(1),
    data: z.string().optional(),
    /** `all`: where the experiment limits the others. */
    limit: z.union([limit, z.literal('all')]).optional(),
    sample: sample.optional(),
    fewshot: fewshot.optional(),
    /** The rows that a head is trained on. */
    trainData: z.string().optional(),
    /** The file that its examples are drawn from. */
    fewshotData: z.string().optional(),
  })
  .refine(
    (t) => t.limit === undefined || t.sample === undefined,
    'limit takes the first documents, sample random ones: give one of them',
  )

/** An experiment as a file: what `atelier run --experiment` takes and the app saves. */
export const experimentSchema = z.strictObject({
  name: z.string().max(200).optional(),
  model: z.string().min(1),
  plans: z.array(z.string().min(1)).min(1),
  tasks: z.array(z.union([z.string().min(1), taskEntrySchema])).min(1),
  limit: limit.optional(),
  sample: sample.optional(),
  /** For tasks that take examples and say nothing themselves. */
  fewshot: fewshot.optional(),
  /** Of generating tasks: tokens of an answer at most, and how keys and values of parallel groups are kept. */
  maxNewTokens: z.number().int().min(1).max(100_000).optional(),
  cache: z.enum(CACHE_KINDS).optional(),
  /** Of tasks that classify: tokens of a document at most, the longer text cut first. */
  maxLength: z.number().int().min(3).max(100_000).optional(),
  /** Which head classifies; `own` where nothing is said and nothing is trained, else `pooler`. */
  head: z.enum(HEADS).optional(),
  /** What is trained inside every plan, on the rows that its tasks name. */
  adapt: adaptSchema.optional(),
  device: deviceSchema.default('auto'),
  precision: z.literal('fp32').default('fp32'),
  /** What is read of every schedule: the loglikelihoods of the tasks' requests, or something else that the engine knows. */
  readout: z.string().min(1).max(40).default(LOGLIKELIHOOD),
  /** Whether, and how, further plans are chosen by what was measured: `given` takes none but those above. */
  strategy: z.string().min(1).max(40).default('given'),
  addBos: z.boolean().optional(),
  tags: z.array(z.string().min(1).max(100)).default([]),
  note: z.string().max(100_000).default(''),
})
export type Experiment = z.output<typeof experimentSchema>
/** Which documents one task takes, where it takes others than the experiment says. */
export type EntryDocuments = Pick<z.output<typeof taskEntrySchema>, 'limit' | 'sample'>
/** As it is written down: what has a default may be left out. */
export type ExperimentInput = z.input<typeof experimentSchema>

export interface SavedExperiment {
  readonly id: string
  readonly name: string
  /** What `atelier run --experiment` takes. */
  readonly body: unknown
  readonly updatedAt: string
}

/** What an experiment would do, told before it is started. */
export interface ExperimentPreview {
  readonly nPlans: number
  readonly nSchedules: number
  readonly tasks: readonly { readonly task: string; readonly nDocs: number; readonly nDocsTotal: number }[]
  /** For every plan, the number of tasks whose documents are all in the store; and seconds on its own, without sharing. */
  readonly plans: readonly { readonly plan: string; readonly nTasksStored: number; readonly seconds: number }[]
  /** One layer application is one layer applied to one document. stored + computed + shared = naive. */
  readonly layerApplications: {
    readonly naive: number
    readonly stored: number
    readonly shared: number
    readonly computed: number
  }
  readonly seconds: number
  /** `measured` on this model here, `similar`: on another model here, `guess`: nothing was measured yet. */
  readonly secondsFrom: 'measured' | 'similar' | 'guess'
  readonly memory: {
    readonly fits: boolean
    readonly bytes: number
    readonly budgetBytes: number
    readonly why: string
  }
  readonly device: { readonly name: string; readonly why: Sentence }
}

/** The draft as the host keeps it; it does not read it. `id`: of this state of it; null from before drafts had one. */
export interface StoredDraft {
  readonly body: string
  readonly id: string | null
}
