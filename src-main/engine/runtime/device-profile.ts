import type { AttentionOperator } from '../graph/graph-builder'
import type { Device } from '../../../src-preload/contract/device'
import { cpuProfile } from './onnx/cpu'
import { cudaProfile } from './onnx/cuda'

/** Everything in which one kind of device differs from another. */
export interface DeviceProfile {
  readonly attention: AttentionOperator
  /** Execution providers of ONNX Runtime, the preferred one first. */
  readonly providers: readonly (string | { readonly name: string; readonly deviceId: number })[]
  /** Session settings beside those that all devices share. */
  readonly session: Readonly<Record<string, string>>
  /** Environment that has to be set before the runtime is loaded. */
  readonly environment: (libraryPath: readonly string[]) => Readonly<Record<string, string>>
  /** Engines that share the device; null: one a core. */
  readonly nEngines: number | null
  /** Padded tokens a batch; null: as many as keep the engine's threads busy. */
  readonly batchTokens: number | null
}

/** A new kind of device is its profile in a file of its own, and a case here. */
export function profileOf(device: Device): DeviceProfile {
  switch (device.kind) {
    case 'cpu':
      return cpuProfile
    case 'cuda':
      return cudaProfile(device.index)
  }
}
