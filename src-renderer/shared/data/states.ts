import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { HiddenStatesEntry, StatesProgress } from '@contract/hidden-states'
import { on, request, unlessLost } from '@/api/bridge'

/** Measured similarities of hidden states, and the measurement that goes on. */
export const useStates = defineStore('states', () => {
  const entries = shallowRef<readonly HiddenStatesEntry[]>([])
  const progress = ref<StatesProgress | null>(null)

  async function refresh(): Promise<void> {
    entries.value = await request('states.list', {})
  }

  function watch(): void {
    on('states.progress', (p) => {
      progress.value = p
      if (p.status !== 'running') void unlessLost(refresh())
    })
  }

  async function measure(model: string, plans: readonly string[], task: string, limit: number): Promise<void> {
    progress.value = await request('states.measure', { model, plans: [...plans], task, limit })
  }

  return {
    entries,
    progress,
    refresh,
    watch,
    measure,
    get: (ids: readonly number[]) => request('states.get', { ids: [...ids] }),
    cancel: (job: string) => request('states.cancel', { job }),
  }
})
