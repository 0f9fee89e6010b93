import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { LibraryModel, ModelInfo } from '../../src-preload/contract/model'
import { LabError } from '../../src-preload/contract/errors'
import { modelCost } from '../engine/model/model-cost'
import { planEngines } from '../experiments/memory-plan'
import { fingerprint } from '../models/fingerprint'
import { resourceFile } from '../system/package-files'
import { openModel, type OpenedModel } from '../models/open-model'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import type { Context, Machine } from '../home/context'

/** A model whose content is known: ready to be run. */
export interface IdentifiedModel {
  readonly name: string
  readonly opened: OpenedModel
  readonly tokenizer: ModelTokenizer
  readonly fingerprint: string
  readonly info: Omit<ModelInfo, 'fits'>
}

const MODELS_KEPT_OPEN = 32

export class ModelService {
  constructor(private readonly context: Context) {}

  /**
   * Opens a model by its library name or its path, and reads it in full once (its fingerprint is remembered while its files
   * stay untouched).
   *
   * @param onRead bytes read of bytes in all, while the fingerprint is being made
   */
  async identify(nameOrPath: string, onRead?: (done: number, total: number) => void): Promise<IdentifiedModel> {
    const registered = this.context.models.find(nameOrPath)
    const path = registered?.path ?? nameOrPath
    if (registered && !(await exists(path))) {
      throw new LabError(
        'model.not-found',
        `${path}: the model ${registered.name} is no longer there; add it again from where it is now`,
        { path },
      )
    }
    const opened = await this.open(path)
    const tokenizer = await this.tokenizer(path, opened)
    const stamp = await stampOf(opened)
    let content = this.context.models.stampedFingerprint(opened.path, stamp)
    if (content === undefined) {
      content = await fingerprint(opened, (done) => onRead?.(done, opened.bytesOnDisk))
      this.context.models.stampFingerprint(opened.path, stamp, content)
    }
    const name = registered?.name ?? opened.name
    const info = describe(name, opened, tokenizer, content)
    this.context.models.remember(info)
    return { name, opened, tokenizer, fingerprint: content, info }
  }

  async inspect(nameOrPath: string, onRead?: (done: number, total: number) => void): Promise<ModelInfo> {
    const { info, opened } = await this.identify(nameOrPath, onRead)
    return { ...info, fits: fits(opened, this.context.machine()) }
  }

  /** Reads no more than a header. */
  async countLayers(nameOrPath: string): Promise<number> {
    return this.context.models.find(nameOrPath)?.info.nLayers ?? (await openModel(nameOrPath)).graph.shape.nLayers
  }

  /** Registers a model under a name; its files stay where they are. */
  async add(path: string, name?: string): Promise<ModelInfo> {
    const model = await this.identify(resolve(path))
    const chosen = name ?? basename(path, extname(path).toLowerCase() === '.gguf' ? extname(path) : '')
    this.context.models.add(chosen, resolve(path), model.fingerprint)
    return { ...model.info, name: chosen, fits: fits(model.opened, this.context.machine()) }
  }

  async list(): Promise<LibraryModel[]> {
    return Promise.all(
      this.context.models.list().map(async ({ name, path, fingerprint: content, info, nRuns }) => {
        // header only: whether it fits is known before anything is loaded
        const opened = await this.open(path).catch(() => null)
        const fitting = opened
          ? fits(opened, this.context.machine())
          : { fits: false, bytes: 0, budgetBytes: 0, why: `${path}: is no longer there, or has changed` }
        return {
          ...info,
          name,
          path,
          fingerprint: content,
          fits: fitting,
          missing: opened === null,
          bundled: path.startsWith(resourceFile('models')),
          nRuns,
        }
      }),
    )
  }

  /** Puts the models that come with Atelier into a library that nothing was done with yet; follows them where the app has moved. */
  async adoptBundled(): Promise<void> {
    const registered = this.context.models.list()
    const isFresh = registered.length === 0 && this.context.runs.list({}).length === 0
    for (const path of await this.bundled()) {
      const held = registered.find((m) => basename(m.path) === basename(path))
      if (held ? !(await exists(held.path)) : isFresh) await this.add(path, held?.name ?? basename(path))
    }
  }

