import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Experiment } from '../../src-preload/contract/experiment'
import type { TaskEntry, TaskPreviewRow } from '../../src-preload/contract/task'
import { LabError } from '../../src-preload/contract/errors'
import { textRequest, type TokenRequest } from '../../src-preload/contract/request'
import { requestHash } from '../store/request-hash'
import { selectDocuments } from '../experiments/select-documents'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import { readDocuments, scorable } from '../tasks/documents'
import { encodePair } from '../tasks/encode'
import { BUILT_IN } from '../tasks/built-in'
import { bundledTasks, findTask } from '../tasks/registry'
import type { Task } from '../tasks/task'
import type { Dataset, SetDocument } from '../store/document-store'
import type { StoredTask } from '../store/run/run-records'
import type { Context } from '../home/context'

/** A task's documents, tokenised for one model. */
export interface PreparedTask {
  readonly task: Task
  /** The file that the documents were imported from. */
  readonly source: string
  readonly nDocsTotal: number
  readonly fingerprint: string
  readonly documents: readonly (SetDocument & { readonly requests: readonly TokenRequest[] })[]
}

/** How texts become token ids. */
export interface Encoding {
  readonly tokenizer: ModelTokenizer
  readonly addBos: boolean
  readonly nCtx: number
  /** What is asked: the task's requests, or each document's text with its right answer as a whole. */
  readonly asks: 'requests' | 'text'
}

/** One entry of an experiment's tasks. */
export interface TaskChoice {
  readonly task: string
  readonly data?: string | undefined
}

export const taskChoices = (experiment: Experiment): TaskChoice[] =>
  experiment.tasks.map((t) => (typeof t === 'string' ? { task: t } : t))

export class TaskService {
  constructor(private readonly context: Context) {}

  /** Bundled tasks first, then the built-in ones; people's own stand in their runs. */
  async list(): Promise<TaskEntry[]> {
    const bundled = await Promise.all(
      bundledTasks().map(async ({ name, path }) => {
        const { task, dataset } = await this.load({ task: path })
        return entry({ ...task, id: name }, dataset, true)
      }),
    )
    return [...bundled, ...BUILT_IN.map((task) => entry(task, this.context.documents.latestDataset(task.id), false))]
  }

  /** Reads a file of documents for a task: all of it, or nothing. */
  async importDocuments(name: string, path: string): Promise<{ readonly nDocs: number }> {
    return { nDocs: (await this.load({ task: name, data: path })).dataset.nDocs }
  }

  /** Documents as the model is asked about them. */
  async preview(
    name: string,
    offset: number,
    limit: number,
  ): Promise<{ readonly nDocs: number; readonly rows: readonly TaskPreviewRow[] }> {
    const { task, dataset } = await this.load({ task: name })
    const ids = this.context.documents.datasetIds(dataset.id)
    const rows = ids
      .slice(offset, offset + limit)
      .map((id, i) => ({ docId: offset + i, ...asRead(task, this.context.documents.document(id)) }))
    return { nDocs: ids.length, rows }
  }

  /** Finds a task and its documents: from `data` (imported now), from its own definition, or as imported before. */
  async load({ task: name, data }: TaskChoice): Promise<{ task: Task; dataset: Dataset }> {
    const task = await findTask(name)
    if (data !== undefined) return { task, dataset: await this.import(task, resolve(data)) }
    if (task.dataFile !== undefined) return { task, dataset: await this.importUnchanged(task, resolve(task.dataFile)) }
    const dataset = this.context.documents.latestDataset(datasetKey(task))
    if (dataset) return { task, dataset }
    const { dataset: source, split } = task.source
    throw new LabError(
      'task.no-documents',
      `${task.id} has no documents yet: give a file with --data ${name}=FILE (published as ${source}, ${split})`,
      { task: task.id },
    )
  }

  private async import(task: Task, path: string): Promise<Dataset> {
    return this.context.documents.importDataset(datasetKey(task), path, await readDocuments(task, path))
  }

  /** As `import`, but a file that is as it was when it was read last is not read again. */
  private async importUnchanged(task: Task, path: string): Promise<Dataset> {
    const stamp = await stat(path).then(
      ({ size, mtimeMs }) => `${taskFingerprint(task)} ${size} ${mtimeMs}`,
      () => undefined,
    )
    const held = this.imported.get(path)
    if (held && held.stamp === stamp) return held.dataset
    const dataset = await this.import(task, path)
    if (stamp !== undefined) this.imported.set(path, { stamp, dataset })
    return dataset
  }

  private readonly imported = new Map<string, { readonly stamp: string; readonly dataset: Dataset }>()

