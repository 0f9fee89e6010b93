import { Command } from 'commander'
import type { CommonScoresQuery } from '../../../../src-preload/contract/common-scores'
import { LOGLIKELIHOOD, type Experiment } from '../../../../src-preload/contract/experiment'
import type { RunProgress } from '../../../../src-preload/contract/run'
import { LabError } from '../../../../src-preload/contract/errors'
import { PRIMARY_METRIC } from '../../../../src-preload/contract/metrics'
import { everyVariant, FIRST_LOOK_DOCUMENTS } from '../../../../src-preload/contract/plan/figure-plans'
import { parsePlan } from '../../../../src-preload/contract/plan/parse'
import { isUsual } from '../../../../src-preload/contract/task'
import type { Lab } from '../../../ipc/lab'
import { EXIT } from '../exit'
import { duration, print } from '../print'
import { createProgressPrinter } from '../progress'
import { drawCurves, type Curve } from '../terminal-chart'
import { homeOption, withLab } from '../with-lab'

const LETTERS: readonly (readonly [string, string, string])[] = [
  ['skip', 's', 'skip'],
  ['repeat-middle', 'm', 'middle repeat'],
  ['reverse', 'r', 'reverse'],
  ['random', 'x', 'random'],
  ['parallel', 'p', 'parallel'],
  ['looped-parallel', 'l', 'looped parallel (n = 3)'],
]
type Member = CommonScoresQuery['points'][number]['members'][number]

const REDRAW_EVERY_MS = 3_000

/** A quick figure 11 of the bundled model on the bundled suite, computed now and drawn while it is. */
export function demoCommand(): Command {
  return homeOption(
    new Command('demo')
      .description('the bundled model and suite: a quick Fig. 11, drawn in the terminal')
      .option('--device <device>', 'auto, cpu or cuda[:N]')
      .option('--no-cache', 'compute everything again'),
  ).action(async (options: { home?: string; device?: string; cache: boolean }) => {
    const code = await withLab(options, (lab) => demo(lab, options))
    if (code !== EXIT.done) process.exit(code)
  })
}

async function demo(lab: Lab, options: { readonly device?: string; readonly cache: boolean }): Promise<number> {
  const [path] = await lab.models.bundled()
  if (path === undefined) throw new LabError('internal', 'this copy of Atelier has no bundled model')
  const info = await lab.models.inspect(path)
  const tasks = (await lab.tasks.list()).filter((t) => t.origin === 'bundled' && isUsual(t.kind)).map((t) => t.task)
  const experiment: Experiment = {
    name: `Demo: first look at ${info.name}`,
    model: path,
    plans: everyVariant(info.nLayers, true),
    tasks,
    limit: FIRST_LOOK_DOCUMENTS,
    device: options.device ?? 'auto',
    precision: 'fp32',
    readout: LOGLIKELIHOOD,
    strategy: 'given',
    tags: ['demo'],
    note: '',
  }
  const abort = new AbortController()
  const onSignal = (): void => abort.abort()
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  const progress = createProgressPrinter(process.stderr)
  print(
    `${info.name}, ${info.nLayers} layers, frozen and rearranged; ${FIRST_LOOK_DOCUMENTS} documents of each of ${tasks.join(', ')}.`,
  )
  let drawnAt = performance.now()
  const onProgress = (p: RunProgress): void => {
    progress.update(p)
    if (p.phase !== 'running' || !process.stdout.isTTY || performance.now() - drawnAt < REDRAW_EVERY_MS) return
    drawnAt = performance.now()
    void draw(lab, p.run).then(
      (picture) => progress.log(`\n${picture}\n(partial: ${Math.round(p.fraction * 100)} %)`),
      () => undefined,
    )
  }
  try {
    const { result, status } = await lab.runs.start(experiment, {
      signal: abort.signal,
      onProgress,
      onLog: progress.log,
      ignoreStore: !options.cache,
    })
    progress.stop()
    print(
      `\nMedian of the normalised scores (1: the full model, 0: a random guess) by the number of affected layers:\n\n${await draw(lab, result.run)}\n`,
    )
    if (status !== 'done') {
      print(`Stopped; go on with: atelier run --resume ${result.run}`)
      return EXIT.interrupted
    }
    print(`run ${result.run} done in ${duration(result.cost.seconds)}; look at it with: atelier serve --open`)
    return EXIT.done
  } finally {
    progress.stop()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

async function draw(lab: Lab, run: string): Promise<string> {
  const points = new Map<string, Map<number, Member[]>>()
  lab.context.runs.record.plans(run).forEach(({ plan, affectedLayers }, i) => {
    const parsed = parsePlan(plan)
    if (!parsed.ok || parsed.plan.kind !== 'variant' || affectedLayers === null) return
    const own = points.get(parsed.plan.name) ?? new Map<number, Member[]>()
    points.set(parsed.plan.name, own.set(affectedLayers, [...(own.get(affectedLayers) ?? []), { run, plan: i }]))
  })
  const wanted = LETTERS.flatMap(([variant]) =>
    [...(points.get(variant) ?? [])].map(([m, members]) => ({ variant, m, members })),
  )
  const { points: scored } = await lab.commonScores.get({
    runs: [run],
    score: 'normalised',
    metric: PRIMARY_METRIC,
    floors: {},
    bestOf: 'halves',
    points: wanted.map(({ members }) => ({ how: 'mean', members })),
  })
  const curves = LETTERS.map(([variant, letter, name]): Curve => ({
    letter,
    name,
    points: wanted.flatMap((w, i) => {
      const value = scored[i]?.median?.value
      return w.variant === variant && value !== undefined ? [[w.m, value] as const] : []
    }),
  }))
  const xs = [...new Set(curves.flatMap((c) => c.points.map(([x]) => x)))].sort((a, b) => a - b)
  return drawCurves(curves, xs)
}
