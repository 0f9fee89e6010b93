import { Command, Option } from 'commander'
import { HEADS } from '../../../../src-preload/contract/adaptation'
import { CACHE_KINDS } from '../../../../src-preload/contract/answer'
import type { Measurement } from '../../../../src-preload/contract/measurement'
import { PRIMARY_METRIC } from '../../../../src-preload/contract/metrics'
import type { RunResult } from '../../../../src-preload/contract/run'
import { groupScores, type GroupMeasurement } from '../../../runs/group-scores'
import { exportRun } from '../../../runs/export/lm-eval'
import type { FinishedRun } from '../../../runs/lifecycle'
import type { RunOptions } from '../../../runs/execution'
import type { Lab } from '../../../ipc/lab'
import { EXIT } from '../exit'
import { duration, metricText, print, table, writePieces } from '../print'
import { createProgressPrinter } from '../progress'
import { collect, parseSize, readExperiment, wholeNumber, type RunCommandOptions } from '../run-options'
import { homeOption, withLab } from '../with-lab'

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
      .option('--seed <k>', 'seed of --sample, and of --adapt')
      .option(
        '--documents <task=n[:seed]>',
        'for one task the first n, or with a seed n at random (again for more)',
        collect,
      )
      .option('--fewshot <n>', 'n examples before each question of every task that takes them; TASK=n for one', collect)
      .option('--fewshot-data <task=file>', 'the documents that a task’s examples are drawn from', collect)
      .option('--max-new-tokens <n>', 'tokens of a written answer at most (else as its task says)')
      .addOption(
        new Option(
          '--cache <kind>',
          'answers: keys and values of a parallel group each its own, or their mean as in the paper',
        ).choices(CACHE_KINDS),
      )
      .addOption(
        new Option(
          '--head <head>',
          'encoders: the checkpoint’s own classifier, or what a trained head reads: the pooler, or the mean of the last states',
        ).choices(HEADS),
      )
      .option('--adapt <what>', 'train inside every plan before it is measured: head')
      .option('--train-data <task=file>', 'the rows that are trained on (again for more)', collect)
      .option('--epochs <n>', 'times through the training rows (3)')
      .option('--steps <n>', 'steps of the optimiser, instead of --epochs')
      .option('--lr <rate>', 'the learning rate (0.03), falling to 0 in a line')
      .option('--batch <n>', 'training rows a step (32)')
      .option('--dropout <p>', 'dropout while training (0: features are computed once)')
      .option('--order <order>', 'training rows as they are shuffled by --seed, or as in the file: shuffled, file')
      .option(
        '--max-length <n>',
        'tokens of a text or pair that is classified at most (128), the longer text cut first',
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
  ).action(async (options: RunCommandOptions) => {
    const code = await withLab(options, (lab) => run(lab, options))
    if (code !== EXIT.done) process.exit(code)
  })
}

async function run(lab: Lab, options: RunCommandOptions): Promise<number> {
  const opened = options.resume === undefined ? await readExperiment(options) : undefined
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
    ignoreStore: options.cache === false,
    signal: abort.signal,
    onProgress: progress.update,
    onLog: progress.log,
  }
  let finished: FinishedRun
  try {
    finished = opened
      ? await lab.runs.start(opened.experiment, runOptions)
      : await lab.runs.resume(options.resume as string, runOptions)
  } finally {
    progress.stop()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
  const { result, status, report } = finished
  const groups = groupScores(opened?.groups ?? [], result.measurements)
  if (options.json === true) await writeJson(lab, result, groups, options.samples === true)
  else printResult(result, groups)
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

// --- output -------------------------------------------------------------------------------------------------------------

async function writeJson(
  lab: Lab,
  result: RunResult,
  groups: readonly GroupMeasurement[],
  samples: boolean,
): Promise<void> {
  const { run, model, device, precision, cost } = result
  const definitions = samples ? await lab.results.definitions(run) : null
  await writePieces(
    (function* () {
      const head = JSON.stringify({ run, model, device, precision })
      yield `${head.slice(0, -1)},\n"measurements":[`
      let first = true
      for (const m of definitions ? lab.results.measurements(run, definitions) : result.measurements) {
        yield `${first ? '' : ','}\n${JSON.stringify(m)}`
        first = false
      }
      const ofGroups = groups.length === 0 ? '' : `"groups":${JSON.stringify(groups)},\n`
      yield `],\n${ofGroups}"cost":${JSON.stringify(cost)}}\n`
    })(),
  )
}

/** One row a plan, one column a task and metric, then a group and metric. */
function printResult(result: RunResult, groups: readonly GroupMeasurement[]): void {
  const columns = new Set<string>()
  const rows = new Map<string, Map<string, string>>()
  for (const m of result.measurements) {
    const cells = rows.get(m.plan) ?? new Map<string, string>()
    rows.set(m.plan, cells)
    for (const metric of Object.keys(m.metrics) as (keyof Measurement['metrics'])[]) {
      const key = `${m.task} ${metric}`
      columns.add(key)
      cells.set(key, metricText(metric, m.metrics[metric]))
    }
  }
  for (const { plan, group, metric, value, stderr } of groups) {
    const key = `${group} ${metric}`
    columns.add(key)
    rows.get(plan)?.set(key, metricText(metric === 'average' ? PRIMARY_METRIC : metric, { value, stderr }))
  }
  const keys = [...columns]
  print(
    table(
      ['plan', ...keys],
      [...rows].map(([plan, cells]) => [plan, ...keys.map((k) => cells.get(k) ?? '')]),
      keys.map((_, i) => i + 1),
    ),
  )
  const documents = new Map(
    result.measurements.map((m) => [m.task, `${m.task} ${m.nDocs} of ${m.nDocsTotal} documents${shots(m)}`]),
  )
  print([...documents.values()].join(', '))
}

const shots = ({ nExamples }: Measurement): string =>
  nExamples === undefined ? '' : `, each after ${nExamples} example${nExamples === 1 ? '' : 's'}`
