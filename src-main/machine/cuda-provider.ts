import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, constants, copyFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import { LabError } from '../../src-preload/contract/errors'
import { nativeFolder } from './cuda-libraries'
import { cudaSources, type CudaSource } from './cuda-sources'

const LIBRARIES = ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so']

/**
 * Fetches the CUDA provider and puts it beside ONNX Runtime: from the first source that gives the content it should. The
 * only step of Atelier that downloads native code.
 *
 * @param into the folder of the native libraries
 */
export async function installCudaProvider(
  onProgress: (bytes: number) => void,
  sources = cudaSources(),
  into = nativeFolder(),
): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw failure(`the CUDA provider is fetched for Linux x64 only; this is ${process.platform} ${process.arch}`)
  await access(into, constants.W_OK).catch(() => {
    throw failure(`${into}: cannot be written to; run the command as the user who installed Atelier`)
  })
  let last = failure('no source of the CUDA provider fits this version of ONNX Runtime')
  for (const source of sources) {
    try {
      await installFrom(source, into, onProgress)
      return into
    } catch (error) {
      if (!(error instanceof LabError)) throw error
      last = error
    }
  }
  throw last
}

const failure = (message: string, cause?: unknown): LabError =>
  new LabError('engine.cuda-install', message, {}, { cause })

async function installFrom(
  { url, sha512 }: CudaSource,
  into: string,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'atelier-cuda-'))
  try {
    const archive = join(work, 'provider.tgz')
    await download(url, archive, onProgress)
    if ((await hashOf(archive)) !== sha512)
      throw failure(`${url}: the download has not the expected SHA-512; nothing was installed, try again`)
    const found: string[] = []
    await extract({
      file: archive,
      cwd: work,
      filter: (path) => LIBRARIES.some((l) => path.endsWith(`/${l}`)),
      onReadEntry: (e) => void found.push(e.path),
    })
    const libraries = LIBRARIES.map((library) => {
      const path = found.find((p) => p.endsWith(`/${library}`))
      if (path === undefined) throw failure(`${url}: does not hold ${library}`)
      return { library, path }
    })
    for (const { library, path } of libraries) await moveInto(join(work, path), join(into, library))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}

async function download(url: string, file: string, onProgress: (bytes: number) => void): Promise<void> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw failure(`${url}: cannot be reached (${(cause as Error).message})`, cause)
  })
  if (!response.ok || !response.body) throw failure(`${url}: the registry answered ${response.status}`)
  let bytes = 0
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      onProgress((bytes += chunk.length))
      yield chunk
    }
  }
  await pipeline(response.body as AsyncIterable<Uint8Array>, counted, createWriteStream(file)).catch(
    (cause: unknown) => {
      throw failure(`${url}: the download was cut after ${bytes} bytes; try again`, cause)
    },
  )
}

/** Into place in one step, also across file systems. */
async function moveInto(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.new`)
  await rename(`${to}.new`, to)
}
