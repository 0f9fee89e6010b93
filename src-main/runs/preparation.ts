import type { Experiment } from '../../src-preload/contract/experiment'
import { LabError } from '../../src-preload/contract/errors'
import { resolveAllOrThrow, type ResolvedPlan } from '../../src-preload/contract/plan/resolve'
import type { Schedule } from '../../src-preload/contract/plan/schedule'
import { NUMERICS_VERSION } from '../engine/numerics'
import type { WorkDocument } from '../experiments/work-queue'
import type { Context } from '../home/context'
import type { IdentifiedModel, ModelService } from '../library/models'
import { taskChoices, type Encoding, type PreparedTask, type TaskChoice } from '../library/tasks'

/** A run's parts, resolved and tokenised: everything that can be known before an engine is started. */
export interface PreparedRun {
  readonly model: IdentifiedModel
  readonly plans: readonly ResolvedPlan[]
  /** Distinct schedules; `planSchedule[i]` is the one of plan i. */
  readonly schedules: readonly {
    readonly canonical: string
    readonly layers: Schedule
    readonly applications: number
  }[]
  readonly planSchedule: readonly number[]
  readonly tasks: readonly PreparedTask[]
  readonly addBos: boolean
}

export async function prepareRun(
  experiment: Experiment,
  models: ModelService,
  prepareTask: (choice: TaskChoice, index: number, encoding: Encoding) => Promise<PreparedTask>,
  onProgress: (message: string) => void,
): Promise<PreparedRun> {
  const model = await models.identify(experiment.model, (done, total) =>
    onProgress(`reading the model: ${Math.floor((100 * done) / total)} %`),
  )
  const { nLayers, nCtx } = model.opened.graph.shape
  const plans = resolveAllOrThrow(experiment.plans, nLayers)
  const { schedules, planSchedule } = distinctSchedules(plans)
  const addBos = experiment.addBos ?? model.tokenizer.addsBos
  const prepared: PreparedTask[] = []
  for (const [index, choice] of taskChoices(experiment).entries()) {
    onProgress(`preparing ${choice.task}`)
    const task = await prepareTask(choice, index, { tokenizer: model.tokenizer, addBos, nCtx })
    if (prepared.some((p) => p.task.id === task.task.id))
      throw new LabError('task.twice', `the task ${task.task.id} is named twice`, { task: task.task.id })
    prepared.push(task)
  }
  return { model, plans, schedules, planSchedule, tasks: prepared, addBos }
}

function distinctSchedules(plans: readonly ResolvedPlan[]): Pick<PreparedRun, 'schedules' | 'planSchedule'> {
  const index = new Map<string, number>()
  const schedules: { canonical: string; layers: Schedule; applications: number }[] = []
  const planSchedule = plans.map((plan) => {
    let i = index.get(plan.schedule)
    if (i === undefined) {
      i = schedules.push({ canonical: plan.schedule, layers: plan.layers, applications: plan.layerApplications }) - 1
      index.set(plan.schedule, i)
    }
    return i
  })
  return { schedules, planSchedule }
}

/** The only precision for now: weights of any type are computed in float32. */
export const PRECISION = 'fp32'

/** What is missing in the store for a run, and what is there. */
export interface MissingWork {
  readonly documents: readonly WorkDocument[]
  /** `[schedule][task]`: documents whose scores were all in the store. */
  readonly nCached: readonly (readonly number[])[]
  readonly scorerIds: readonly number[]
}

/** Compares a run with the store. With `ignoreStore` everything counts as missing. */
export function findMissing(
  prepared: PreparedRun,
  context: Context,
  provider: string,
  ignoreStore: boolean,
): MissingWork {
  const { fingerprint } = prepared.model
  const scorerIds = context.scores.scorerIds(
    prepared.schedules.map((s) => ({
      fingerprint,
      schedule: s.canonical,
      precision: PRECISION,
      provider,
      numerics: NUMERICS_VERSION,
    })),
  )
  const wanted = prepared.tasks.map((t) => t.documents.map((): number[] => []))
  const nCached = prepared.schedules.map(() => prepared.tasks.map(() => 0))
  scorerIds.forEach((scorerId, s) => {
    prepared.tasks.forEach((task, t) => {
      const ids = task.documents.flatMap((d) => d.requestIds)
      const present = ignoreStore ? new Uint8Array(ids.length) : context.scores.read(scorerId, ids).present
      let at = 0
      task.documents.forEach((d, i) => {
        const complete = present.subarray(at, (at += d.requestIds.length)).every((p) => p === 1)
        if (complete) (nCached[s] as number[])[t] = ((nCached[s] as number[])[t] as number) + 1
        else ((wanted[t] as number[][])[i] as number[]).push(s)
      })
    })
  })
  const shared = new Map<string, number[]>()
  const documents = prepared.tasks.flatMap((task, t) =>
    task.documents.flatMap((d, index): WorkDocument[] => {
      const list = (wanted[t] as number[][])[index] as number[]
      if (list.length === 0) return []
      const key = list.join()
      const same = shared.get(key) ?? list
      shared.set(key, same)
      return [{ task: t, index, requests: d.requests, wanted: same }]
    }),
  )
  return { documents, nCached, scorerIds }
}
