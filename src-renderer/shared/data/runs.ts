import { useTimeoutFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CommonScoresQuery } from '@contract/common-scores'
import type { ExperimentInput } from '@contract/experiment'
import type { RunListEntry, RunProgress, RunDetail } from '@contract/run'
import type { QueueState } from '@contract/queue'
import type { SampleQuery } from '@contract/sample'
import { on, request, unlessLost } from '@/api/bridge'

const REFRESH_EVERY_MS = 1500

/** Saved runs, the queue, and how far the present run is. */
export const useRuns = defineStore('runs', () => {
  const runs = shallowRef<readonly RunListEntry[]>([])
  const isLoaded = ref(false)
  const showArchived = ref(false)
  const queue = shallowRef<QueueState>({ held: false, running: null, waiting: [] })
  const progress = shallowRef<RunProgress | null>(null)
  /** Raised whenever the database changed: what shows stored numbers asks again. */
  const version = ref(0)

  async function refresh(): Promise<void> {
    runs.value = await request('runs.list', { archived: showArchived.value })
    isLoaded.value = true
  }

  /** Everything anew, as after a time without the host. */
  async function reload(): Promise<void> {
    progress.value = null
    version.value++
    await Promise.all([refresh(), loadQueue()])
  }

  async function loadQueue(): Promise<void> {
    queue.value = await request('queue.get', {})
  }

  function watch(): void {
    const soon = useTimeoutFn(
      () => {
        version.value++
        void unlessLost(refresh())
      },
      REFRESH_EVERY_MS,
      { immediate: false },
    )
    // a store that changes all the time is looked at now and then, not put off by each change
    on('store.changed', () => {
      if (!soon.isPending.value) soon.start()
    })
    on('queue.changed', (state) => {
      queue.value = state
      if (state.running === null) progress.value = null
      version.value++
      void unlessLost(refresh())
    })
    on('run.progress', (p) => (progress.value = p))
  }

  async function after<T>(work: Promise<T>): Promise<T> {
    const result = await work
    await Promise.all([refresh(), loadQueue()])
    return result
  }

  /** What is computed now, by this host or another. */
  const active = computed(
    () =>
      runs.value.find((r) => r.run === queue.value.running) ?? runs.value.find((r) => r.status === 'running') ?? null,
  )

  return {
    runs,
    isLoaded,
    showArchived,
    queue,
    progress,
    active,
    version,
    refresh,
    reload,
    loadQueue,
    watch,
    details: (ids: readonly string[]): Promise<readonly RunDetail[]> => request('runs.details', { runs: [...ids] }),
    enqueue: (experiment: ExperimentInput, ahead = false) => after(request('runs.enqueue', { experiment, ahead })),
    pause: (run: string) => after(request('runs.pause', { run })),
    cancel: (run: string) => after(request('runs.cancel', { run })),
    resume: (run: string) => after(request('runs.resume', { run })),
    move: (run: string, before: string | null) => after(request('runs.move', { run, before })),
    release: () => after(request('queue.release', {})),
    edit: (
      runIds: readonly string[],
      change: { name?: string; note?: string; addTags?: string[]; removeTags?: string[]; archived?: boolean },
    ) => after(request('runs.edit', { runs: [...runIds], ...change })),
    remove: (ids: readonly string[]) => after(request('runs.delete', { runs: [...ids] })),
    restore: (ids: readonly string[]) => after(request('runs.restore', { runs: [...ids] })),
    samples: (query: Partial<SampleQuery> & Pick<SampleQuery, 'run' | 'plan' | 'task'>) =>
      request('runs.samples', query),
    scores: (query: CommonScoresQuery) => request('compare.scores', query),
    bundle: (ids: readonly string[], folder: string) => request('runs.bundle', { runs: [...ids], folder }),
    exportRun: (run: string, folder: string) => request('runs.export', { run, folder }),
  }
})
