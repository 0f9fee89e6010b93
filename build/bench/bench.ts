import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { resolveAllOrThrow, type ResolvedPlan } from '../../src-preload/contract/plan/resolve'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import { builtFile } from '../../src-main/system/package-files'
import { coreCount } from '../../src-main/home/context'
import { openLab } from '../../src-main/hosts/lab'
import type { Lab } from '../../src-main/ipc/lab'
import { scorable } from '../../src-main/tasks/documents'
import { findTask } from '../../src-main/tasks/registry'
import { scoredSamples } from '../../src-preload/contract/sample'

/**
 * This engine against the usual way (peer.py), side by side in one run: the whole grid here, a dozen plans spread over it
 * there, half of them before and half after, scaled by layer applications.
 */
const TASKS = ['lambada_openai', 'arc_easy', 'arc_challenge', 'winogrande']
const GRIDS: Readonly<Record<string, readonly string[]>> = {
  fig11: [
    'full',
    'skip(s=0..14)',
    'repeat-middle(s=0..14)',
    'reverse(s=0..14)',
    'parallel(s=0..14)',
    'looped-parallel(s=0..14,n=3)',
    'random(s=0..14,seed=0..9)',
  ],
  fig10: ['looped-parallel(s=0..14,n=1..28)'],
  fig2: ['skip-layer(layer=*)', 'switch(layer=*)'],
}

interface PeerPlan {
  readonly plan: string
  readonly seconds: number
  readonly loglikelihoods: readonly number[]
  readonly greedy: readonly boolean[]
}

interface Options {
  readonly gguf: string
  readonly data: string
  readonly python: string
  readonly grid: string
  readonly docs: string
  readonly plans: string
  readonly output: string
}

