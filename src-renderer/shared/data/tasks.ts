import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { OwnTask } from '@contract/own-task'
import { isUsual, type TaskEntry } from '@contract/task'
import { request } from '@/api/bridge'

const PIECE = 1 << 20

/** The benchmarks and their documents. */
export const useTasks = defineStore('tasks', () => {
  const tasks = shallowRef<readonly TaskEntry[]>([])
  /** Those whose documents are here, as an experiment takes them; answers are written where they are asked for by name. */
  const atHand = computed(() =>
    tasks.value.filter((x) => x.nDocs !== null && isUsual(x.kind)).map((x) => ({ task: x.task })),
  )

  async function refresh(): Promise<void> {
    tasks.value = await request('tasks.list', {})
  }

  async function importDocuments(task: string, path: string): Promise<number> {
    const { nDocs } = await request('tasks.import', { task, path })
    await refresh()
    return nDocs
  }

  /** The rows that a head is trained on. */
  async function importTraining(task: string, path: string): Promise<number> {
    const { nDocs } = await request('tasks.importTraining', { task, path })
    await refresh()
    return nDocs
  }

  /** The file that a task's examples are drawn from. */
  async function importExamples(task: string, path: string): Promise<number> {
    const { nDocs } = await request('tasks.importExamples', { task, path })
    await refresh()
    return nDocs
  }

  /** Makes a task file one of the person's own, a group each of its tasks; tells their documents where they are here. */
  async function adopt(path: string): Promise<readonly { readonly task: string; readonly nDocs: number | null }[]> {
    const adopted = await request('tasks.adopt', { path })
    await refresh()
    return adopted
  }

  /** Copies a file to the host, which cannot see where the browser has it; answers where it is there. */
  async function upload(file: File): Promise<string> {
    let path = file.name
    for (let at = 0; at === 0 || at < file.size; at += PIECE) {
      const bytes = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer())
      path = (await request('tasks.upload', { path, at, bytes })).path
    }
    return path
  }

  return {
    tasks,
    atHand,
    refresh,
    importDocuments,
    importTraining,
    importExamples,
    adopt,
    open: (path: string) => request('tasks.open', { path }),
    check: (task: OwnTask, model: string | null) => request('tasks.check', { task, model }),
    save: async (task: OwnTask, name: string, replace: boolean): Promise<number> => {
      const { nDocs } = await request('tasks.save', { task, name, replace })
      await refresh()
      return nDocs
    },
    upload,
    importFiles: async (paths: readonly string[]) => {
      const files = await request('tasks.importFiles', { paths: [...paths] })
      await refresh()
      return files
    },
    hideDocuments: (task: string, hidden: boolean) => request('tasks.hideDocuments', { task, hidden }).then(refresh),
    remove: (task: string) => request('tasks.remove', { task }).then(refresh),
    restore: (task: string) => request('tasks.restore', { task }).then(refresh),
    preview: (task: string, offset: number, limit: number) => request('tasks.preview', { task, offset, limit }),
  }
})
