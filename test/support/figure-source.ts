import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import type { NormalisedRun } from '../../src-preload/contract/normalised'
import type { RunDetail } from '../../src-preload/contract/run'
import type { Source } from '../../src-renderer/shared/series/source'
import type { LineLook } from '../../src-renderer/shared/series/line'

/** Layers of a made source's model, unless told otherwise. */
export const N_LAYERS = 12

export interface MadeSource {
  readonly nLayers?: number
  readonly fingerprint?: string
  readonly name?: string
  readonly tasks?: readonly string[]
}

/** A run of the given plans; `acc(plan index, task index)` are its values, and its normalised scores. */
export function madeSource(
  plans: readonly string[],
  acc: (plan: number, task: number) => number,
  { nLayers = N_LAYERS, fingerprint = 'f', name = 'm', tasks = ['a', 'b'] }: MadeSource = {},
): Source {
  const resolved = resolveAllOrThrow([...plans], nLayers)
  const median = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
  const run = {
    entry: { run: `r-${fingerprint}`, name: `run of ${name}`, status: 'done' },
    device: 'cpu',
    precision: 'fp32',
    model: { name, fingerprint, family: 'llama', nLayers, path: '' },
    plans: resolved.map(({ plan, schedule, affectedLayers, layerApplications }) => ({
      plan,
      schedule,
      affectedLayers,
      layerApplications,
    })),
    tasks: tasks.map((task, i) => ({
      task,
      kind: 'multiple-choice',
      metrics: ['acc', 'perplexity'],
      floor: 0.25,
      nDocs: 40,
      nDocsTotal: i === 0 ? 40 : 100,
      docSet: i,
    })),
    measurements: resolved.flatMap((_, plan) =>
      tasks.map((__, task) => ({
        plan,
        task,
        nDocs: 40,
        nCached: plan === 0 ? 40 : 0,
        metrics: {
          acc: { value: acc(plan, task), stderr: 0.05 },
          perplexity: { value: 10 ** (4 * (1 - acc(plan, task))), stderr: 0.5 },
        },
      })),
    ),
  } as unknown as RunDetail
  const normalised = {
    run: run.entry.run,
    metrics: tasks.map(() => 'acc'),
    leftOut: tasks.map(() => null),
    full: tasks.map(() => 1),
    plans: resolved.map((_, plan) => ({
      byTask: tasks.map((__, task) => ({ value: acc(plan, task), stderr: 0.1 })),
      median: { value: median(tasks.map((__, task) => acc(plan, task))), stderr: 0.07 },
      nDocs: tasks.map(() => 40),
    })),
  } as unknown as NormalisedRun
  return { run, normalised }
}

export const NORMALISED: LineLook = {
  choice: { score: 'normalised', task: 'median', metric: 'acc' },
  x: 'layers',
  band: 'sd',
  loops: 'best',
  floors: {},
}

export const RAW: LineLook = { ...NORMALISED, choice: { score: 'raw', task: 'a', metric: 'acc' } }