  /** The folders of the models that come with Atelier. */
  async bundled(): Promise<string[]> {
    return (await readdir(resourceFile('models')).catch(() => [])).map((name) => resourceFile('models', name))
  }

  rename(name: string, to: string): void {
    this.context.models.rename(name, to)
  }

  /** Tells where a model of the library is now. Throws `model.changed` where the files there are others. */
  async locate(name: string, path: string): Promise<ModelInfo> {
    const registered = this.context.models.find(name)
    if (!registered) throw new LabError('store.unknown-model', `the library has no model ${name}`, { name })
    const model = await this.identify(resolve(path))
    if (model.fingerprint !== registered.fingerprint) {
      throw new LabError(
        'model.changed',
        `${path}: is another model than ${name} (its content differs); add it under a name of its own`,
        { path, name },
      )
    }
    this.context.models.add(name, resolve(path), model.fingerprint)
    return { ...model.info, name, fits: fits(model.opened, this.context.machine()) }
  }

  private readonly opened = new Map<
    string,
    { readonly stamp: string; readonly model: OpenedModel; tokenizer?: Promise<ModelTokenizer> }
  >()

  /** Opens a model, or takes the one opened before while its files are untouched. */
  private async open(path: string): Promise<OpenedModel> {
    const held = this.opened.get(path)
    if (held && (await stampOf(held.model).catch(() => null)) === held.stamp) return held.model
    const model = await openModel(path)
    this.opened.set(path, { stamp: await stampOf(model), model })
    if (this.opened.size > MODELS_KEPT_OPEN) this.opened.delete(this.opened.keys().next().value as string)
    return model
  }

  private tokenizer(path: string, model: OpenedModel): Promise<ModelTokenizer> {
    const held = this.opened.get(path)
    if (!held) return model.loadTokenizer()
    held.tokenizer ??= model.loadTokenizer()
    return held.tokenizer
  }

  /** Forgets a model's name. Its files and its runs stay. */
  remove(name: string): void {
    if (!this.context.models.remove(name))
      throw new LabError('store.unknown-model', `the library has no model ${name}; atelier models list shows them`, {
        name,
      })
  }
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null

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

function fits(opened: Pick<OpenedModel, 'graph'>, { memoryBytes: budget, cores }: Machine): ModelInfo['fits'] {
  try {
    const plan = planEngines(modelCost(opened.graph), 8, { memoryBytes: budget, cores })
    const how = plan.layout === 'prepacked' ? 'weights laid out for speed' : 'weights mapped from disk'
    return {
      fits: true,
      bytes: plan.bytes,
      budgetBytes: budget,
      why: `${plan.nEngines} x ${plan.threads} threads, ${how}, about ${(plan.bytes / 1e9).toFixed(2)} GB of ${(budget / 1e9).toFixed(2)} GB`,
    }
  } catch (error) {
    if (error instanceof LabError && error.code === 'engine.memory')
      return { fits: false, bytes: Number(error.data['bytes'] ?? 0), budgetBytes: budget, why: error.message }
    throw error
  }
}

function describe(
  name: string,
  opened: OpenedModel,
  tokenizer: ModelTokenizer,
  content: string,
): Omit<ModelInfo, 'fits'> {
  const { kind, vocabularySize, addsBos, fingerprint: tokenizerFingerprint } = tokenizer
  return {
    name,
    path: opened.path,
    format: opened.format,
    family: opened.graph.family,
    ...opened.graph.shape,
    precision: opened.precision,
    parameters: opened.parameters,
    bytesOnDisk: opened.bytesOnDisk,
    bytesInMemory: modelCost(opened.graph).weightBytes,
    tokenizer: { kind, vocabularySize, addsBos, fingerprint: tokenizerFingerprint },
    fingerprint: content,
  }
}
