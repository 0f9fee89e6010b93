import { adaptSchema, type HeadName } from '@contract/adaptation'
import type { VariantName } from '@contract/plan/syntax'
import type { Draft, DraftTask } from './draft'

/** A change of the draft, and what the history says of it: a message key and its parameters. */
export interface DraftChange {
  readonly patch: Partial<Draft>
  readonly what: string
  readonly params?: Readonly<Record<string, string | number>>
  /** Joins the step before it, where that was of the same kind and just made: typing is one step. */
  readonly merge?: boolean
}

export const chooseVariant = (variant: VariantName, name: string): DraftChange => ({
  patch: { variant },
  what: 'step.choose',
  params: { variant: name },
  merge: true,
})

/** @param merge false for what is no typing */
export const setVariantText = (draft: Draft, plan: string, merge = true): DraftChange => ({
  patch: { variants: { ...draft.variants, [draft.variant]: plan } },
  what: 'step.variant',
  params: { plan },
  merge,
})

/** Null where the plan is empty or there already. */
export function addPlan(draft: Draft, text: string): DraftChange | null {
  const plan = text.trim()
  if (plan === '' || draft.plans.includes(plan)) return null
  return { patch: { plans: [...draft.plans, plan] }, what: 'step.addPlan', params: { plan } }
}

export const removePlan = (draft: Draft, plan: string): DraftChange => ({
  patch: { plans: draft.plans.filter((p) => p !== plan) },
  what: 'step.removePlan',
  params: { plan },
})

export function toggleTask(draft: Draft, task: string): DraftChange {
  const others = draft.tasks.filter((x) => x.task !== task)
  const params = { task }
  return others.length < draft.tasks.length
    ? { patch: { tasks: others }, what: 'step.removeTask', params }
    : { patch: { tasks: [...others, { task }] }, what: 'step.addTask', params }
}

/** Other documents than the experiment's for one task; `documents` empty: the experiment's again. */
export const setTaskDocuments = (
  draft: Draft,
  task: string,
  documents: Pick<DraftTask, 'limit' | 'sample'>,
  n: string | number,
): DraftChange => ({
  patch: {
    tasks: draft.tasks.map((x) => (x.task === task ? { ...withoutDocuments(x), ...documents } : x)),
  },
  what: 'step.taskDocuments',
  params: { task, n },
})

const withoutDocuments = (task: DraftTask): DraftTask => without(task, ['limit', 'sample'])

/** How many examples stand before a task's questions; undefined: as many as it has itself. */
export const setTaskExamples = (draft: Draft, task: string, fewshot: number | undefined): DraftChange => ({
  patch: {
    tasks: draft.tasks.map((x) =>
      x.task === task ? { ...without(x, ['fewshot']), ...(fewshot === undefined ? {} : { fewshot }) } : x,
    ),
  },
  what: 'step.taskExamples',
  params: { task, n: fewshot ?? '' },
})

const without = (task: DraftTask, keys: readonly (keyof DraftTask)[]): DraftTask =>
  Object.fromEntries(Object.entries(task).filter(([key]) => !keys.some((k) => k === key))) as unknown as DraftTask

export function toggleModel(draft: Draft, model: string): DraftChange {
  const others = draft.also.filter((m) => m !== model)
  const params = { model }
  return others.length < draft.also.length
    ? { patch: { also: others }, what: 'step.removeModel', params }
    : { patch: { also: [...others, model] }, what: 'step.addModel', params }
}

/** Which head classifies. What is not the checkpoint's own is trained before, by the recipe of the paper's appendix. */
export const setHead = (draft: Draft, head: HeadName): DraftChange => {
  const adapt = draft.settings.adapt ?? adaptSchema.parse({ what: 'head' })
  const trained = Object.entries({ ...draft.settings, head, adapt })
  const settings = head === 'own' ? trained.filter(([name]) => name !== 'head' && name !== 'adapt') : trained
  return { patch: { settings: Object.fromEntries(settings) }, what: 'step.head', params: { head } }
}
