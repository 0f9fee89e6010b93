import { readdir, readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { z } from 'zod'
import { LabError } from '../../../src-preload/contract/errors'
import { readSafetensorsHeader } from './safetensors'
import type { TensorEntry } from './tensor-entry'

const SINGLE = 'model.safetensors'
const INDEX = 'model.safetensors.index.json'
const MAX_JSON_BYTES = 50_000_000
const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) })

/**
 * Any JSON file of a model's folder, up to 50 MB.
 *
 * @throws `model.missing-file`, `model.json`
 */
export async function readJson(folder: string, name: string): Promise<unknown> {
  const file = join(folder, name)
  const text = await readText(file)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LabError('model.json', `${file}: is no valid JSON (${(cause as Error).message})`, { file }, { cause })
  }
}

async function readText(file: string): Promise<string> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile())
    throw new LabError(
      'model.missing-file',
      `${file}: is missing; a model folder needs config.json, tokenizer.json and .safetensors weights`,
      { file },
    )
  if (found.size > MAX_JSON_BYTES)
    throw new LabError(
      'model.json',
      `${file}: has ${found.size} bytes, too large for a model's JSON (at most ${MAX_JSON_BYTES})`,
      { file },
    )
  return readFile(file, 'utf8')
}

const exists = async (file: string): Promise<boolean> => (await stat(file).catch(() => null))?.isFile() ?? false

/**
 * The tensors of a Hugging Face folder: one .safetensors file, or several, with their index or without. Links are followed.
 *
 * @throws `model.missing-file`, `model.missing-tensor`, `model.index`, `model.json`, and as `readSafetensorsHeader`
 */
export async function readFolderTensors(folder: string): Promise<TensorEntry[]> {
  if (await exists(join(folder, SINGLE))) return readSafetensorsHeader(join(folder, SINGLE))
  if (!(await exists(join(folder, INDEX)))) {
    const shards = (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort()
    if (shards.length > 0) return readShards(folder, shards)
    throw new LabError(
      'model.missing-file',
      `${folder}: has neither ${SINGLE} nor ${INDEX}; Atelier reads safetensors weights`,
      { file: SINGLE },
    )
  }
  const parsed = indexSchema.safeParse(await readJson(folder, INDEX))
  if (!parsed.success)
    throw new LabError(
      'model.index',
      `${join(folder, INDEX)}: has no usable weight_map (${parsed.error.issues[0]?.path.join('.') ?? ''})`,
      {},
    )
  const placed = Object.entries(parsed.data.weight_map)
  const files = [...new Set(placed.map(([, file]) => file))]
  for (const file of files) {
    if (posix.basename(file) !== file || /[\\/:\0]/.test(file) || file === '..' || !file.endsWith('.safetensors')) {
      throw new LabError(
        'model.index',
        `${join(folder, INDEX)}: names ${JSON.stringify(file)}, which is not a .safetensors file inside the folder`,
        { file },
      )
    }
  }
  const entries = await readShards(folder, files)
  const inFile = new Map(entries.map((e) => [`${e.file}\0${e.name}`, e]))
  for (const [name, file] of placed) {
    if (!inFile.has(`${join(folder, file)}\0${name}`))
      throw new LabError(
        'model.missing-tensor',
        `${join(folder, file)}: lacks the tensor ${name} that the index places there`,
        { tensor: name },
      )
  }
  return entries
}

/** The tensors of several files, each in one of them. */
async function readShards(folder: string, files: readonly string[]): Promise<TensorEntry[]> {
  const entries: TensorEntry[] = []
  for (const file of files) {
    if (!(await exists(join(folder, file))))
      throw new LabError('model.missing-file', `${join(folder, file)}: is missing, the index names it`, { file })
    entries.push(...(await readSafetensorsHeader(join(folder, file))))
  }
  if (new Set(entries.map((e) => e.name)).size !== entries.length)
    throw new LabError('model.index', `${folder}: a tensor is stored in more than one file`, {})
  return entries
}

/** As `readJson`, of a file that may be absent; {} where it is, or holds no object. */
export async function readOptionalJson(folder: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const found = await stat(join(folder, name)).catch(() => null)
  if (!found) return {}
  const value = await readJson(folder, name)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
