import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ReportContent, ReportEntry } from '@contract/report'
import { on, request, unlessLost } from '@/api/bridge'

/** The reports, and what is done with them; every window sees the same. */
export const useReports = defineStore('reports', () => {
  const reports = shallowRef<readonly ReportEntry[]>([])
  const isLoaded = ref(false)
  /** Raised with every change of the report of this id, here or in another window. */
  const changed = shallowRef<{ readonly report: string } | null>(null)

  async function refresh(): Promise<void> {
    reports.value = await request('reports.list', {})
    isLoaded.value = true
  }
  function watch(): void {
    on('reports.changed', (told) => {
      changed.value = told
      void unlessLost(refresh())
    })
  }

  return {
    reports,
    isLoaded,
    changed,
    refresh,
    watch,
    get: (report: string) => request('reports.get', { report }),
    create: (name: string) => request('reports.create', { name }),
    rename: (report: string, name: string) => request('reports.rename', { report, name }),
    duplicate: (report: string, name: string) => request('reports.duplicate', { report, name }),
    remove: (report: string) => request('reports.remove', { report }),
    restore: (report: string) => request('reports.restore', { report }),
    add: (report: string, content: ReportContent, before: string | null = null) =>
      request('reports.add', { report, content, before }),
    change: (block: string, content: ReportContent, revision: number) =>
      request('reports.change', { block, content, revision }),
    move: (block: string, before: string | null) => request('reports.move', { block, before }),
    removeBlock: (block: string) => request('reports.removeBlock', { block }),
    restoreBlock: (block: string) => request('reports.restoreBlock', { block }),
  }
})
