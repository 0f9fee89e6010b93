import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { isDevice } from '@contract/device'
import { experimentSchema, type Experiment, type SavedExperiment, type ExperimentPreview } from '@contract/experiment'
import { LabError } from '@contract/errors'
import type { Resolved } from '@contract/plan/resolve'
import { countPlans, resolvedPlans } from '@/shared/plan/resolved-plans'
import type { VariantName } from '@contract/plan/syntax'
import { VARIANT_NAMES } from '@contract/plan/variants'
import { connection, request, unlessLost } from '@/api/bridge'
import { combinePreviews } from './combine-previews'
import { changed, present, redone, started, undone, wentTo, type History } from './history'
import { firstText } from '@/shared/plan/plan-text'
import type { FigureDefinition } from '@/features/figures/definitions/definition'
import { figureTag, isFigureTag } from '@/features/figures/figure-of'
import { useModels } from '@/shared/data/models'
import { useRuns } from '@/shared/data/runs'
import { useTasks } from '@/shared/data/tasks'

/** What is being designed: the experiment, the variant at hand, and the schedule in the free editor. */
export interface Draft {
  readonly variant: VariantName
  /** The plan's text of each variant, a grid or one plan. */
  readonly variants: Readonly<Record<VariantName, string>>
  readonly editor: string
  readonly plans: readonly string[]
  readonly tasks: readonly { readonly task: string; readonly data?: string }[]
  readonly limit: number | null
  readonly sample: { readonly n: number; readonly seed: number } | null
  readonly device: string
  /** Models of the library that the experiment is run on besides the current one. */
  readonly also: readonly string[]
  readonly name: string
  readonly note: string
  readonly tags: readonly string[]
}

type StepParams = Readonly<Record<string, string | number>>

const emptyDraft = (): Draft => ({
  variant: 'reverse',
  variants: Object.fromEntries(VARIANT_NAMES.map((v) => [v, firstText(v)])) as Record<VariantName, string>,
  editor: '0..-1',
  plans: ['full'],
  tasks: [],
  limit: 100,
  sample: null,
  device: 'auto',
  also: [],
  name: '',
  note: '',
  tags: [],
})

const SAVE_AFTER_MS = 400
const PREVIEW_AFTER_MS = 200
/** What the host takes for a draft; the oldest steps go first. */
const MAX_DRAFT_LENGTH = 3_500_000

