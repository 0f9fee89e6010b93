import type { TaskChoice } from '../../../library/tasks'
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { Command } from 'commander'
import { parse } from 'yaml'
import { isDevice } from '../../../../src-preload/contract/device'
import { experimentSchema, type Experiment } from '../../../../src-preload/contract/experiment'
import type { Measurement } from '../../../../src-preload/contract/measurement'
import type { RunResult } from '../../../../src-preload/contract/run'
import { LabError } from '../../../../src-preload/contract/errors'
import { exportRun } from '../../../runs/export/lm-eval'
import type { FinishedRun } from '../../../runs/lifecycle'
import type { RunOptions } from '../../../runs/execution'
import type { Lab } from '../../../ipc/lab'
import { EXIT } from '../exit'
import { duration, metricText, print, table, writePieces } from '../print'
import { createProgressPrinter } from '../progress'
import { homeOption, withLab } from '../with-lab'

interface Options {
  readonly model?: string
  readonly plan?: string[]
  readonly task?: string[]
  readonly experiment?: string
  readonly data?: string[]
  readonly documents?: string[]
  readonly limit?: string
  readonly sample?: string
  readonly seed?: string
  readonly name?: string
  readonly tag?: string[]
  readonly note?: string
  readonly device?: string
  readonly precision?: string
  readonly memory?: string
  readonly batchTokens?: string
  readonly bos?: boolean
  readonly cache: boolean
  readonly resume?: string
  readonly home?: string
  readonly json?: boolean
  readonly samples?: boolean
  readonly output?: string
}

const collect = (value: string, all: string[] = []): string[] => [...all, value]

export function runCommand(): Command {
  return homeOption(
    new Command('run')
      .description('run an experiment: plans x tasks on one model')
      .option('-m, --model <M>', 'a model of the library, or a path')
      .option('-p, --plan <notation>', 'a plan or a grid of plans (again for more)', collect)
      .option('-t, --task <task>', 'a task, or the path of your own (again for more)', collect)
      .option('--experiment <file>', 'the experiment as a JSON or YAML file')
      .option('--data <task=file>', 'the documents of a task: jsonl, csv or parquet (again for more)', collect)
      .option('--limit <n>', 'the first n documents of each task')
      .option('--sample <n>', 'n documents of each task, drawn at random with --seed')
      .option('--seed <k>', 'seed of --sample')
      .option(
        '--documents <task=n[:seed]>',
        'for one task the first n, or with a seed n at random (again for more)',
        collect,
      )
      .option('--name <name>', 'the name of the run')
      .option('--tag <tag>', 'a tag (again for more)', collect)
      .option('--note <text>', 'a note')
      .option('--device <device>', 'auto, cpu or cuda[:N]')
      .option('--precision <precision>', 'fp32')
      .option('--memory <size>', 'what the engines may take together, as in 8GB')
      .option('--batch-tokens <n>', 'padded tokens in a batch')
      .option('--bos', 'put the BOS token before every text')
      .option('--no-bos', 'put no BOS token anywhere')
      .option('--no-cache', 'compute everything again')
      .option('--resume <run>', 'go on with an interrupted run')
      .option('--json', 'the result as JSON on standard output')
      .option('--samples', 'with every sample’s scores (JSON)')
      .option('--output <dir>', 'write results and samples as lm-eval does, one folder a plan'),
  ).action(async (options: Options) => {
    const code = await withLab(options, (lab) => run(lab, options))
    if (code !== EXIT.done) process.exit(code)
  })
}