async function measure(grid: string, options: Options): Promise<object> {
  const home = mkdtempSync(join(tmpdir(), 'atelier-bench-'))
  const lab = await openLab(home, spawnNodeEngine())
  try {
    const limit = Number(options.docs)
    const experiment = {
      model: resolve(options.gguf),
      plans: [...(GRIDS[grid] as readonly string[])],
      limit,
      device: 'cpu',
      precision: 'fp32' as const,
      readout: 'loglikelihood',
      strategy: 'given',
      tags: [],
      note: '',
      tasks: TASKS.map((task) => ({ task, data: join(resolve(options.data), `${task}.jsonl`) })),
    }
    const plans = resolveAllOrThrow(experiment.plans, await lab.models.countLayers(experiment.model))
    const requests = await requestTexts(lab, experiment.tasks, limit)
    const sample = spread(plans, Number(options.plans))
    const before = await runPeer(
      options,
      requests,
      sample.filter((_, i) => i % 2 === 0),
    )
    const finished = await lab.runs.start(experiment, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onLog: (line) => console.error(line),
    })
    const after = await runPeer(
      options,
      requests,
      sample.filter((_, i) => i % 2 === 1),
    )
    const peer = [...before.plans, ...after.plans]
    const { report: details, result } = finished
    if (!details) throw new Error('the run computed nothing')

    const applications = plans.reduce((n, p) => n + p.layerApplications, 0)
    const sampled = sample.reduce((n, p) => n + p.layerApplications, 0)
    const peerSeconds = peer.reduce((n, p) => n + p.seconds, 0)
    const peerTotal = (peerSeconds * applications) / sampled
    const gflops = (2 * (details.macs.layers + details.macs.head)) / details.computeSeconds / 1e9
    const limitGflops = Math.max(before.limit, after.limit)
    return {
      grid,
      documentsPerTask: limit,
      plans: plans.length,
      layerApplicationsNaive: result.cost.layerApplicationsNaive,
      layerApplicationsComputed: result.cost.layerApplicationsComputed,
      requestsScored: requests.length,
      tokenLayersComputed: details.tokensComputed,
      tokenLayersPadded: details.tokensPadded,
      engineSeconds: result.cost.seconds,
      engineComputeSeconds: details.computeSeconds,
      estimatedSeconds: details.estimatedSeconds,
      engineGflops: gflops,
      limitGflops,
      shareOfLimit: gflops / limitGflops,
      peakPrivateBytes: details.peakPrivateBytes,
      peerPlans: peer.map((p) => ({ plan: p.plan, seconds: p.seconds })),
      peerSecondsMeasured: peerSeconds,
      peerSecondsScaled: peerTotal,
      ratio: peerTotal / result.cost.seconds,
      ratioOfComputing: peerTotal / details.computeSeconds,
      agreement: await compare(lab, result.run, peer),
    }
  } finally {
    await lab.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** The texts of all requests, in the order of tasks, documents and choices. */
async function requestTexts(
  lab: Lab,
  tasks: readonly { task: string; data: string }[],
  limit: number,
): Promise<[string, string][]> {
  const all: [string, string][] = []
  for (const choice of tasks) {
    const { dataset } = await lab.tasks.load(choice)
    const task = await findTask(choice.task, lab.context.home)
    for (const id of lab.context.documents.datasetIds(dataset.id).slice(0, limit)) {
      const row = lab.context.documents.document(id)
      for (const { context, continuation } of scorable(task, row).pairs) all.push([context, continuation])
    }
  }
  return all
}

/** Plans evenly spread over the grid, the first and the last among them. */
function spread(plans: readonly ResolvedPlan[], n: number): ResolvedPlan[] {
  const count = Math.min(n, plans.length)
  return Array.from(
    { length: count },
    (_, i) => plans[Math.round((i * (plans.length - 1)) / Math.max(1, count - 1))] as ResolvedPlan,
  )
}

async function runPeer(
  options: Options,
  requests: readonly [string, string][],
  plans: readonly ResolvedPlan[],
): Promise<{ limit: number; plans: PeerPlan[] }> {
  const child = spawn(options.python, [builtFile('..', 'build', 'bench', 'peer.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(
    JSON.stringify({
      gguf: resolve(options.gguf),
      threads: coreCount(),
      requests,
      plans: plans.map(({ plan, layers }) => ({ plan, layers })),
    }),
  )
  let limit = 0
  const done: PeerPlan[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue
    const message = JSON.parse(line) as Partial<PeerPlan> & { limit?: number }
    if (message.limit !== undefined) limit = message.limit
    else {
      done.push(message as PeerPlan)
      console.error(`peer: ${message.plan} ${message.seconds?.toFixed(1)} s`)
    }
  }
  if (done.length !== plans.length) throw new Error(`the peer finished ${done.length} of ${plans.length} plans`)
  return { limit, plans: done }
}

/** The largest difference of any loglikelihood from the peer's, in units of the tolerance 2e-3 + 1e-4 |value|. */
async function compare(lab: Lab, run: string, peer: readonly PeerPlan[]): Promise<object> {
  const byPlan = new Map<string, { l: number[]; g: boolean[] }>()
  for (const m of lab.results.measurements(run, await lab.results.definitions(run))) {
    const all = byPlan.get(m.plan) ?? { l: [], g: [] }
    byPlan.set(m.plan, all)
    for (const s of scoredSamples(m.samples)) {
      all.l.push(...s.loglikelihoods.map((v) => v ?? NaN))
      all.g.push(...s.greedy)
    }
  }
  let worst = 0
  let greedyDifferent = 0
  let compared = 0
  for (const p of peer) {
    const own = byPlan.get(p.plan)
    p.loglikelihoods.forEach((want, i) => {
      compared++
      worst = Math.max(worst, Math.abs((own?.l[i] ?? NaN) - want) / (2e-3 + 1e-4 * Math.abs(want)))
      if (own?.g[i] !== p.greedy[i]) greedyDifferent++
    })
  }
  return { compared, worstOfTolerance: worst, greedyDifferent }
}

const command = new Command('bench')
  .requiredOption('--gguf <file>', 'SmolLM2-135M as GGUF')
  .requiredOption('--data <dir>', 'folder with the tasks’ jsonl files')
  .requiredOption('--python <path>', 'a Python with build/bench/requirements.txt')
  .option('--grid <name>', `${Object.keys(GRIDS).join(', ')} or all`, 'all')
  .option('--docs <n>', 'documents of each task (64 is the full size, 4 takes minutes)', '64')
  .option('--plans <n>', 'plans that the peer runs', '12')
  .option('--output <dir>', 'where the results are stored', 'build/bench/results')
  .action(async (options: Options) => {
    const names = options.grid === 'all' ? Object.keys(GRIDS) : [options.grid]
    mkdirSync(options.output, { recursive: true })
    for (const grid of names) {
      const result = await measure(grid, options)
      console.log(JSON.stringify(result, null, 1))
      writeFileSync(join(options.output, `${grid}-${options.docs}.json`), `${JSON.stringify(result, null, 1)}\n`)
    }
  })
await command.parseAsync()
