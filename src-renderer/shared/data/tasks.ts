import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { TaskEntry } from '@contract/task'
import { request } from '@/api/bridge'

/** The benchmarks and their documents. */
export const useTasks = defineStore('tasks', () => {
  const tasks = shallowRef<readonly TaskEntry[]>([])

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
    refresh,
    importDocuments,
    preview: (task: string, offset: number, limit: number) => request('tasks.preview', { task, offset, limit }),
  }
})
