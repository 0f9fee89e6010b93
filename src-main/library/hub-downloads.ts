import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Download } from '../../src-preload/contract/download'
import { LabError, toWireError } from '../../src-preload/contract/errors'
import { CATALOGUE } from './catalogue'
import type { Context } from '../home/context'
import type { ModelService } from './models'

/** What the Hub tells of a model's files (GET /api/models/REPO/revision/REV?blobs=true). */
const modelSchema = z.object({
  sha: z.string(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().int().min(0).optional(),
      blobId: z.string().optional(),
      lfs: z.object({ sha256: z.string().optional(), size: z.number().int() }).optional(),
    }),
  ),
})
type RemoteFile = z.output<typeof modelSchema>['siblings'][number]

/** What a model needs; weights in other formats are left where they are. */
const WANTED =
  /^(config\.json|tokenizer\.json|tokenizer_config\.json|generation_config\.json|special_tokens_map\.json|model\.safetensors\.index\.json|[^/]*\.safetensors|README\.md|LICENSE[^/]*)$/

const TELL_EVERY_MS = 250
const ATTEMPTS = 5

/**
 * Fetches models from the Hugging Face Hub, only when a person asks. A file that was cut is continued; every file is checked
 * (SHA-256, or git's SHA-1 for small files) before it gets its name.
 */
export class HubDownloads {
  private readonly all = new Map<string, { download: Download; readonly stop: AbortController }>()

  constructor(
    private readonly context: Pick<Context, 'home' | 'events'>,
    private readonly models: Pick<ModelService, 'add'>,
  ) {}

  list(): Download[] {
    return [...this.all.values()].map((d) => d.download)
  }

  start(repo: string): Download {
    const running = this.all.get(repo)
    if (running?.download.status === 'running') return running.download
    const entry = {
      download: { id: repo, repo, status: 'running', bytes: 0, bytesTotal: null, error: null, path: null } as Download,
      stop: new AbortController(),
    }
    this.all.set(repo, entry)
    void this.run(entry)
    return entry.download
  }

  cancel(id: string): void {
    this.all.get(id)?.stop.abort()
  }

  close(): void {
    for (const { stop } of this.all.values()) stop.abort()
  }

  private async run(entry: { download: Download; readonly stop: AbortController }): Promise<void> {
    const tell = (change: Partial<Download>): void => {
      entry.download = { ...entry.download, ...change }
      this.context.events.tell('download.progress', entry.download)
    }
    try {
      const path = await this.fetchModel(entry.download.repo, entry.stop.signal, (bytes, bytesTotal) =>
        tell({ bytes, bytesTotal }),
      )
      tell({ status: 'done', path, error: null })
    } catch (error) {
      tell(entry.stop.signal.aborted ? { status: 'cancelled' } : { status: 'failed', error: toWireError(error) })
    }
  }

  /** Fetches a repository's model into the data folder and adds it to the library. Returns its folder. */
  async fetchModel(
    repo: string,
    signal: AbortSignal,
    onProgress: (bytes: number, total: number) => void,
  ): Promise<string> {
    const revision = CATALOGUE.find((c) => c.repo === repo)?.revision ?? 'main'
    const { sha, siblings } = await describeRepo(repo, revision, signal)
    const files = siblings.filter((f) => WANTED.test(f.rfilename))
    if (!files.some((f) => f.rfilename.endsWith('.safetensors')))
      throw new LabError('model.no-weights', `${repo}: has no .safetensors files; choose a model that has`, { repo })
    const folder = join(this.context.home, 'models', repo.replace('/', '--'))
    await mkdir(folder, { recursive: true })
    const total = files.reduce((n, f) => n + sizeOf(f), 0)
    let before = 0
    let told = 0
    for (const file of files) {
      await fetchFile(repo, sha, file, folder, signal, (bytes) => {
        if (performance.now() - told < TELL_EVERY_MS) return
        told = performance.now()
        onProgress(before + bytes, total)
      })
      before += sizeOf(file)
      onProgress(before, total)
    }
    await this.models.add(folder, basename(repo))
    return folder
  }
}

