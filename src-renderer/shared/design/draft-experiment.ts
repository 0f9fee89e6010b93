import { LabError } from '@contract/errors'
import { experimentSchema, type Experiment } from '@contract/experiment'
import type { Draft } from './draft'
import type { DraftChange } from './draft-changes'
import { nameOf, tagsOf } from './preset'

/**
 * The draft's experiment on a model; null where it has no plan or task yet.
 * @param plans what the draft's plans are on this model
 */
export function experimentOn(model: string, draft: Draft, plans = draft.plans): Experiment | null {
  if (plans.length === 0 || draft.tasks.length === 0) return null
  const name = nameOf(draft)
  const parsed = experimentSchema.safeParse({
    ...(name === '' ? {} : { name }),
    model,
    plans: [...plans],
    tasks: draft.tasks.map((x) => (Object.keys(x).length === 1 ? x.task : x)),
    ...documentsOf(draft),
    ...(draft.fewshot === null ? {} : { fewshot: draft.fewshot }),
    ...draft.settings,
    device: draft.device,
    tags: [...tagsOf(draft)],
    note: draft.note,
  })
  return parsed.success ? parsed.data : null
}

/** A task with its data and examples, on the documents that are taken of all of them. */
export const withoutDocuments = ({ limit: _, sample: __, ...task }: Draft['tasks'][number]): Draft['tasks'][number] =>
  task

/** Which documents of each task: the first, some at random, or all. */
function documentsOf({ limit, sample }: Draft): Pick<Experiment, 'limit' | 'sample'> {
  if (sample !== null) return { sample }
  return limit === null ? {} : { limit }
}

/** An experiment as the command line writes it. Throws `host.usage` with what is wrong. */
export function readExperiment(body: unknown): Experiment {
  const parsed = experimentSchema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new LabError('host.usage', `The file is no experiment: ${where} ${issue?.message ?? ''}`, {})
}

const SETTINGS = ['maxNewTokens', 'cache', 'maxLength', 'head', 'adapt', 'addBos'] as const

const settingsOf = (e: Experiment): Draft['settings'] =>
  Object.fromEntries(SETTINGS.flatMap((name) => (e[name] === undefined ? [] : [[name, e[name]]])))

/** Takes an experiment up as the draft's. */
export const openExperiment = (e: Experiment): DraftChange => ({
  patch: {
    name: e.name ?? '',
    plans: e.plans,
    preset: null,
    tasks: e.tasks.map((x) =>
      typeof x === 'string'
        ? { task: x }
        : {
            task: x.task,
            ...(x.data === undefined ? {} : { data: x.data }),
            ...(x.limit === undefined ? {} : { limit: x.limit }),
            ...(x.sample === undefined ? {} : { sample: x.sample }),
            ...(x.fewshot === undefined ? {} : { fewshot: x.fewshot }),
            ...(x.fewshotData === undefined ? {} : { fewshotData: x.fewshotData }),
            ...(x.trainData === undefined ? {} : { trainData: x.trainData }),
          },
    ),
    limit: e.limit ?? null,
    sample: e.sample ?? null,
    fewshot: e.fewshot ?? null,
    settings: settingsOf(e),
    device: e.device,
    also: [],
    note: e.note,
    tags: e.tags,
  },
  what: 'step.open',
  params: { name: e.name ?? '' },
})
