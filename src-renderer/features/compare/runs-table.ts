import type { RunsTable, Side } from '@contract/comparison'
import type { RunDetail } from '@contract/run'

/** Any number of runs against a baseline: what is shown of their table. Pure. */

export type ComparedRow = RunsTable['rows'][number]
/** A run of the table, and where its values stand in each row. */
export type ComparedRun = RunsTable['runs'][number] & { readonly i: number }

/** The baseline first. */
export function orderOf(table: RunsTable | null, baseline: string): readonly ComparedRun[] {
  const list = table?.runs.map((r, i) => ({ ...r, i })) ?? []
  return [...list.filter((r) => r.run === baseline), ...list.filter((r) => r.run !== baseline)]
}

/** Rows that have all words of a search; `onlyShared`: those that all runs have measured. */
export function rowsOf(table: RunsTable | null, search: string, onlyShared: boolean): readonly ComparedRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return (table?.rows ?? []).filter((r) => {
    const text = `${r.plan} ${r.task} ${r.metric}`.toLowerCase()
    const isShared = r.values.every((v) => v !== null)
    return (!onlyShared || isShared) && words.every((w) => text.includes(w))
  })
}

export type Why = RunsTable['notComparable'][number]['why']

/** Why a run's values of a task cannot be compared with the baseline's; null where they can. */
export const whyNot = (table: RunsTable | null, run: string, task: string): Why | null =>
  table?.notComparable.find((n) => n.run === run && n.task === task)?.why ?? null

/** Whether a run's value stands beside the baseline's without being comparable with it: other documents, another task. */
export function isApart(row: ComparedRow, { i }: ComparedRun, baseline: ComparedRun | undefined): boolean {
  if (baseline === undefined || i === baseline.i) return false
  const [own, base] = [row.values[i] ?? null, row.values[baseline.i] ?? null]
  return own !== null && base !== null && row.deltas[i] === null
}

/** Documents that a run's value stands on, and how many it will stand on; null where there is no value. */
export function documentsOf(
  row: ComparedRow,
  { i }: ComparedRun,
): { readonly n: number; readonly wanted: number } | null {
  if ((row.values[i] ?? null) === null) return null
  const [n = 0, wanted = 0] = [row.nDocs[i], row.nWanted[i]]
  return { n, wanted: Math.max(n, wanted) }
}

/** Whether the number of documents has to be told beside each value: runs of the row have others, or one is not done. */
export function hasOtherDocuments(row: ComparedRow, order: readonly ComparedRun[]): boolean {
  const found = order.flatMap((run) => documentsOf(row, run) ?? [])
  return found.some(({ n, wanted }) => n < wanted || n !== found[0]?.n)
}

/** Affected layers of a row's plan on a run's model, where the runs of the row have others: the same text, another part. */
export function affectedOf(row: ComparedRow, { i }: ComparedRun, order: readonly ComparedRun[]): number | null {
  const counts = order.flatMap((run) => row.affectedLayers[run.i] ?? [])
  return new Set(counts).size > 1 ? (row.affectedLayers[i] ?? null) : null
}

export interface NotComparable {
  readonly run: string
  readonly why: Why
  readonly tasks: readonly string[]
}

/** One line for a run and a reason, whatever the number of tasks. */
export function notComparable(table: RunsTable | null): readonly NotComparable[] {
  const found = new Map<string, { readonly run: string; readonly why: Why; readonly tasks: Set<string> }>()
  for (const { run, why, task } of table?.notComparable ?? []) {
    const key = `${run} ${why}`
    const line = found.get(key) ?? { run, why, tasks: new Set<string>() }
    line.tasks.add(task)
    found.set(key, line)
  }
  return [...found.values()].map((n) => ({ ...n, tasks: [...n.tasks] }))
}

/** A row's plan in the baseline and in another run; null where one of them has no such plan. */
export function pairOf(
  runs: readonly RunDetail[],
  plan: string,
  baseline: string,
  run: string,
): readonly [Side, Side] | null {
  const sideIn = (id: string): Side => ({
    run: id,
    plan: runs.find((d) => d.entry.run === id)?.plans.findIndex((p) => p.plan === plan) ?? -1,
  })
  const [a, b] = [sideIn(baseline), sideIn(run)]
  return run === baseline || a.plan < 0 || b.plan < 0 ? null : [a, b]
}

export const toneOfDelta = (delta: number | null, higherIsBetter: boolean): 'soft' | 'better' | 'worse' => {
  if (delta === null || delta === 0) return 'soft'
  return delta > 0 === higherIsBetter ? 'better' : 'worse'
}