const endpoint = (): string => (process.env['HF_ENDPOINT'] ?? 'https://huggingface.co').replace(/\/$/, '')
const sizeOf = (file: RemoteFile): number => file.lfs?.size ?? file.size ?? 0

async function describeRepo(
  repo: string,
  revision: string,
  signal: AbortSignal,
): Promise<z.output<typeof modelSchema>> {
  const response = await ask(`${endpoint()}/api/models/${repo}/revision/${revision}?blobs=true`, { signal })
  if (response.status === 401 || response.status === 403 || response.status === 404)
    throw new LabError(
      'model.not-on-hub',
      `${repo}: the Hub has no such public model (status ${response.status}); check the name, or fetch it yourself and open its folder`,
      { repo },
    )
  if (!response.ok)
    throw new LabError('host.download', `${repo}: the Hub answered ${response.status}; try again later`, { repo })
  const parsed = modelSchema.safeParse(await response.json())
  if (!parsed.success)
    throw new LabError(
      'host.download',
      `${repo}: the Hub's answer is not understood (${parsed.error.issues[0]?.path.join('.') ?? ''})`,
      { repo },
    )
  return parsed.data
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw new LabError(
      'host.download',
      `${new URL(url).host} cannot be reached (${((cause as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error).message}); check the network and try again, what was fetched is kept`,
      {},
      { cause },
    )
  }
}

/** Fetches one file, going on where an earlier attempt was cut; wrong content is thrown away and fetched once more. */
async function fetchFile(
  repo: string,
  revision: string,
  file: RemoteFile,
  folder: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const target = join(folder, file.rfilename)
  const size = sizeOf(file)
  if ((await stat(target).catch(() => null))?.size === size && (await matches(target, file, size))) return
  const part = `${target}.part`
  let mismatches = 0
  for (let attempt = 1; ; attempt++) {
    try {
      await fetchRest(`${endpoint()}/${repo}/resolve/${revision}/${file.rfilename}`, part, size, signal, onBytes)
    } catch (error) {
      if (signal.aborted || attempt >= ATTEMPTS) throw error
      continue
    }
    if (await matches(part, file, size)) break
    await rm(part, { force: true })
    if (++mismatches === 2)
      throw new LabError(
        'host.checksum',
        `${repo}, ${file.rfilename}: what arrived is not what the Hub lists (checksum differs, twice); nothing of it was kept, try again later`,
        { repo, file: file.rfilename },
      )
  }
  await rename(part, target)
}

async function fetchRest(
  url: string,
  part: string,
  size: number,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const have = (await stat(part).catch(() => null))?.size ?? 0
  if (have === size && size > 0) return
  const start = have < size ? have : 0
  const response = await ask(url, { signal, headers: start > 0 ? { Range: `bytes=${start}-` } : {} })
  if (!response.ok || !response.body)
    throw new LabError('host.download', `${url}: answered ${response.status}; try again later`, {})
  // a server that ignores the range sends everything again
  let at = response.status === 206 ? start : 0
  const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      at += chunk.length
      onBytes(at)
      yield chunk
    }
  }
  await pipeline(
    response.body as AsyncIterable<Uint8Array>,
    counted,
    createWriteStream(part, { flags: response.status === 206 ? 'a' : 'w' }),
  )
  if (at !== size)
    throw new LabError(
      'host.download',
      `${url}: ended after ${at} of ${size} bytes; try again, what was fetched is kept`,
      {},
    )
}

/** Large files are listed with their SHA-256, small ones with git's SHA-1 of "blob SIZE\0" and the content. */
async function matches(path: string, file: RemoteFile, size: number): Promise<boolean> {
  const hash: Hash = file.lfs?.sha256 === undefined ? createHash('sha1').update(`blob ${size}\0`) : createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  const wanted = file.lfs?.sha256 ?? file.blobId
  return wanted === undefined || hash.digest('hex') === wanted
}