export const useDesigner = defineStore('designer', () => {
  const [models, tasks, runs] = [useModels(), useTasks(), useRuns()]
  const history = shallowRef<History<Draft>>(started(emptyDraft(), Date.now()))
  const draft = computed(() => present(history.value))
  const isSaved = ref(true)
  const isLoaded = ref(false)
  const saved = shallowRef<readonly SavedExperiment[]>([])
  /** The saved experiment that the draft came from. */
  const openId = ref<string | null>(null)
  const nLayers = computed(() => models.current?.nLayers ?? 0)

  // --- changing -----------------------------------------------------------------------------------------------------------
  function change(patch: Partial<Draft>, what: string, params: StepParams = {}, merge = false): void {
    history.value = changed(history.value, { state: { ...draft.value, ...patch }, what, params, at: Date.now() }, merge)
  }
  const undo = (): void => void (history.value = undone(history.value))
  const redo = (): void => void (history.value = redone(history.value))
  const goTo = (index: number): void => void (history.value = wentTo(history.value, index))
  const canUndo = computed(() => history.value.index > 0)
  const canRedo = computed(() => history.value.index < history.value.steps.length - 1)

  const setVariantText = (text: string, merge = true): void =>
    change(
      { variants: { ...draft.value.variants, [draft.value.variant]: text } },
      'step.variant',
      { plan: text },
      merge,
    )
  function addPlan(text: string): void {
    const plan = text.trim()
    if (plan !== '' && !draft.value.plans.includes(plan))
      change({ plans: [...draft.value.plans, plan] }, 'step.addPlan', { plan })
  }
  const removePlan = (plan: string): void =>
    change({ plans: draft.value.plans.filter((p) => p !== plan) }, 'step.removePlan', { plan })
  function toggleTask(task: string): void {
    const has = draft.value.tasks.some((x) => x.task === task)
    change(
      { tasks: has ? draft.value.tasks.filter((x) => x.task !== task) : [...draft.value.tasks, { task }] },
      has ? 'step.removeTask' : 'step.addTask',
      { task },
    )
  }
  const atHand = (): Draft['tasks'] => tasks.tasks.filter((x) => x.nDocs !== null).map((x) => ({ task: x.task }))
  /** The tasks chosen; where none is, those at hand. */
  const presetTasks = computed(() => (draft.value.tasks.length > 0 ? draft.value.tasks : atHand()))
  /** The plans of one of the paper's figures, on the tasks at hand: an experiment of its own. */
  function applyPreset(figure: FigureDefinition, quick: boolean, name: string): void {
    change(
      {
        name,
        tags: [...draft.value.tags.filter((tag) => !isFigureTag(tag)), figureTag(figure.id)],
        plans: figure.plans(nLayers.value, quick),
        tasks: presetTasks.value,
        ...(quick ? { limit: figure.quickDocuments, sample: null } : {}),
      },
      'step.preset',
      { figure: figure.label },
    )
    openId.value = null
  }

  function toggleModel(name: string): void {
    const has = draft.value.also.includes(name)
    change(
      { also: has ? draft.value.also.filter((m) => m !== name) : [...draft.value.also, name] },
      has ? 'step.removeModel' : 'step.addModel',
      { model: name },
    )
  }

  // --- the experiment -----------------------------------------------------------------------------------------------------
  /** The models that it is run on, one after the other: the current one first. */
  const chosenModels = computed(() =>
    models.current
      ? [
          models.current,
          ...models.models.filter(
            (m) => !m.missing && m.name !== models.current?.name && draft.value.also.includes(m.name),
          ),
        ]
      : [],
  )
  const experiments = computed(() => chosenModels.value.flatMap((m) => experimentOn(m.name) ?? []))
  const experiment = computed<Experiment | null>(() => experiments.value[0] ?? null)
  function experimentOn(model: string): Experiment | null {
    const d = draft.value
    if (d.plans.length === 0 || d.tasks.length === 0) return null
    const parsed = experimentSchema.safeParse({
      ...(d.name === '' ? {} : { name: d.name }),
      model,
      plans: [...d.plans],
      tasks: d.tasks.map((x) => (x.data === undefined ? x.task : x)),
      ...(d.limit === null || d.sample !== null ? {} : { limit: d.limit }),
      ...(d.sample === null ? {} : { sample: d.sample }),
      device: d.device,
      tags: [...d.tags],
      note: d.note,
    })
    return parsed.success ? parsed.data : null
  }
  /** Each entry of the experiment, resolved for the model at hand. */
  const entries = computed<readonly { readonly text: string; readonly resolved: Resolved }[]>(() =>
    nLayers.value === 0
      ? []
      : draft.value.plans.map((text) => ({ text, resolved: resolvedPlans(text, nLayers.value) })),
  )
  const isValid = computed(() => entries.value.every((e) => e.resolved.ok))
  /** A plan that one of the further models cannot take. */
  const misfit = computed(
    () =>
      chosenModels.value
        .slice(1)
        .flatMap((m) =>
          draft.value.plans
            .filter((text) => !resolvedPlans(text, m.nLayers).ok)
            .map((plan) => ({ model: m.name, plan })),
        )[0] ?? null,
  )
  const nPlans = computed(() => (nLayers.value === 0 ? 0 : countPlans(draft.value.plans, nLayers.value)))

  /** Puts a run on each model into the queue. Returns the first of them. */
  async function start(): Promise<string> {
    const [first, ...rest] = experiments.value
    if (!first || !isValid.value || misfit.value)
      throw new LabError('host.usage', 'The experiment needs a model, a plan and a task.', {})
    const { run } = await runs.enqueue(first)
    for (const e of rest) await runs.enqueue(e)
    return run
  }

  // --- what it would do ---------------------------------------------------------------------------------------------------
  const preview = shallowRef<ExperimentPreview | null>(null)
  const previewError = shallowRef<LabError | null>(null)
  const isPreviewing = ref(false)
  let previewDue: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  watch(
    [experiments, isValid, () => models.current?.fingerprint, () => runs.queue.running],
    () => {
      clearTimeout(previewDue)
      previewDue = setTimeout(() => void look(), PREVIEW_AFTER_MS)
    },
    { immediate: true },
  )
  async function look(): Promise<void> {
    const mine = ++asked
    if (experiments.value.length === 0 || !isValid.value || misfit.value) {
      preview.value = null
      previewError.value = null
      return
    }
    isPreviewing.value = true
    try {
      const told: ExperimentPreview[] = []
      for (const e of experiments.value) {
        told.push(await request('experiments.preview', { experiment: e }))
        if (mine !== asked) return
      }
      ;[preview.value, previewError.value] = [combinePreviews(told), null]
    } catch (error) {
      if (mine === asked) [preview.value, previewError.value] = [null, error as LabError]
    } finally {
      if (mine === asked) isPreviewing.value = false
    }
  }
  /** What plans that are not in the experiment yet would cost, on its tasks or those that a preset would take. */
  const previewOf = (
    plans: readonly string[],
    patch: { readonly limit?: number } = {},
  ): Promise<ExperimentPreview> | null =>
    models.current === null || presetTasks.value.length === 0
      ? null
      : request('experiments.preview', {
          experiment: {
            model: models.current.name,
            plans: [...plans],
            tasks: presetTasks.value.map((x) => x.task),
            ...(patch.limit !== undefined
              ? { limit: patch.limit }
              : draft.value.limit === null
                ? {}
                : { limit: draft.value.limit }),
            device: draft.value.device,
          },
        })

  // --- kept ---------------------------------------------------------------------------------------------------------------
  let saveDue: ReturnType<typeof setTimeout> | undefined
  watch(history, () => {
    if (!isLoaded.value) return
    isSaved.value = false
    clearTimeout(saveDue)
    saveDue = setTimeout(() => void unlessLost(keep()), SAVE_AFTER_MS)
  })
  // what was changed while the host was away
  watch(connection, (state) => {
    if (state === 'open' && !isSaved.value) void unlessLost(keep())
  })
  async function keep(): Promise<void> {
    let { steps, index } = history.value
    const body = (): string => JSON.stringify({ version: 1, steps, index, openId: openId.value })
    let text = body()
    while (text.length > MAX_DRAFT_LENGTH && steps.length > 1) {
      const dropped = Math.ceil(steps.length / 4)
      steps = steps.slice(dropped)
      index = Math.max(0, index - dropped)
      text = body()
    }
    await request('draft.set', { body: text })
    isSaved.value = true
  }

  async function load(): Promise<void> {
    const body = await request('draft.get', {})
    const held = body === null ? null : readDraft(body)
    if (held) {
      history.value = held.history
      openId.value = held.openId
    } else {
      history.value = started({ ...emptyDraft(), tasks: atHand() }, Date.now())
    }
    isLoaded.value = true
    saved.value = await request('experiments.list', {})
  }

  // --- saved experiments --------------------------------------------------------------------------------------------------
  async function save(name: string, asNew = false): Promise<void> {
    change({ name }, 'step.name', { name })
    if (!experiment.value) throw new LabError('host.usage', 'The experiment needs a model, a plan and a task.', {})
    const entry = await request('experiments.save', {
      ...(openId.value !== null && !asNew ? { id: openId.value } : {}),
      name,
      body: JSON.stringify(experiment.value),
    })
    openId.value = entry.id
    saved.value = await request('experiments.list', {})
  }
  /** Takes an experiment as the command line writes it. Throws `host.usage` with what is wrong. */
  function open(body: unknown, id: string | null): void {
    const parsed = experimentSchema.safeParse(body)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new LabError(
        'host.usage',
        `The file is no experiment: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
        {},
      )
    }
    const e = parsed.data
    change(
      {
        name: e.name ?? '',
        plans: e.plans,
        tasks: e.tasks.map((x) =>
          typeof x === 'string' ? { task: x } : { task: x.task, ...(x.data === undefined ? {} : { data: x.data }) },
        ),
        limit: e.limit ?? null,
        sample: e.sample ?? null,
        device: e.device,
        also: [],
        note: e.note,
        tags: e.tags,
      },
      'step.open',
      { name: e.name ?? '' },
    )
    openId.value = id
    if (models.models.some((m) => m.name === e.model)) models.currentName = e.model
  }
  const removeSaved = async (id: string): Promise<void> => {
    await request('experiments.remove', { id })
    saved.value = await request('experiments.list', {})
  }
  const restoreSaved = async (id: string): Promise<void> => {
    await request('experiments.restore', { id })
    saved.value = await request('experiments.list', {})
  }

  return {
    history,
    draft,
    isSaved,
    isLoaded,
    saved,
    openId,
    nLayers,
    canUndo,
    canRedo,
    experiment,
    chosenModels,
    misfit,
    entries,
    isValid,
    nPlans,
    preview,
    previewError,
    isPreviewing,
    change,
    undo,
    redo,
    goTo,
    setVariantText,
    addPlan,
    removePlan,
    toggleTask,
    toggleModel,
    applyPreset,
    start,
    previewOf,
    load,
    save,
    open,
    removeSaved,
    restoreSaved,
  }
})

/** A kept draft, if it is one of ours. */
function readDraft(body: string): { readonly history: History<Draft>; readonly openId: string | null } | null {
  const held = JSON.parse(body) as {
    version?: number
    steps?: History<Draft>['steps']
    index?: number
    openId?: string | null
  }
  if (held.version !== 1 || !Array.isArray(held.steps) || held.steps.length === 0 || typeof held.index !== 'number')
    return null
  const base = emptyDraft()
  const steps = (held.steps as History<Draft>['steps']).map((s) => ({
    ...s,
    state: { ...base, ...s.state, device: isDevice(s.state.device) ? s.state.device : 'auto' },
  }))
  return { history: { steps, index: Math.min(held.index, steps.length - 1) }, openId: held.openId ?? null }
}
