import type { RunDetail } from '@contract/run'
import { measurementOf } from '@/shared/series/source'

/** Where a plan's row of measurements stands: all from the store, all done, some documents, none. */
export type RowState = 'stored' | 'done' | 'partial' | 'waiting'

export function rowState(run: RunDetail, plan: number): RowState {
  const measured = run.tasks.map((task, k) => ({ all: task.nDocs, m: measurementOf(run, plan, k) }))
  if (measured.every(({ m, all }) => m !== undefined && m.nDocs >= all))
    return measured.every(({ m }) => m !== undefined && m.nDocs > 0 && m.nCached >= m.nDocs) ? 'stored' : 'done'
  return measured.some(({ m }) => m !== undefined && m.nDocs > 0) ? 'partial' : 'waiting'
}
