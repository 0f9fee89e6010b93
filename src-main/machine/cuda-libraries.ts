import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder of onnxruntime-node's native libraries for this platform. */
export function nativeFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node')
  return join(dirname(dirname(entry)), 'bin', 'napi-v6', process.platform, process.arch)
}

const CUDA_PROVIDER =
  process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so'

export const hasCudaProvider = (): boolean => existsSync(join(nativeFolder(), CUDA_PROVIDER))

/** System libraries that the CUDA provider needs and the loader does not find, by name. */
export async function missingCudaLibraries(): Promise<string[]> {
  if (!hasCudaProvider() || process.platform !== 'linux') return []
  const { stdout } = await run('ldd', [join(nativeFolder(), CUDA_PROVIDER)]).catch(() => ({ stdout: '' }))
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)]
    .map((m) => m[1] as string)
    .filter((l) => !l.startsWith('libonnxruntime'))
}

/** Where each library comes from, in words. */
export function libraryAdvice(library: string): string {
  if (/^libcudnn/.test(library)) return 'cuDNN 9 for CUDA 13'
  if (/^libcuda\.so/.test(library)) return "NVIDIA's driver"
  if (/^lib(cudart|cublas|cublasLt|curand|cufft|nvrtc|nvJitLink)/.test(library))
    return 'the CUDA 13 toolkit or runtime packages'
  return 'your distribution'
}
