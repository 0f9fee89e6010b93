import type { DeviceProfile } from '../device-profile'
import { cpuProfile } from './cpu'

/** An NVIDIA GPU. The provider has grouped attention in half precision only. */
export const cudaProfile = (index: number): DeviceProfile => ({
  attention: 'attention-23',
  providers: [{ name: 'cuda', deviceId: index }, 'cpu'],
  session: { use_device_allocator_for_initializers: '1' },
  environment(libraryPath) {
    const paths = [...libraryPath, process.env['LD_LIBRARY_PATH'] ?? ''].filter((p) => p !== '')
    return {
      ...cpuProfile.environment([]),
      // float32 means float32: TensorFloat-32 keeps 10 bits
      NVIDIA_TF32_OVERRIDE: '0',
      ...(paths.length > 0 ? { LD_LIBRARY_PATH: paths.join(':') } : {}),
    }
  },
  nEngines: 1,
  batchTokens: 4096,
})
