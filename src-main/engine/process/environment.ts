import type { Device } from '../runtime/runtime'

/** Environment that has to be set before ONNX Runtime is loaded. */
export function engineEnvironment(device: Device, libraryPath: readonly string[] = []): Record<string, string> {
  const paths = [...libraryPath, process.env['LD_LIBRARY_PATH'] ?? ''].filter((p) => p !== '')
  return {
    // the flash path of the CPU's GroupQueryAttention is 5 to 25 % slower on short rows
    ORT_GQA_DISABLE_FLASH_ATTENTION: '1',
    ...(device.kind === 'cuda'
      ? {
          // float32 means float32: TensorFloat-32 keeps 10 bits
          NVIDIA_TF32_OVERRIDE: '0',
          ...(paths.length > 0 ? { LD_LIBRARY_PATH: paths.join(':') } : {}),
        }
      : {}),
  }
}
