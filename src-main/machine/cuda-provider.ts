import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, constants, copyFile, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import { LabError } from '../../src-preload/contract/errors'
import { nativeFolder } from './cuda-libraries'

/**
 * A registry package that carries the CUDA provider of exactly onnxruntime-node's version (1.29.0; CUDA 13), with the
 * hash that its content must have. Versions of the two must be equal: the library checks it when it loads.
 */
const SOURCE = {
  name: 'com.github.asus4.onnxruntime.linux-x64-gpu',
  version: '0.4.9',
  sha512: 'FopIhNE/Ng+v2X65wVc9clPCBCvhvA53Hxo2U0Kf5fGdVsC7iCA+mZ0KLWggcQAj7TIZ6pNidR4AC10g74Xo6w==',
}
const LIBRARIES = ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so']

/** Fetches the CUDA provider and puts it beside ONNX Runtime. The only step of Atelier that downloads native code. */
export async function installCudaProvider(onProgress: (bytes: number) => void): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new LabError(
      'engine.cuda-install',
      `the CUDA provider is fetched for Linux x64 only; this is ${process.platform} ${process.arch}`,
      {},
    )
  }
  const folder = nativeFolder()
  await access(folder, constants.W_OK).catch(() => {
    throw new LabError(
      'engine.cuda-install',
      `${folder}: cannot be written to; run the command as the user who installed Atelier`,
      {},
    )
  })
  const registry = (process.env['npm_config_registry'] ?? 'https://registry.npmjs.org/').replace(/\/?$/, '/')
  const url = `${registry}${SOURCE.name}/-/${SOURCE.name}-${SOURCE.version}.tgz`
  const work = await mkdtemp(join(tmpdir(), 'atelier-cuda-'))
  try {
    const archive = join(work, 'provider.tgz')
    await download(url, archive, onProgress)
    const hash = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64')
    if (hash !== SOURCE.sha512)
      throw new LabError(
        'engine.cuda-install',
        `${url}: the download has not the expected SHA-512; nothing was installed, try again`,
        {},
      )
    const found: string[] = []
    await extract({
      file: archive,
      cwd: work,
      filter: (path) => LIBRARIES.some((l) => path.endsWith(`/${l}`)),
      onReadEntry: (e) => void found.push(e.path),
    })
    for (const library of LIBRARIES) {
      const path = found.find((p) => p.endsWith(`/${library}`))
      if (!path) throw new LabError('engine.cuda-install', `${url}: does not hold ${library}`, {})
      await moveInto(join(work, path), join(folder, library))
    }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return folder
}

async function download(url: string, file: string, onProgress: (bytes: number) => void): Promise<void> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new LabError('engine.cuda-install', `${url}: cannot be reached (${(cause as Error).message})`, {}, { cause })
  })
  if (!response.ok || !response.body)
    throw new LabError('engine.cuda-install', `${url}: the registry answered ${response.status}`, {})
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      onProgress((bytes += chunk.length))
      done(null, chunk)
    },
  })
  await pipeline(Readable.fromWeb(response.body as never), count, createWriteStream(file))
}

/** Into place in one step, also across file systems. */
async function moveInto(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.new`)
  await rename(`${to}.new`, to)
}
