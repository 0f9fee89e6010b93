import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch as follow } from 'vue'
import { SIMILARITY, type HiddenStatesEntry } from '@contract/hidden-states'
import { request, unlessLost } from '@/api/bridge'
import { useRuns } from './runs'

/** What is to be measured: plans of a model on the first documents of a task. */
export interface StatesRequest {
  readonly name: string
  readonly model: string
  readonly plans: readonly string[]
  readonly task: string
  readonly limit: number
}

/** Measured similarities of hidden states. They are measured by runs, which wait in the queue like all others. */
export const useStates = defineStore('states', () => {
  const runs = useRuns()
  const entries = shallowRef<readonly HiddenStatesEntry[]>([])
  /** The run that was asked for last. */
  const asked = ref<string | null>(null)

  /** That run, while it waits or is computed. */
  const measuring = computed(() => {
    const run = runs.runs.find((r) => r.run === asked.value)
    return run?.status === 'queued' || run?.status === 'running' ? run : null
  })
  /** Its documents, done and in all; null while it waits. */
  const progress = computed(() => {
    const p = runs.progress
    return p && p.run === asked.value ? { done: p.documentsDone, total: p.documents } : null
  })

  async function refresh(): Promise<void> {
    entries.value = await request('states.list', {})
  }

  function watch(): void {
    follow(
      () => runs.version,
      () => void unlessLost(refresh()),
    )
  }

  async function measure({ name, model, plans, task, limit }: StatesRequest): Promise<void> {
    const { run } = await runs.enqueue({ name, model, plans: [...plans], tasks: [task], limit, readout: SIMILARITY })
    asked.value = run
  }

  return {
    entries,
    measuring,
    progress,
    refresh,
    watch,
    measure,
    get: (ids: readonly string[]) => request('states.get', { ids: [...ids] }),
    cancel: async () => {
      if (asked.value !== null) await runs.cancel(asked.value)
    },
  }
})
