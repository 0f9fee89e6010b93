import { deviceName } from '../../../src-preload/contract/device'
import { freemem, totalmem } from 'node:os'
import { toWireError } from '../../../src-preload/contract/errors'
import type { HostInfo } from '../../../src-preload/contract/host'
import type { hostRoutes } from '../../../src-preload/contract/routes/host'
import { clearWeightCache, createBackup, listBackups, mergeBackup, storageSizes } from '../../home/backups'
import { coreCount, VERSIONS } from '../../home/context'
import { browse } from '../../library/file-browser'
import { installCudaProvider } from '../../machine/cuda-provider'
import { examine } from '../../machine/doctor'
import { wideFont } from '../../machine/wide-font'
import type { HostAbilities } from '../host-abilities'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

type Needs = Pick<Lab, 'context' | 'previews'>

export function hostHandlers({ context, previews }: Needs, host: HostAbilities): HandlersOf<typeof hostRoutes> {
  return {
    'host.info': async () => ({
      version: VERSIONS['atelier'] ?? '',
      home: context.home,
      host: host.host,
      platform: VERSIONS['platform'] ?? '',
      cores: coreCount(),
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
      device: await presentDevice({ context, previews }),
    }),
    'host.doctor': () => examine(context),
    'host.installCuda': () => installCudaProvider(() => undefined),
    'host.wideFont': ({ text }) => wideFont(text),
    'host.browse': ({ path, kinds }) => browse(path, kinds),
    'host.pick': ({ kinds, several }) => host.pick(kinds, several),
    'host.chooseHome': ({ path }) => done(host.chooseHome(path)),

    'settings.get': () => context.settings.settings(),
    'settings.set': (patch) => {
      const settings = context.settings.change(patch)
      context.events.tell('settings.changed', settings)
      return settings
    },
    'backup.create': () => createBackup(context),
    'backup.list': () => listBackups(context),
    'backup.merge': ({ path }) => mergeBackup(context, path),
    'cache.clear': () => clearWeightCache(context),
    'cache.size': () => storageSizes(context),
  }
}

/** What the settings' device comes to here; a device that cannot be used is told, and the processor named. */
async function presentDevice({ context, previews }: Needs): Promise<HostInfo['device']> {
  try {
    const { device, why } = await previews.chooseDevice(context.settings.settings().device)
    return { name: deviceName(device), why }
  } catch (error) {
    return { name: 'cpu', why: toWireError(error) }
  }
}
