import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { adaptSchema, MOST_RATE, type HeadName } from '../../../src-preload/contract/adaptation'
import type { CacheKind } from '../../../src-preload/contract/answer'
import { isDevice } from '../../../src-preload/contract/device'
import { LabError } from '../../../src-preload/contract/errors'
import { experimentSchema, type Experiment } from '../../../src-preload/contract/experiment'
import { openGroups, type OpenedTasks } from '../../library/open-groups'
import type { TaskChoice } from '../../library/tasks'

/** What `atelier run` is told, as it was typed. */
export interface RunCommandOptions {
  readonly model?: string
  readonly plan?: string[]
  readonly task?: string[]
  readonly experiment?: string
  readonly data?: string[]
  readonly documents?: string[]
  readonly limit?: string
  readonly sample?: string
  readonly seed?: string
  readonly fewshot?: string[]
  readonly fewshotData?: string[]
  readonly name?: string
  readonly tag?: string[]
  readonly note?: string
  readonly device?: string
  readonly precision?: string
  readonly memory?: string
  readonly batchTokens?: string
  readonly bos?: boolean
  readonly maxNewTokens?: string
  /** false: `--no-cache`, which is of the store. */
  readonly cache?: CacheKind | false
  readonly head?: HeadName
  readonly adapt?: string
  readonly trainData?: string[]
  readonly epochs?: string
  readonly steps?: string
  readonly lr?: string
  readonly batch?: string
  readonly dropout?: string
  readonly order?: string
  readonly maxLength?: string
  readonly resume?: string
  readonly home?: string
  readonly json?: boolean
  readonly samples?: boolean
  readonly output?: string
}

/** An option that may be given again. */
export const collect = (value: string, all: readonly string[] = []): string[] => [...all, value]

/** An experiment with the groups that its tasks came from. */
export interface OpenedExperiment extends Pick<OpenedTasks, 'groups'> {
  readonly experiment: Experiment
}

/** The experiment that the options say, or the file that they name, groups of tasks opened. Throws `host.usage`. */
export async function readExperiment(options: RunCommandOptions): Promise<OpenedExperiment> {
  const { model, plan, task } = options
  if (options.experiment !== undefined) {
    if (model !== undefined || plan || task)
      throw usage('--experiment names the model, plans and tasks: leave out -m, -p and -t')
    return fromFile(options.experiment, options)
  }
  if (model === undefined || !plan || !task)
    throw usage('a run needs -m MODEL, at least one -p PLAN and one -t TASK (or --experiment FILE, or --resume RUN)')
  const opened = await openGroups(task.map((t) => ({ task: isOwnTask(t) ? resolve(t) : t })))
  const tasks = withDocuments(opened, options)
  const experiment = check({ model, plans: plan, ...overrides(options), tasks }, 'the options')
  return { experiment, groups: opened.groups }
}

/** A path where no shell has read its tilde: in a file, behind a sign of equality. */
const atHome = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path)

const isOwnTask = (name: string): boolean => /\.(ya?ml|json|txt|txt\.gz)$/i.test(name)

async function fromFile(file: string, options: RunCommandOptions): Promise<OpenedExperiment> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw usage(`--experiment ${file}: cannot be read (${cause.code ?? cause.message})`)
  })
  let raw: unknown
  try {
    raw = parse(text)
  } catch (cause) {
    throw usage(`${file}: is no valid JSON or YAML: ${(cause as Error).message.split('\n')[0]}`)
  }
  const stated = check(raw, file)
  const folder = dirname(resolve(file))
  const near = (path: string): string => {
    const found = atHome(path)
    return isAbsolute(found) ? found : resolve(folder, found)
  }
  const named = stated.tasks
    .map((t) => (typeof t === 'string' ? { task: t } : t))
    .map((t) => ({
      ...t,
      task: isOwnTask(t.task) ? near(t.task) : t.task,
      ...(t.data === undefined ? {} : { data: near(t.data) }),
      ...(t.fewshotData === undefined ? {} : { fewshotData: near(t.fewshotData) }),
      ...(t.trainData === undefined ? {} : { trainData: near(t.trainData) }),
    }))
  const opened = await openGroups(named)
  const tasks = withDocuments(opened, options)
  const model = atHome(stated.model)
  return { experiment: check({ ...stated, model, ...overrides(options), tasks }, file), groups: opened.groups }
}

