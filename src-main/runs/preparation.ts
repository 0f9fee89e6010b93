import type { Experiment } from '../../src-preload/contract/experiment'
import { LabError } from '../../src-preload/contract/errors'
import { resolveAllOrThrow, type ResolvedPlan } from '../../src-preload/contract/plan/resolve'
import type { Schedule } from '../../src-preload/contract/plan/schedule'
import type { ModelGraph } from '../engine/model/frozen-model'
import type { Readout } from '../engine/readouts/readout'
import { findReadout } from '../engine/readouts/registry'
import type { IdentifiedModel, ModelService } from '../library/models'
import { USUAL_LENGTH, type Encoding } from '../library/encode-document'
import { taskChoices, type PreparedTask, type TaskChoice } from '../library/tasks'
import { putsBos } from '../models/tokenizers/model-tokenizer'
import { endTokensOf } from './end-tokens'

/** A schedule of a run; several plans may come to the same one. */
interface RunSchedule {
  readonly canonical: string
  readonly layers: Schedule
  readonly applications: number
  /** The run's plans that are this schedule. */
  readonly plans: readonly number[]
}

/** A run's parts, resolved and tokenised: everything that can be known before an engine is started. */
export interface PreparedRun {
  readonly model: IdentifiedModel
  readonly plans: readonly ResolvedPlan[]
  readonly schedules: readonly RunSchedule[]
  readonly tasks: readonly PreparedTask[]
  readonly addBos: boolean
  readonly readout: { readonly name: string } & Readout
}

export async function prepareRun(
  experiment: Experiment,
  models: ModelService,
  prepareTask: (choice: TaskChoice, index: number, encoding: Encoding) => Promise<PreparedTask>,
  onProgress: (message: string) => void,
): Promise<PreparedRun> {
  const readout = { name: experiment.readout, ...findReadout(experiment.readout) }
  const model = await models.identify(experiment.model, (done, total) =>
    onProgress(`reading the model: ${Math.floor((100 * done) / total)} %`),
  )
  const { nLayers, nCtx } = model.opened.graph.shape
  const plans = resolveAllOrThrow(experiment.plans, nLayers)
  refuseLong(plans, readout)
  const addBos = putsBos(model.tokenizer, experiment.addBos, model.opened.path)
  const endTokens = endTokensOf(model.opened, model.tokenizer)
  const writing = { maxNewTokens: experiment.maxNewTokens, cache: experiment.cache ?? 'exact', endTokens }
  const encoding: Encoding = {
    ...{ tokenizer: model.tokenizer, addBos, nCtx, asks: readout.asks, writing },
    texts: textReading(model.opened.graph, experiment),
  }
  const tasks: PreparedTask[] = []
  for (const [index, choice] of taskChoices(experiment).entries()) {
    onProgress(`preparing ${choice.task}`)
    const task = await prepareTask(choice, index, encoding)
    const { id } = task.task
    if (tasks.some((t) => t.task.id === id)) {
      throw new LabError(
        'task.twice',
        `the task ${id} is named twice; where these are two files, give one of them another name (its field task)`,
        { task: id },
      )
    }
    tasks.push(task)
  }
  return { model, plans, schedules: distinctSchedules(plans), tasks, addBos, readout }
}

/** Throws `host.input` where a head is asked for that cannot be. */
function textReading(
  graph: ModelGraph,
  { maxLength = USUAL_LENGTH, head, adapt }: Pick<Experiment, 'maxLength' | 'head' | 'adapt'>,
): Encoding['texts'] {
  const { family, shape, nTextTypes = 0, heads } = graph
  if (graph.attention.every((a) => a.kind === 'causal')) {
    if (!adapt && (head === undefined || head === 'own')) return null
    throw new LabError('host.input', `--head and --adapt belong to encoders, and the model is a ${family} decoder`, {})
  }
  if (adapt && head === 'own')
    throw new LabError(
      'host.input',
      `--head own is the checkpoint's own head, which --adapt head does not train: take --head pooler or mean`,
      {},
    )
  if (!adapt && head !== undefined && head !== 'own')
    throw new LabError(
      'host.input',
      `--head ${head} has to be trained first: give --adapt head and --train-data TASK=FILE`,
      {},
    )
  const features = head === 'mean' ? 'mean' : 'pooler'
  if (adapt && features === 'pooler' && !heads.pooler)
    throw new LabError(
      'model.no-head',
      `the ${family} model has no pooler: take the mean of its last states (--head mean)`,
      { family },
    )
  const most = Math.min(maxLength, shape.nCtx)
  const nClasses = heads.classifier?.nClasses ?? null
  return { family, dVocab: shape.dVocab, nTextTypes, most, nClasses, adapt: adapt ? { recipe: adapt, features } : null }
}

function refuseLong(plans: readonly ResolvedPlan[], { mostStates }: Readout): void {
  const long = plans.find((p) => p.layers.length + 1 > mostStates)
  if (!long) return
  throw new LabError(
    'plan.too-many-states',
    `the plan ${long.plan} has more than ${mostStates} states: their similarities cannot be drawn; choose a shorter one`,
    { plan: long.plan },
  )
}

function distinctSchedules(plans: readonly ResolvedPlan[]): RunSchedule[] {
  const byText = Map.groupBy(plans.entries(), ([, plan]) => plan.schedule)
  return [...byText].flatMap(([canonical, members]) => {
    const [first] = members
    if (!first) return []
    const { layers, layerApplications } = first[1]
    return [{ canonical, layers, applications: layerApplications, plans: members.map(([i]) => i) }]
  })
}

/** The same run with other plans. */
export const withPlans = (prepared: PreparedRun, plans: readonly ResolvedPlan[]): PreparedRun => {
  refuseLong(plans, prepared.readout)
  return { ...prepared, plans, schedules: distinctSchedules(plans) }
}

/** Documents of a run, all tasks together. */
export const countDocuments = ({ tasks }: Pick<PreparedRun, 'tasks'>): number =>
  tasks.reduce((n, t) => n + t.documents.length, 0)