async function run(lab: Lab, options: Options): Promise<number> {
  const experiment = options.resume === undefined ? await readExperiment(options) : undefined
  const memoryBytes = options.memory === undefined ? undefined : parseSize(options.memory)
  const batchTokens =
    options.batchTokens === undefined ? undefined : wholeNumber('--batch-tokens', options.batchTokens, 1)
  const abort = new AbortController()
  const progress = createProgressPrinter(process.stderr)
  const onSignal = (): void => {
    // the second Ctrl-C does not wait
    if (abort.signal.aborted) process.exit(EXIT.interrupted)
    progress.log('stopping; what was measured is kept (once more to stop at once)')
    abort.abort()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  const runOptions: RunOptions = {
    memoryBytes,
    batchTokens,
    ignoreStore: !options.cache,
    signal: abort.signal,
    onProgress: progress.update,
    onLog: progress.log,
  }
  let finished: FinishedRun
  try {
    finished = experiment
      ? await lab.runs.start(experiment, runOptions)
      : await lab.runs.resume(options.resume as string, runOptions)
  } finally {
    progress.stop()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
  const { result, status, report } = finished
  if (options.json === true) await writeJson(lab, result, options.samples === true)
  else printResult(result)
  if (options.output !== undefined) await exportRun(lab.context, lab.results, result.run, options.output)
  if (status === 'done') {
    const { layerApplicationsNaive, layerApplicationsComputed, seconds } = result.cost
    const shared =
      layerApplicationsComputed > 0
        ? `; ${layerApplicationsComputed} layer applications instead of ${layerApplicationsNaive}`
        : ''
    const estimate =
      report && report.computeSeconds > 0
        ? `; computing took ${report.computeSeconds.toFixed(1)} s, ${report.estimatedSeconds.toFixed(1)} s were estimated; at most ${(report.peakPrivateBytes / 1e9).toFixed(2)} GB of private memory`
        : ''
    progress.log(`run ${result.run} done in ${duration(seconds)}${shared}${estimate}`)
    return EXIT.done
  }
  progress.log(
    `run ${result.run} is interrupted; what was measured is kept. Go on with: atelier run --resume ${result.run}`,
  )
  return EXIT.interrupted
}

// --- input --------------------------------------------------------------------------------------------------------------

async function readExperiment(options: Options): Promise<Experiment> {
  const { model, plan, task } = options
  if (options.experiment !== undefined) {
    if (model !== undefined || plan || task)
      throw usage('--experiment names the model, plans and tasks: leave out -m, -p and -t')
    return fromFile(options.experiment, options)
  }
  if (model === undefined || !plan || !task)
    throw usage('a run needs -m MODEL, at least one -p PLAN and one -t TASK (or --experiment FILE, or --resume RUN)')
  const raw = { model, plans: plan, tasks: task.map((t) => ({ task: isOwnTask(t) ? resolve(t) : t })) }
  return check({ ...raw, ...overrides(options), tasks: withDocuments(raw.tasks, options) }, 'the options')
}

const isOwnTask = (name: string): boolean => /\.(ya?ml|json)$/i.test(name)

async function fromFile(file: string, options: Options): Promise<Experiment> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw usage(`--experiment ${file}: cannot be read (${cause.code ?? cause.message})`)
  })
  let raw: unknown
  try {
    raw = parse(text)
  } catch (cause) {
    throw usage(`${file}: is no valid JSON or YAML: ${(cause as Error).message.split('\n')[0]}`)
  }
  const experiment = check(raw, file)
  const folder = dirname(resolve(file))
  const near = (path: string): string => (isAbsolute(path) ? path : resolve(folder, path))
  const tasks = experiment.tasks
    .map((t) => (typeof t === 'string' ? { task: t } : t))
    .map((t) => ({
      ...t,
      task: isOwnTask(t.task) ? near(t.task) : t.task,
      ...(t.data === undefined ? {} : { data: near(t.data) }),
    }))
  return check({ ...experiment, ...overrides(options), tasks: withDocuments(tasks, options) }, file)
}

function overrides(options: Options): Partial<Experiment> {
  if (options.device !== undefined && !isDevice(options.device))
    throw usage(`--device ${options.device}: is none of auto, cpu, cuda, cuda:N`)
  if (options.precision !== undefined && options.precision !== 'fp32')
    throw usage(`--precision ${options.precision}: only fp32 can be computed in`)
  if (options.seed !== undefined && options.sample === undefined) throw usage('--seed belongs to --sample N')
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
  }
}

