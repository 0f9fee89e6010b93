import { readdir, stat } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import type { LibraryModel, ModelInfo } from '../../src-preload/contract/model'
import { LabError } from '../../src-preload/contract/errors'
import { modelCost } from '../engine/model/model-cost'
import { fingerprint } from '../models/fingerprint'
import { resourceFile } from '../system/package-files'
import type { OpenedModel } from '../models/open-model'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import type { Context } from '../home/context'
import { fits } from './model-fit'
import { OpenModels } from './open-models'

/** A model whose content is known: ready to be run. */
export interface IdentifiedModel {
  readonly name: string
  readonly opened: OpenedModel
  readonly tokenizer: ModelTokenizer
  readonly fingerprint: string
  readonly info: Omit<ModelInfo, 'fits'>
}

type Needs = Pick<Context, 'models' | 'runs' | 'machine'>

/** The library: models by name, their files left where they are. */
export class ModelService {
  private readonly opened = new OpenModels()

  constructor(private readonly context: Needs) {}

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
    const { model: opened, stamp, loadTokenizer } = await this.opened.open(path)
    const tokenizer = await loadTokenizer()
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

  /** Where a model that was used before is now: where it was, else where the library has the same content. */
  async locateAgain(path: string, content: string): Promise<string> {
    if (await exists(path)) return path
    return this.context.models.list().find((m) => m.fingerprint === content)?.path ?? path
  }

  async inspect(nameOrPath: string, onRead?: (done: number, total: number) => void): Promise<ModelInfo> {
    const { info, opened } = await this.identify(nameOrPath, onRead)
    return { ...info, fits: fits(opened, this.context.machine()) }
  }

  /** Reads no more than a header. */
  async countLayers(nameOrPath: string): Promise<number> {
    const registered = this.context.models.find(nameOrPath)
    return registered?.info.nLayers ?? (await this.opened.open(nameOrPath)).model.graph.shape.nLayers
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
        const opened = await this.opened.open(path).catch(() => null)
        const fitting = opened
          ? fits(opened.model, this.context.machine())
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
    const isFresh = registered.length === 0 && this.context.runs.entries.isEmpty()
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

  /** Forgets a model's name. Its files and its runs stay. */
  remove(name: string): void {
    if (!this.context.models.remove(name))
      throw new LabError('store.unknown-model', `the library has no model ${name}; atelier models list shows them`, {
        name,
      })
  }
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null

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
    ...(opened.nLayersInFile > opened.graph.shape.nLayers ? { nLayersInFile: opened.nLayersInFile } : {}),
    precision: opened.precision,
    parameters: opened.parameters,
    bytesOnDisk: opened.bytesOnDisk,
    bytesInMemory: modelCost(opened.graph).weightBytes,
    tokenizer: { kind, vocabularySize, addsBos, fingerprint: tokenizerFingerprint },
    fingerprint: content,
  }
}
