import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { TaskEntry } from '@contract/task'
import { request } from '@/api/bridge'

/** The benchmarks and their documents. */
export const useTasks = defineStore('tasks', () => {
  const tasks = shallowRef<readonly TaskEntry[]>([])
  /** Those whose documents are here, as an experiment takes them. */
  const atHand = computed(() => tasks.value.filter((x) => x.nDocs !== null).map((x) => ({ task: x.task })))

  async function refresh(): Promise<void> {
    tasks.value = await request('tasks.list', {})
  }

  async function importDocuments(task: string, path: string): Promise<number> {
    const { nDocs } = await request('tasks.import', { task, path })
    await refresh()
    return nDocs
  }

  return {
    tasks,
    atHand,
    refresh,
    importDocuments,
    preview: (task: string, offset: number, limit: number) => request('tasks.preview', { task, offset, limit }),
  }
})
