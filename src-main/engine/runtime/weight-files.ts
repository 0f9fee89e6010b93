import { mkdir, open, readdir, realpath, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { FrozenModel } from '../model/frozen-model'
import { bytesOf } from '../graph/graph-builder'
import { isAlive } from '../../system/is-alive'
import type { WeightFiles } from './runtime'

/** Where dequantised weights may be kept. */
export interface WeightCache {
  readonly folder: string
  /** All files together; the least recently used go first. */
  readonly capBytes: number
}

const ALIGNMENT = 64
const DISK_RESERVE_BYTES = 500_000_000

/**
 * Finds a float32 file for every weight: the model's own files where they hold float32, else a file in the cache, made now
 * if it is not there. Returns null where neither is possible (cache too small, disk full): then the weights go to the
 * runtime in memory.
 *
 * @param onProgress bytes written so far and in all
 * @throws `model.nan`, `model.truncated` of the model's own files
 */
export async function placeWeights(
  model: FrozenModel,
  cache: WeightCache,
  onProgress: (done: number, total: number) => void,
): Promise<WeightFiles | null> {
  return (await placeInOwnFiles(model)) ?? (await placeInCache(model, cache, onProgress))
}

async function placeInOwnFiles(model: FrozenModel): Promise<WeightFiles | null> {
  const mapped = model.graph.weights.map((w) => ({ name: w.name, place: model.weights.mapped(w.name) }))
  if (mapped.some((m) => m.place === null)) return null
  // links are resolved: the runtime refuses files outside its folder, and a Hub cache keeps its blobs elsewhere
  const real = new Map<string, string>()
  for (const { place } of mapped) if (place && !real.has(place.file)) real.set(place.file, await realpath(place.file))
  const folder = [...real.values()].map(dirname).reduce(commonParent)
  const places: Record<string, { location: string; offset: number; bytes: number }> = {}
  for (const { name, place } of mapped) {
    if (place)
      places[name] = {
        location: relative(folder, real.get(place.file) as string),
        offset: place.offset,
        bytes: place.bytes,
      }
  }
  return { folder, places }
}

function commonParent(a: string, b: string): string {
  const right = b.split(sep)
  const shared = a
    .split(sep)
    .filter((part, i, all) => right[i] === part && all.slice(0, i).every((p, j) => p === right[j]))
  return shared.join(sep) || sep
}

async function placeInCache(
  model: FrozenModel,
  cache: WeightCache,
  onProgress: (done: number, total: number) => void,
): Promise<WeightFiles | null> {
  const location = `${model.fingerprint}.f32`
  const file = join(cache.folder, location)
  const places: Record<string, { location: string; offset: number; bytes: number }> = {}
  let total = 0
  for (const weight of model.graph.weights) {
    const bytes = weight.shape.reduce((a, b) => a * b, 4)
    places[weight.name] = { location, offset: total, bytes }
    total += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
  }
  const held = await stat(file).catch(() => null)
  if (held?.size === total) {
    const now = new Date()
    await utimes(file, now, now)
    return { folder: cache.folder, places }
  }
  if (total > cache.capBytes) return null
  await mkdir(cache.folder, { recursive: true })
  await makeRoom(cache, total)
  const { bavail, bsize } = await statfs(cache.folder)
  if (bavail * bsize < total + DISK_RESERVE_BYTES) return null

  const temporary = join(cache.folder, `.${model.fingerprint}.${process.pid}.tmp`)
  try {
    const handle = await open(temporary, 'w')
    try {
      for (const weight of model.graph.weights) {
        const place = places[weight.name] as { offset: number; bytes: number }
        const bytes = bytesOf(await model.weights.read(weight.name))
        for (let at = 0; at < bytes.length;)
          at += (await handle.write(bytes, at, Math.min(bytes.length - at, 1 << 30), place.offset + at)).bytesWritten
        onProgress(place.offset + place.bytes, total)
      }
      await handle.truncate(total)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return null
    throw error
  }
  return { folder: cache.folder, places }
}

/** Whether a file of the cache is one that a living engine is making. */
export function isBeingWritten(name: string): boolean {
  const builder = /\.(\d+)\.tmp$/.exec(name)?.[1]
  return builder !== undefined && isAlive(Number(builder))
}

/** Removes the least recently used files, and leftovers of builds that died, until `bytes` fit under the cap. */
async function makeRoom(cache: WeightCache, bytes: number): Promise<void> {
  const files = []
  for (const name of await readdir(cache.folder)) {
    const path = join(cache.folder, name)
    const found = await stat(path).catch(() => null)
    if (!found?.isFile()) continue
    if (name.endsWith('.tmp') && !isBeingWritten(name)) await rm(path, { force: true })
    else if (name.endsWith('.f32')) files.push({ path, size: found.size, used: found.mtimeMs })
  }
  files.sort((a, b) => a.used - b.used)
  let sum = files.reduce((n, f) => n + f.size, 0)
  for (const file of files) {
    if (sum + bytes <= cache.capBytes) return
    await rm(file.path, { force: true })
    sum -= file.size
  }
}
