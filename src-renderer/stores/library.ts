import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { LibraryModel, RunListEntry } from '../../src-preload/contract/domain'
import { currentBridge, request } from '../api/bridge'

/** The models and runs of the data folder, kept fresh while any host changes them. */
export const useLibrary = defineStore('library', () => {
  const models = ref<readonly LibraryModel[]>([])
  const runs = ref<readonly RunListEntry[]>([])
  const version = ref('')
  const home = ref('')
  const error = ref('')

  async function refresh(): Promise<void> {
    try {
      const info = await request('host.info', {})
      version.value = info.version
      home.value = info.home
      models.value = await request('models.list', {})
      runs.value = await request('runs.list', {})
      error.value = ''
    } catch (cause) {
      error.value = (cause as Error).message
    }
  }

  function watch(): void {
    currentBridge().on('store.changed', () => void refresh())
  }

  return { models, runs, version, home, error, refresh, watch }
})
