import { everyVariant } from '../../src-preload/contract/plan/figure-plans'
import type { RunResult } from '../../src-preload/contract/run'
import { runJson } from './cli'
import { openDatabase } from '../../src-main/store/database'
import { SettingStore } from '../../src-main/store/setting-store'

export const MODEL = 'painter-16'
export const N_LAYERS = 16

/** A data folder whose page opens in English, light, without the guided tour. */
export async function quietHome(home: string): Promise<string> {
  const db = await openDatabase(home)
  new SettingStore(db).change({ theme: 'light', language: 'en', tourDone: true })
  db.close()
  return home
}

const options = (plans: readonly string[], tasks: readonly string[], limit: number, name: string): string[] => [
  'run',
  '-m',
  MODEL,
  ...plans.flatMap((p) => ['-p', p]),
  ...tasks.flatMap((t) => ['-t', t]),
  '--limit',
  String(limit),
  '--name',
  name,
]

/** A run of the starter model on the starter suite that every line figure can be drawn from. */
export const savedRun = (
  home: string,
  name: string,
  limit = 20,
  tasks: readonly string[] = ['recall', 'sense', 'knowledge'],
): Promise<RunResult> =>
  runJson(
    home,
    ...options(
      [
        ...everyVariant(N_LAYERS, true),
        'looped-parallel(s={2,4,6},n=1..4)',
        'skip-layer(layer=*)',
        'switch(layer=*)',
        'loop-middle(s={3,5,7},n=2..3)',
      ],
      tasks,
      limit,
      name,
    ),
  )

export const smallRun = (
  home: string,
  name: string,
  plans: readonly string[],
  limit = 12,
  tasks: readonly string[] = ['sense'],
): Promise<RunResult> => runJson(home, ...options(plans, tasks, limit, name))

export const valueOf = (
  result: RunResult,
  plan: string,
  task: string,
  metric: 'acc' | 'acc_norm' | 'perplexity' = 'acc',
): number | null | undefined =>
  result.measurements.find((m) => m.plan === plan && m.task === task)?.metrics[metric]?.value
