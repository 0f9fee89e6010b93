import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { FolderListing, PathKind } from '../../src-preload/contract/host'
import type { SuggestedModel } from '../../src-preload/contract/model'
import { LabError } from '../../src-preload/contract/errors'
import { resourceFile } from '../system/package-files'

const FILES: Readonly<Record<PathKind, RegExp | null>> = {
  model: /\.gguf$/i,
  documents: /\.(jsonl|ndjson|json|csv|tsv|parquet|txt|ya?ml)(\.gz)?$/i,
  database: /\.(db|zip)$/i,
  folder: null,
}

/** One folder of this computer, with what can be chosen in it. Nothing is opened or changed. */
export async function browse(path: string | undefined, kinds: PathKind): Promise<FolderListing> {
  const folder = resolve(path ?? homedir())
  const names = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new LabError(
      'host.folder',
      `${folder}: cannot be read (${cause.code ?? cause.message}); choose another folder`,
      { path: folder },
      { cause },
    )
  })
  const entries: FolderListing['entries'][number][] = []
  for (const entry of names) {
    if (entry.name.startsWith('.')) continue
    const full = join(folder, entry.name)
    const info = await stat(full).catch(() => null)
    if (!info) continue
    if (info.isDirectory())
      entries.push({
        name: entry.name,
        path: full,
        kind: kinds === 'model' && (await isModelFolder(full)) ? 'model' : 'folder',
        bytes: null,
      })
    else if (FILES[kinds]?.test(entry.name) === true)
      entries.push({ name: entry.name, path: full, kind: kinds === 'model' ? 'model' : 'file', bytes: info.size })
  }
  const rank = { model: 0, file: 1, folder: 2 } as const
  entries.sort((a, b) => rank[a.kind] - rank[b.kind] || a.name.localeCompare(b.name))
  const parent = dirname(folder)
  const isModel = kinds === 'model' && (await isModelFolder(folder))
  return { path: folder, parent: parent === folder ? null : parent, isModel, entries }
}

async function isModelFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => [])
  return names.includes('config.json') && names.some((n) => n.endsWith('.safetensors'))
}

/** Models that lie where models usually lie: bundled ones, the Hub's cache, downloads of ours. */
export async function suggestModels(home: string, known: readonly string[]): Promise<SuggestedModel[]> {
  const found: SuggestedModel[] = []
  const add = async (name: string, path: string): Promise<void> => {
    if (!known.includes(path) && ((await isModelFolder(path)) || path.endsWith('.gguf'))) found.push({ name, path })
  }
  for (const folder of [resourceFile('models'), join(home, 'models')]) {
    for (const name of await readdir(folder).catch(() => [])) await add(name, join(folder, name))
  }
  const hub =
    process.env['HF_HUB_CACHE'] ?? join(process.env['HF_HOME'] ?? join(homedir(), '.cache', 'huggingface'), 'hub')
  for (const repo of (await readdir(hub).catch(() => [])).filter((n) => n.startsWith('models--'))) {
    for (const snapshot of await readdir(join(hub, repo, 'snapshots')).catch(() => []))
      await add(repo.split('--').slice(1).join('/'), join(hub, repo, 'snapshots', snapshot))
  }
  return found
}
