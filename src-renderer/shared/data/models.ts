import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { LibraryModel, ModelInfo, CatalogueEntry, SuggestedModel } from '@contract/model'
import type { Download } from '@contract/download'
import { on, request, unlessLost } from '@/api/bridge'
import { usePreferences } from './preferences'

/** The library of models, what else is at hand, and downloads. */
export const useModels = defineStore('models', () => {
  const models = shallowRef<readonly LibraryModel[]>([])
  const suggested = shallowRef<readonly SuggestedModel[]>([])
  const catalogue = shallowRef<readonly CatalogueEntry[]>([])
  const downloads = ref<Record<string, Download>>({})
  const isLoaded = ref(false)
  const preferences = usePreferences()
  /** The model that the Designer and new figures are about; remembered. */
  const currentName = computed({
    get: () => preferences.settings.currentModel,
    set: (name: string | null) => void unlessLost(preferences.change({ currentModel: name })),
  })
  const current = computed(
    () => models.value.find((m) => m.name === currentName.value) ?? models.value.find((m) => !m.missing) ?? null,
  )

  async function refresh(): Promise<void> {
    models.value = await request('models.list', {})
    isLoaded.value = true
  }

  async function loadAround(): Promise<void> {
    suggested.value = await request('models.suggest', {})
    catalogue.value = await request('models.catalogue', {})
    for (const d of await request('downloads.list', {})) downloads.value[d.id] = d
  }

  function watch(): void {
    on('download.progress', (download) => {
      downloads.value = { ...downloads.value, [download.id]: download }
      if (download.status === 'done') void unlessLost(refresh().then(loadAround))
    })
  }

  async function after<T>(work: Promise<T>): Promise<T> {
    const result = await work
    await refresh()
    await loadAround()
    return result
  }

  return {
    models,
    suggested,
    catalogue,
    downloads,
    isLoaded,
    currentName,
    current,
    refresh,
    loadAround,
    watch,
    add: (path: string, name?: string): Promise<ModelInfo> =>
      after(request('models.add', { path, ...(name === undefined ? {} : { name }) })),
    rename: async (name: string, to: string): Promise<void> => {
      await request('models.rename', { name, to })
      if (currentName.value === name) await preferences.change({ currentModel: to })
      await after(Promise.resolve())
    },
    remove: (name: string) => after(request('models.remove', { name })),
    locate: (name: string, path: string) => after(request('models.locate', { name, path })),
    download: async (repo: string): Promise<void> => {
      const d = await request('downloads.start', { repo })
      downloads.value = { ...downloads.value, [d.id]: d }
    },
    cancelDownload: (id: string) => request('downloads.cancel', { id }),
  }
})