function overrides(options: RunCommandOptions): Partial<Experiment> {
  if (options.device !== undefined && !isDevice(options.device))
    throw usage(`--device ${options.device}: is none of auto, cpu, cuda, cuda:N`)
  if (options.precision !== undefined && options.precision !== 'fp32')
    throw usage(`--precision ${options.precision}: only fp32 can be computed in`)
  if (options.seed !== undefined && options.sample === undefined && options.adapt === undefined)
    throw usage('--seed belongs to --sample N, or to --adapt')
  if (options.limit !== undefined && options.sample !== undefined)
    throw usage('--limit takes the first documents, --sample random ones: give one of them')
  return {
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.device === undefined ? {} : { device: options.device }),
    ...(options.limit === undefined ? {} : { limit: wholeNumber('--limit', options.limit, 1) }),
    ...(options.sample === undefined
      ? {}
      : {
          sample: {
            n: wholeNumber('--sample', options.sample, 1),
            seed: wholeNumber('--seed', options.seed ?? '0', 0),
          },
        }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
    ...(options.note === undefined ? {} : { note: options.note }),
    ...(options.bos === undefined ? {} : { addBos: options.bos }),
    ...(options.maxNewTokens === undefined
      ? {}
      : { maxNewTokens: wholeNumber('--max-new-tokens', options.maxNewTokens, 1) }),
    ...(options.cache ? { cache: options.cache } : {}),
    ...(options.maxLength === undefined ? {} : { maxLength: wholeNumber('--max-length', options.maxLength, 3) }),
    ...(options.head === undefined ? {} : { head: options.head }),
    ...adaptOf(options),
    ...fewshotOfAll(options.fewshot),
  }
}

const TRAINING = ['epochs', 'steps', 'lr', 'batch', 'dropout', 'order', 'trainData'] as const
/** What can be said of it on the command line, and cannot be trained yet. */
const NOT_YET = ['pooler+head', 'all', 'lora', 'layers']

/** What is trained, as the options say it. */
function adaptOf(options: RunCommandOptions): Pick<Experiment, 'adapt'> | Record<string, never> {
  const { adapt: what, epochs, steps, lr, batch, dropout, order, seed } = options
  if (what === undefined) {
    const lonely = TRAINING.find((name) => options[name] !== undefined)
    if (lonely !== undefined && options.experiment === undefined)
      throw usage(`--${lonely === 'trainData' ? 'train-data' : lonely} belongs to --adapt head`)
    return {}
  }
  if (NOT_YET.includes(what)) throw usage(`--adapt ${what}: only head can be trained so far`)
  if (dropout !== undefined && Number(dropout) !== 0)
    throw usage(`--dropout ${dropout}: features are computed once, without dropout; give 0, or leave it out`)
  const parsed = adaptSchema.safeParse({
    what,
    ...(epochs === undefined ? {} : { epochs: wholeNumber('--epochs', epochs, 1) }),
    ...(steps === undefined ? {} : { steps: wholeNumber('--steps', steps, 1) }),
    ...(lr === undefined ? {} : { lr: rate(lr) }),
    ...(batch === undefined ? {} : { batch: wholeNumber('--batch', batch, 1) }),
    ...(order === undefined ? {} : { order }),
    ...(seed === undefined ? {} : { seed: wholeNumber('--seed', seed, 0) }),
  })
  if (parsed.success) return { adapt: parsed.data }
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  throw usage(`--${field === 'what' ? `adapt ${what}` : field}: is not usable: ${issue?.message ?? ''}`)
}

function rate(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0) || value > MOST_RATE)
    throw usage(`--lr ${text}: a number above 0 and up to ${MOST_RATE} is needed`)
  return value
}