/** The tasks with what is said of each on its own: its file, its documents. */
function withDocuments(tasks: readonly TaskChoice[], options: Options): Experiment['tasks'] {
  const files = byTask('--data', 'TASK=FILE', tasks, options.data)
  const counts = byTask('--documents', 'TASK=N or TASK=N:SEED', tasks, options.documents)
  return tasks.map(({ task, data, limit, sample }) => {
    const [file, count] = [files.get(task), counts.get(task)]
    return {
      task,
      ...(file === undefined ? (data === undefined ? {} : { data }) : { data: resolve(file) }),
      ...(count === undefined
        ? { ...(limit === undefined ? {} : { limit }), ...(sample === undefined ? {} : { sample }) }
        : counted(count)),
    }
  })
}

function counted(text: string): Pick<TaskChoice, 'limit' | 'sample'> {
  const [n = '', seed] = text.split(':')
  const number = wholeNumber('--documents', n, 1)
  return seed === undefined ? { limit: number } : { sample: { n: number, seed: wholeNumber('--documents', seed, 0) } }
}

function byTask(
  option: string,
  form: string,
  tasks: readonly TaskChoice[],
  entries: readonly string[] = [],
): ReadonlyMap<string, string> {
  return new Map(
    entries.map((entry) => {
      const cut = entry.indexOf('=')
      if (cut < 1) throw usage(`${option} ${entry}: should be ${form}`)
      const name = entry.slice(0, cut)
      const task = tasks.find((t) => t.task === name || t.task === resolve(name))
      if (!task) throw usage(`${option} ${entry}: the run has no task ${name}`)
      return [task.task, entry.slice(cut + 1)]
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

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least || value > 2 ** 32 - 1)
    throw usage(`${option} ${text}: a whole number from ${least} is needed`)
  return value
}

/** 8GB, 8 GiB, 512MB: bytes. */
function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(k|m|g|t)?(i)?b?$/i.exec(text.trim())
  if (!match) throw usage(`--memory ${text}: is no size; write it as in 8GB`)
  const power = ' kmgt'.indexOf((match[2] ?? ' ').toLowerCase())
  return Math.floor(Number(match[1]) * (match[3] === undefined ? 1000 : 1024) ** power)
}

// --- output -------------------------------------------------------------------------------------------------------------

async function writeJson(lab: Lab, result: RunResult, samples: boolean): Promise<void> {
  const { run, model, device, precision, cost } = result
  await writePieces(
    (function* () {
      const head = JSON.stringify({ run, model, device, precision })
      yield `${head.slice(0, -1)},\n"measurements":[`
      let first = true
      for (const m of samples ? lab.results.measurements(run, true) : result.measurements) {
        yield `${first ? '' : ','}\n${JSON.stringify(m)}`
        first = false
      }
      yield `],\n"cost":${JSON.stringify(cost)}}\n`
    })(),
  )
}

/** One row a plan, one column a task and metric. */
function printResult(result: RunResult): void {
  const columns = new Map<string, { task: string; metric: keyof Measurement['metrics'] }>()
  const rows = new Map<string, Map<string, string>>()
  for (const m of result.measurements) {
    const cells = rows.get(m.plan) ?? new Map<string, string>()
    rows.set(m.plan, cells)
    for (const metric of Object.keys(m.metrics) as (keyof Measurement['metrics'])[]) {
      const key = `${m.task} ${metric}`
      columns.set(key, { task: m.task, metric })
      cells.set(key, metricText(metric, m.metrics[metric]))
    }
  }
  const keys = [...columns.keys()]
  print(
    table(
      ['plan', ...keys],
      [...rows].map(([plan, cells]) => [plan, ...keys.map((k) => cells.get(k) ?? '')]),
      keys.map((_, i) => i + 1),
    ),
  )
  const documents = new Map(
    result.measurements.map((m) => [m.task, `${m.task} ${m.nDocs} of ${m.nDocsTotal} documents`]),
  )
  print([...documents.values()].join(', '))
}
