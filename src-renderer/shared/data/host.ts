import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Finding, HostInfo, PathKind } from '@contract/host'
import { connection, connectTo, pathOf, request } from '@/api/bridge'

/** The host behind the page, its machine, and whether it can be reached. */
export const useHost = defineStore('host', () => {
  const info = shallowRef<HostInfo | null>(null)
  const findings = shallowRef<readonly Finding[] | null>(null)
  const isConnected = computed(() => connection.value === 'open')
  /** A host answers that does not know this page. */
  const isRefused = computed(() => connection.value === 'refused')
  const isElectron = computed(() => info.value?.host === 'electron')

  async function load(): Promise<void> {
    info.value = await request('host.info', {})
  }

  async function examine(): Promise<void> {
    findings.value = null
    findings.value = await request('host.doctor', {})
  }

  return {
    info,
    findings,
    isConnected,
    isRefused,
    isElectron,
    connectTo,
    load,
    examine,
    installCuda: () => request('host.installCuda', {}),
    browse: (path: string | undefined, kinds: PathKind) =>
      request('host.browse', { ...(path === undefined ? {} : { path }), kinds }),
    pick: (kinds: PathKind, several: boolean) => request('host.pick', { kinds, several }),
    chooseHome: (path: string | null) => request('host.chooseHome', { path }),
    wideFont: (text: string) => request('host.wideFont', { text }),
    storage: () => request('cache.size', {}),
    clearCache: () => request('cache.clear', {}),
    backups: () => request('backup.list', {}),
    createBackup: () => request('backup.create', {}),
    pathOf,
    mergeBackup: (path: string) => request('backup.merge', { path }),
  }
})