/** The tasks with what is said of each on its own: its file, its documents. */
function withDocuments(opened: OpenedTasks, options: RunCommandOptions): Experiment['tasks'] {
  const files = byTask('--data', 'TASK=FILE', opened, options.data)
  const counts = byTask('--documents', 'TASK=N, TASK=N:SEED or TASK=all', opened, options.documents)
  const examples = byTask('--fewshot-data', 'TASK=FILE', opened, options.fewshotData)
  const training = byTask('--train-data', 'TASK=FILE', opened, options.trainData)
  const own = options.fewshot?.filter((text) => text.includes('='))
  const shots = byTask('--fewshot', 'N or TASK=N', opened, own)
  return opened.tasks.map(({ task, data, limit, sample, fewshot, fewshotData, trainData }) => {
    const [file, count, shot, split] = [files.get(task), counts.get(task), shots.get(task), examples.get(task)]
    const nExamples = shot === undefined ? fewshot : wholeNumber('--fewshot', shot, 0)
    const rows = training.get(task)
    const trainedOn = rows === undefined ? trainData : resolve(rows)
    const drawnFrom = split === undefined ? fewshotData : resolve(split)
    return {
      task,
      ...(nExamples === undefined ? {} : { fewshot: nExamples }),
      ...(trainedOn === undefined ? {} : { trainData: trainedOn }),
      ...(drawnFrom === undefined ? {} : { fewshotData: drawnFrom }),
      ...(file === undefined ? (data === undefined ? {} : { data }) : { data: resolve(file) }),
      ...(count === undefined
        ? { ...(limit === undefined ? {} : { limit }), ...(sample === undefined ? {} : { sample }) }
        : counted(count)),
    }
  })
}

/** The number that `--fewshot N` gives all tasks that take examples. */
function fewshotOfAll(texts: readonly string[] = []): Pick<Experiment, 'fewshot'> {
  const [text, second] = texts.filter((t) => !t.includes('='))
  if (second !== undefined) throw usage('--fewshot is given twice: one number for all tasks, TASK=N for one of them')
  return text === undefined ? {} : { fewshot: wholeNumber('--fewshot', text, 0) }
}

function counted(text: string): Pick<TaskChoice, 'limit' | 'sample'> {
  if (text === 'all') return { limit: 'all' }
  const [n = '', seed] = text.split(':')
  const number = wholeNumber('--documents', n, 1)
  return seed === undefined ? { limit: number } : { sample: { n: number, seed: wholeNumber('--documents', seed, 0) } }
}

function byTask(
  option: string,
  form: string,
  { tasks, names }: OpenedTasks,
  entries: readonly string[] = [],
): ReadonlyMap<string, string> {
  const find = (name: string): TaskChoice | undefined =>
    tasks.find((t) => t.task === name || t.task === resolve(atHome(name)) || names.get(t.task) === name)
  return new Map(
    entries.map((entry) => {
      // a path of a task may hold the sign
      const cuts = [...entry.matchAll(/=/g)].map((m) => m.index).filter((at) => at > 0)
      const [first] = cuts
      if (first === undefined) throw usage(`${option} ${entry}: should be ${form}`)
      const cut = cuts.find((at) => find(entry.slice(0, at))) ?? first
      const task = find(entry.slice(0, cut))
      if (!task) throw usage(`${option} ${entry}: the run has no task ${entry.slice(0, cut)}`)
      return [task.task, atHome(entry.slice(cut + 1))]
    }),
  )
}

function check(raw: unknown, where: string): Experiment {
  const parsed = experimentSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
  throw usage(`${where}: the field ${field || '(all)'} is not usable: ${issue?.message ?? ''}`)
}

const usage = (sentence: string): LabError => new LabError('host.usage', sentence, {})

export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least || value > 2 ** 32 - 1)
    throw usage(`${option} ${text}: a whole number from ${least} is needed`)
  return value
}

/** 8GB, 8 GiB, 512MB: bytes. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(k|m|g|t)?(i)?b?$/i.exec(text.trim())
  if (!match) throw usage(`--memory ${text}: is no size; write it as in 8GB`)
  const power = ' kmgt'.indexOf((match[2] ?? ' ').toLowerCase())
  return Math.floor(Number(match[1]) * (match[3] === undefined ? 1000 : 1024) ** power)
}
