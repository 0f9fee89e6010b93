import { readdirSync } from 'node:fs'
import { LabError, type Sentence } from '../../src-preload/contract/errors'
import { EngineClient, type SpawnEngine } from '../engine/process/engine-client'
import { deviceName, parseDevice, type Device } from '../../src-preload/contract/device'
import { profileOf } from '../engine/runtime/device-profile'
import { hasCudaProvider, libraryAdvice, missingCudaLibraries } from './cuda-libraries'

export interface DeviceChoice {
  readonly device: Device
  /** One sentence: what was chosen, and why not something else. */
  readonly why: Sentence
}

/** NVIDIA's driver makes these; where they are missing no GPU can be used. */
export const gpuDevices = (): string[] => {
  try {
    return readdirSync('/dev').filter((name) => /^nvidia\d+$/.test(name))
  } catch {
    return []
  }
}

/**
 * Turns `auto | cpu | cuda[:N]` into a device. CUDA is tried in a process of its own first. `auto` takes CUDA where that
 * works and says why where it does not; an explicit `cuda` that does not work is refused: there is no silent fall-back.
 */
export async function chooseDevice(wanted: string, spawn: SpawnEngine): Promise<DeviceChoice> {
  const asked = parseDevice(wanted)
  const device = asked ?? { kind: 'cuda', index: 0 }
  const name = deviceName(device)
  const trouble = device.kind === 'cpu' ? null : await cudaTrouble(device, spawn)
  if (trouble === null) {
    return asked
      ? { device, why: { code: 'device.asked', message: `${name}, as asked for`, data: { device: name } } }
      : { device, why: { code: 'device.works', message: `${name}, which works here`, data: { device: name } } }
  }
  if (asked === null) {
    const message = `cpu, because CUDA cannot be used: ${trouble.message}`
    return { device: { kind: 'cpu' }, why: { ...trouble, message } }
  }
  throw new LabError(
    'engine.device',
    `${wanted} cannot be used: ${trouble.message}; atelier doctor tells more, --device cpu runs on the processor`,
    { device: wanted },
  )
}

/** Why a CUDA device cannot be used, or null if it can. */
export async function cudaTrouble(device: Device, spawn: SpawnEngine): Promise<Sentence | null> {
  if (process.platform === 'darwin') return { code: 'device.macos', message: 'there is no CUDA on macOS', data: {} }
  if (!hasCudaProvider())
    return {
      code: 'device.no-provider',
      message: 'the CUDA provider of ONNX Runtime is not installed (atelier doctor --install cuda fetches it)',
      data: {},
    }
  if (process.platform === 'linux' && gpuDevices().length === 0)
    return { code: 'device.no-gpu', message: 'there is no NVIDIA GPU (no /dev/nvidia*)', data: {} }
  const client = new EngineClient(spawn(profileOf(device).environment([])))
  try {
    await client.probe(device)
    return null
  } catch (error) {
    // the runtime tells the cause to its error output at best: the loader knows the names
    const missing = await missingCudaLibraries()
    if (missing.length === 0)
      return { code: 'device.failed', message: (error as Error).message, data: { why: (error as Error).message } }
    const libraries = missing.map((l) => `${l} (${libraryAdvice(l)})`).join(', ')
    return { code: 'device.no-libraries', message: `these libraries are missing: ${libraries}`, data: { libraries } }
  } finally {
    client.dispose()
  }
}