  /** Tokenises the documents that an experiment takes, and gives every request its id in the store. */
  async prepare(choice: TaskChoice, experiment: Experiment, encoding: Encoding): Promise<PreparedTask> {
    const { task, dataset } = await this.load(choice)
    const key = JSON.stringify([
      encoding.tokenizer.fingerprint,
      encoding.addBos,
      encoding.nCtx,
      encoding.asks,
      taskFingerprint(task),
      dataset.id,
      experiment.limit,
      experiment.sample,
    ])
    const prepared =
      this.prepared.get(key) ??
      (async () => {
        const ids = this.context.documents.datasetIds(dataset.id)
        const rows = selectDocuments(ids.length, experiment).map((docId) => ({
          docId,
          documentId: ids[docId] as number,
          row: this.context.documents.document(ids[docId] as number),
        }))
        return {
          task,
          source: dataset.path,
          nDocsTotal: dataset.nDocs,
          fingerprint: taskFingerprint(task),
          documents: await this.encode(task, rows, encoding),
        }
      })()
    this.prepared.delete(key)
    this.prepared.set(key, prepared)
    prepared.catch(() => this.prepared.delete(key))
    const done = await prepared
    await this.forgetOldest()
    return { ...done, source: dataset.path }
  }

  /** Tokenised documents asked for last: a preview and the run it is for share them. */
  private readonly prepared = new Map<string, Promise<PreparedTask>>()

  /** The task asked for last is kept whatever its size. */
  private async forgetOldest(): Promise<void> {
    let kept = 0
    for (const [i, [key, prepared]] of [...this.prepared].reverse().entries()) {
      kept += await prepared.then(
        (p) => p.documents.length,
        () => 0,
      )
      if (i > 0 && kept > DOCUMENTS_KEPT_PREPARED) this.prepared.delete(key)
    }
  }

  /** As `prepare`, for the documents that a stored run was started with, wherever their file is now. */
  async prepareStored(choice: TaskChoice, stored: StoredTask, encoding: Encoding): Promise<PreparedTask> {
    const task = await findTask(choice.task)
    const before = this.context.documents.readSet(stored.docSetId)
    const rows = before.map(({ docId, documentId }) => ({
      docId,
      documentId,
      row: this.context.documents.document(documentId),
    }))
    const documents = await this.encode(task, rows, encoding)
    const ids = (set: readonly SetDocument[]): string => set.flatMap((d) => d.requestIds).join()
    if (taskFingerprint(task) !== stored.fingerprint || ids(documents) !== ids(before)) {
      throw new LabError(
        'task.changed',
        `the task ${stored.task} asks other questions than when the run was started; start a new run`,
        { task: stored.task },
      )
    }
    return { task, source: stored.source, nDocsTotal: stored.nDocsTotal, fingerprint: stored.fingerprint, documents }
  }

  private async encode(
    task: Task,
    rows: readonly { docId: number; documentId: number; row: unknown }[],
    encoding: Encoding,
  ): Promise<PreparedTask['documents']> {
    const documents: (Omit<SetDocument, 'requestIds'> & { requests: readonly TokenRequest[] })[] = []
    for (const { docId, documentId, row } of rows) {
      documents.push({ docId, documentId, ...(await ask(task, row, encoding, `${task.id}, document ${docId}`)) })
    }
    const ids = this.context.scores.requestIds(documents.flatMap((d) => d.requests.map(requestHash)))
    let at = 0
    return documents.map((d) => ({ ...d, requestIds: ids.slice(at, (at += d.requests.length)) }))
  }
}

/** What a model is asked about a document. */
async function ask(
  task: Task,
  row: unknown,
  { tokenizer, addBos, nCtx, asks }: Encoding,
  where: string,
): Promise<Pick<SetDocument, 'target' | 'lengths' | 'bytes'> & { readonly requests: readonly TokenRequest[] }> {
  const { pairs, target, lengths, bytes } = scorable(task, row)
  const right = <T>(values: readonly T[]): T[] => values.slice(target, target + 1)
  const requests: TokenRequest[] = []
  for (const pair of asks === 'text' ? right(pairs) : pairs) {
    requests.push(await encodePair(tokenizer, pair, addBos, nCtx, where))
  }
  if (asks === 'requests') return { target, lengths, bytes, requests }
  const texts = requests.map(({ ids }) => textRequest(ids, nCtx))
  return { target: 0, lengths: right(lengths), bytes: right(bytes), requests: texts }
}

const entry = (task: Task, dataset: Dataset | undefined, bundled: boolean): TaskEntry => ({
  task: task.id,
  kind: task.kind,
  metrics: task.metrics,
  floor: task.floor,
  source: task.source,
  nDocs: dataset?.nDocs ?? null,
  path: dataset?.path ?? null,
  bundled,
})

/** Tokenised documents held in memory: five tasks of a few thousand, as a whole and as a quick look. */
const DOCUMENTS_KEPT_PREPARED = 30_000

/** A document in words. */
export function asRead(
  task: Task,
  row: unknown,
): { readonly context: string; readonly choices: readonly string[]; readonly target: number } {
  const { pairs, target } = scorable(task, row)
  const [first] = pairs
  // where the contexts differ (partial scoring), what differs is the choice
  const same = pairs.every((p) => p.context === first?.context)
  return {
    context: same ? (first?.context ?? '') : (first?.continuation ?? ''),
    choices: pairs.map((p) => (same ? p.continuation : p.context)),
    target,
  }
}

const taskFingerprint = (task: Task): string =>
  createHash('sha256')
    .update(`${task.id} ${task.version} ${task.definition ?? ''}`)
    .digest('hex')

/** Documents of a person's own task are kept apart from those of another definition with the same name. */
const datasetKey = (task: Task): string =>
  task.definition === undefined ? task.id : `${task.id}@${task.definition.slice(0, 16)}`
