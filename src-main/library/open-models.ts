import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { openModel, type OpenedModel } from '../models/open-model'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'

const KEPT = 32

interface Open {
  readonly model: OpenedModel
  /** Equal while its files are untouched. */
  readonly stamp: string
  readonly loadTokenizer: () => Promise<ModelTokenizer>
}

/** The models that were opened last, read again where their files have changed. */
export class OpenModels {
  private readonly held = new LRUCache<string, Open>({ max: KEPT })

  /** Reads no more than a header. */
  async open(path: string): Promise<Open> {
    const held = this.held.get(path)
    if (held && (await stampOf(held.model).catch(() => null)) === held.stamp) return held
    const model = await openModel(path)
    const loadTokenizer = (): Promise<ModelTokenizer> =>
      model.loadTokenizer().catch((error: unknown) => {
        // one that failed may be mended: the model is opened anew
        this.held.delete(path)
        throw error
      })
    const open = { model, stamp: await stampOf(model), loadTokenizer }
    this.held.set(path, open)
    return open
  }
}

/** Sizes, times and inodes of everything that was read: a changed file is read again. */
async function stampOf(opened: OpenedModel): Promise<string> {
  const files = new Set(opened.weights.map((w) => w.file))
  if (opened.format === 'safetensors') files.add(join(opened.path, 'config.json'))
  const stamps = await Promise.all(
    [...files].sort().map(async (file) => {
      const s = await stat(file)
      return [file, s.size, s.mtimeMs, s.ino]
    }),
  )
  return JSON.stringify(stamps)
}
