import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { openModel, type OpenedModel } from '../models/open-model'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'

const KEPT = 32

interface Open {
  readonly model: OpenedModel
  /** Equal while its files hold the same, also for another process. */
  readonly stamp: string
  /** Equal while nobody has touched its files since they were opened here: asked at every preview. */
  readonly touched: string
  readonly loadTokenizer: () => Promise<ModelTokenizer>
}

/** The models that were opened last, read again where their files have changed. */
export class OpenModels {
  private readonly held = new LRUCache<string, Open>({ max: KEPT })

  /** Reads no more than a header. */
  async open(path: string): Promise<Open> {
    const held = this.held.get(path)
    if (held && (await touchedAt(held.model).catch(() => null)) === held.touched) return held
    const model = await openModel(path)
    const loadTokenizer = (): Promise<ModelTokenizer> =>
      model.loadTokenizer().catch((error: unknown) => {
        // one that failed may be mended: the model is opened anew
        this.held.delete(path)
        throw error
      })
    const touched = await touchedAt(model)
    const open = { model, stamp: await stampOf(model), touched, loadTokenizer }
    this.held.set(path, open)
    return open
  }
}

const BESIDE = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']

/** Of each tensor its first bytes, its last, and some in its middle. */
const SAMPLE_BYTES = 256

/**
 * Sizes, times and inodes of everything that was read, and samples of every tensor: a changed file is read again, also one
 * that was replaced under the same size and time.
 */
async function stampOf(opened: OpenedModel): Promise<string> {
  const byFile = Map.groupBy(opened.weights, (w) => w.file)
  const hash = createHash('sha256')
  for (const file of [...byFile.keys()].sort()) {
    hash.update(await factsOf(file))
    const handle = await open(file, 'r')
    try {
      for (const { offset, bytes } of byFile.get(file) ?? []) {
        const size = Math.min(SAMPLE_BYTES, bytes)
        for (const at of new Set([0, Math.floor((bytes - size) / 2), bytes - size])) {
          const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, offset + at)
          hash.update(buffer.subarray(0, bytesRead))
        }
      }
    } finally {
      await handle.close()
    }
  }
  for (const file of besides(opened)) hash.update(await factsOf(file).catch(() => `${basename(file)} is not there`))
  return hash.digest('hex')
}

/** As `stampOf`, without a look into the files: their time of change, which nobody can put back, tells of every write. */
async function touchedAt(opened: OpenedModel): Promise<string> {
  const changed = async (file: string): Promise<string> => `${await factsOf(file)} ${(await stat(file)).ctimeMs}`
  const weights = [...new Set(opened.weights.map((w) => w.file))].map(changed)
  const others = besides(opened).map((file) => changed(file).catch(() => 'not there'))
  return JSON.stringify(await Promise.all([...weights, ...others]))
}

const besides = ({ format, path }: OpenedModel): readonly string[] =>
  format === 'safetensors' ? BESIDE.map((name) => join(path, name)) : []

async function factsOf(file: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(file)
  return JSON.stringify([file, size, mtimeMs, ino])
}
