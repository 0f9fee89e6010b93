import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ComparedDocumentsQuery, SavedComparison, Side } from '@contract/comparison'
import { request } from '@/api/bridge'

/** Comparisons of runs and of plans, and those that were saved by name. */
export const useComparisons = defineStore('comparisons', () => {
  const saved = shallowRef<readonly SavedComparison[]>([])
  async function refresh(): Promise<void> {
    saved.value = await request('comparisons.list', {})
  }
  return {
    saved,
    refresh,
    save: async (name: string, address: string): Promise<void> => {
      await request('comparisons.save', { name, address })
      await refresh()
    },
    remove: async (id: string): Promise<void> => {
      await request('comparisons.remove', { id })
      await refresh()
    },
    runs: (ids: readonly string[], baseline: string) => request('compare.runs', { runs: [...ids], baseline }),
    paired: (a: Side, b: Side) => request('compare.paired', { a, b }),
    documents: (query: Partial<ComparedDocumentsQuery> & Pick<ComparedDocumentsQuery, 'a' | 'b' | 'task'>) =>
      request('compare.documents', query),
  }
})
