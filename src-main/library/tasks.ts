import { resolve } from 'node:path'
import { LRUCache } from 'lru-cache'
import type { Experiment } from '../../src-preload/contract/experiment'
import type { TokenRequest } from '../../src-preload/contract/request'
import { isClassifying, type TaskEntry, type TaskPreviewRow } from '../../src-preload/contract/task'
import { sha256OfFile } from '../system/file-hash'
import { LabError, toWireError } from '../../src-preload/contract/errors'
import { EXACT_MATCH } from '../../src-preload/contract/metrics'
import { markHash, requestHash, writingHash } from '../store/request-hash'
import { documentsOf, selectDocuments } from '../experiments/select-documents'
import { readDocuments, scorable } from '../tasks/documents'
import { BUILT_IN } from '../tasks/built-in'
import { bundledTasks, findTask, findTaskOfRun, ownTasks } from '../tasks/registry'
import type { Task } from '../tasks/task'
import type { Dataset, SetDocument } from '../store/document-store'
import type { StoredTask } from '../store/run/run-records'
import type { Context } from '../home/context'
import { asRead } from './document-text'
import { USUAL_LENGTH, encodeDocument, textTokens, type EncodedDocument, type Encoding } from './encode-document'
import { ReadOnce } from './read-once'
import { TaskExamples, type ExamplesChoice } from './task-examples'
import { datasetKey, taskFingerprint } from './task-identity'
import { trainingFingerprint, TrainingRows, type TaskTraining } from './task-training'

/** A task's documents, tokenised for one model. */
export interface PreparedTask {
  readonly task: Task
  /** The file that the documents were imported from. */
  readonly source: string
  readonly nDocsTotal: number
  readonly nExamples: number
  readonly fingerprint: string
  readonly documents: readonly PreparedDocument[]
  /** Where a head is trained for it. */
  readonly training?: PreparedTraining
}

/** Rows that a head is trained on, tokenised. */
export interface PreparedTraining extends TaskTraining {
  readonly nClasses: number
  readonly requests: readonly TokenRequest[]
  /** `[rows]`: classes, or values. */
  readonly targets: Float64Array
}

/** A document with what is asked about it; of a generating task what is to be written. */
export type PreparedDocument = SetDocument & Pick<EncodedDocument, 'requests' | 'writing'>

/** One entry of an experiment's tasks. */
export interface TaskChoice extends ExamplesChoice {
  readonly task: string
  readonly data?: string | undefined
  readonly trainData?: string | undefined
}

export const taskChoices = (experiment: Experiment): TaskChoice[] =>
  experiment.tasks.map((t) => (typeof t === 'string' ? { task: t } : t))

/** Tokenised documents held in memory: five tasks of a few thousand, as a whole and as a quick look. */
const DOCUMENTS_KEPT = 30_000

/** Tasks with their documents: imported, shown, and tokenised for a model. */
export class TaskService {
  /** Files of tasks that name their own. */
  private readonly read = new ReadOnce()
  /** Those asked for last: a preview and the run it is for share them. */
  private readonly prepared = new LRUCache<string, Promise<PreparedTask>>({ maxSize: DOCUMENTS_KEPT })
  readonly examples: TaskExamples
  private readonly trainingRows: TrainingRows
  /** The accuracy of guessing, by dataset, where the documents tell. */
  private readonly floors = new Map<number, number>()

  constructor(private readonly context: Pick<Context, 'documents' | 'home' | 'scores'>) {
    this.examples = new TaskExamples(context.documents)
    this.trainingRows = new TrainingRows(context.documents)
  }

  /** Reads the rows that a task's heads are trained on. */
  async importTraining(name: string, path: string): Promise<{ readonly nDocs: number }> {
    const task = await findTask(name, this.context.home)
    return { nDocs: (await this.trainingRows.find(task, datasetKey(task), path)).nDocs }
  }

  /** A person's own first, then the bundled and the built-in ones. */
  async list(): Promise<TaskEntry[]> {
    const bundled = await Promise.all(
      bundledTasks().map(async ({ name, path }) => {
        const { task, dataset } = await this.load({ task: path })
        return this.entry({ ...task, id: name }, dataset, 'bundled')
      }),
    )
    const own = await Promise.all(ownTasks(this.context.home).map((found) => this.ownEntry(found)))
    const builtIn = BUILT_IN.map((task) => this.entry(task, this.context.documents.latestDataset(task.id), 'built-in'))
    return [...own, ...bundled, ...builtIn]
  }

  private entry(task: Task, dataset: Dataset | undefined, origin: TaskEntry['origin']): TaskEntry {
    return {
      task: task.id,
      kind: task.kind,
      metrics: task.metrics,
      floor: task.floor ?? (dataset ? this.guessing(task, dataset) : null),
      source: task.source,
      nDocs: dataset?.nDocs ?? null,
      path: dataset?.path ?? null,
      origin,
      examples: this.examples.entry(task, datasetKey(task), dataset),
      nTrainingRows: this.trainingRows.count(datasetKey(task)),
      problem: null,
    }
  }

  /** Reads the file that a task's examples are drawn from. */
  async importExamples(name: string, path: string): Promise<{ readonly nDocs: number }> {
    const task = await findTask(name, this.context.home)
    return { nDocs: (await this.examples.import(task, datasetKey(task), resolve(path))).nDocs }
  }

  /** One that cannot be used stands in the list as well, with the reason. */
  private async ownEntry({ name, path }: { readonly name: string; readonly path: string }): Promise<TaskEntry> {
    try {
      const { task, dataset } = await this.load({ task: name })
      return this.entry({ ...task, id: name }, dataset, 'own')
    } catch (cause) {
      if (!(cause instanceof LabError)) throw cause
      const source = { dataset: path, split: 'all', documents: null, licence: '' }
      return {
        ...{ task: name, kind: 'multiple-choice', metrics: [], floor: 0, source, nDocs: null, path },
        origin: 'own',
        examples: null,
        nTrainingRows: null,
        problem: toWireError(cause),
      }
    }
  }

  /** Reads a file of documents for a task: all of it, or nothing. */
  async importDocuments(name: string, path: string): Promise<{ readonly nDocs: number }> {
    return { nDocs: (await this.load({ task: name, data: path })).dataset.nDocs }
  }

  /** Takes the documents of a built-in task out of the list, or brings them back; runs keep theirs. */
  hideDocuments(name: string, isHidden: boolean): void {
    this.context.documents.hideDatasets(name, isHidden)
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
  async load(choice: TaskChoice): Promise<{ task: Task; dataset: Dataset }> {
    const { task, dataset } = await this.find(choice)
    return { task: task.floor === null ? { ...task, floor: this.guessing(task, dataset) } : task, dataset }
  }

  /** One over the number of choices, on average; 0 where there is nothing to choose. */
  private guessing(task: Task, dataset: Dataset): number {
    if (task.kind !== 'multiple-choice') return 0
    const held = this.floors.get(dataset.id)
    if (held !== undefined) return held
    const ids = this.context.documents.datasetIds(dataset.id)
    const sum = ids.reduce((s, id) => s + 1 / scorable(task, this.context.documents.document(id)).pairs.length, 0)
    const floor = Math.round((1e4 * sum) / ids.length) / 1e4
    this.floors.set(dataset.id, floor)
    return floor
  }

  private async find({ task: name, data }: TaskChoice): Promise<{ task: Task; dataset: Dataset }> {
    const task = await findTask(name, this.context.home)
    if (data !== undefined) return { task, dataset: await this.import(task, resolve(data)) }
    if (task.dataFile !== undefined) return { task, dataset: await this.importUnchanged(task, resolve(task.dataFile)) }
    const dataset = this.context.documents.latestDataset(datasetKey(task))
    if (dataset) return { task, dataset }
    const whole = task.partOf === undefined ? undefined : this.context.documents.latestDataset(task.partOf)
    if (whole) return { task, dataset: await this.importUnchanged(task, whole.path) }
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
  private importUnchanged(task: Task, path: string): Promise<Dataset> {
    return this.read.get(path, `${taskFingerprint(task)} ${task.dataHash}`, async (isThere) => {
      if (isThere && task.dataHash !== undefined && (await sha256OfFile(path)) !== task.dataHash)
        throw new LabError(
          'task.data-changed',
          `${path}: has changed since the task ${task.id} was made of it; save the task anew from the file, or take sha256 out of the task's file`,
          { file: path, task: task.id },
        )
      return this.import(task, path)
    })
  }

  /** Tokenises the documents that an experiment takes, and gives every request its id in the store. */
  async prepare(choice: TaskChoice, experiment: Experiment, given: Encoding): Promise<PreparedTask> {
    const { task, dataset } = await this.load(choice)
    const taken = documentsOf(choice, experiment)
    const nExamples = this.examples.count(task, choice, experiment)
    const pool = nExamples === 0 ? null : await this.examples.pool(task, choice, datasetKey(task), dataset)
    const shots = pool && { n: nExamples, pool }
    const training = await this.trainingOf(task, choice, given)
    const encoding = withTraining(given, training)
    const key = JSON.stringify([
      encoding.tokenizer.fingerprint,
      encoding.addBos,
      encoding.nCtx,
      encoding.asks,
      encoding.writing,
      encoding.texts,
      taskFingerprint(task),
      dataset.id,
      nExamples,
      pool?.id,
      taken.limit,
      taken.sample,
    ])
    const held = this.prepared.get(key)
    const done = await (held ?? this.keep(key, this.prepareNew(task, dataset, taken, encoding, shots, training)))
    return { ...done, source: dataset.path }
  }

  private async prepareNew(
    task: Task,
    dataset: Dataset,
    taken: Pick<Experiment, 'limit' | 'sample'>,
    encoding: Encoding,
    shots: { readonly n: number; readonly pool: Dataset } | null,
    training: TaskTraining | null,
  ): Promise<PreparedTask> {
    const ids = this.context.documents.datasetIds(dataset.id)
    const chosen = selectDocuments(ids.length, taken)
    const drawn = shots && this.examples.draw(task, shots.n, shots.pool, dataset, chosen)
    const rows = chosen.flatMap((docId) => {
      const documentId = ids[docId]
      return documentId === undefined ? [] : [{ docId, documentId, examples: drawn?.get(docId) }]
    })
    return {
      task,
      source: dataset.path,
      nDocsTotal: dataset.nDocs,
      nExamples: shots?.n ?? 0,
      fingerprint: taskFingerprint(task, shots, encoding.writing, readingOf(task, encoding)),
      documents: await this.encode(task, rows, encoding),
      ...(training ? { training: await this.encodeTraining(task, training, encoding) } : {}),
    }
  }

  /** By the number of documents, which is known at the end; the task asked for last is kept whatever its size. */
  private async keep(key: string, work: Promise<PreparedTask>): Promise<PreparedTask> {
    this.prepared.set(key, work, { size: 1 })
    try {
      const done = await work
      this.prepared.set(key, work, { size: Math.min(Math.max(1, done.documents.length), DOCUMENTS_KEPT) })
      return done
    } catch (error) {
      this.prepared.delete(key)
      throw error
    }
  }

  /** As `prepare`, for the documents that a stored run was started with, wherever their file is now. */
  async prepareStored(choice: TaskChoice, stored: StoredTask, given: Encoding): Promise<PreparedTask> {
    const task = await findTaskOfRun(choice.task, this.context.home)
    const training = await this.trainingOf(task, choice, given)
    const encoding = withTraining(given, training)
    const before = this.context.documents.readSet(stored.docSetId)
    const documents = await this.encode(task, before, encoding)
    const ids = (set: readonly SetDocument[]): string => set.flatMap((d) => d.requestIds).join()
    const isSame =
      stored.nExamples > 0 ||
      taskFingerprint(task, null, encoding.writing, readingOf(task, encoding)) === stored.fingerprint
    if (!isSame || ids(documents) !== ids(before)) {
      throw new LabError(
        'task.changed',
        `the task ${stored.task} asks other questions than when the run was started; start a new run`,
        { task: stored.task },
      )
    }
    const { source, nDocsTotal, nExamples, fingerprint } = stored
    const trained = training ? { training: await this.encodeTraining(task, training, encoding) } : {}
    return { task, source, nDocsTotal, nExamples, fingerprint, documents, ...trained }
  }

  /** What is trained for a task before it is asked; null where nothing is. */
  private async trainingOf(task: Task, { trainData }: TaskChoice, { texts }: Encoding): Promise<TaskTraining | null> {
    if (!texts?.adapt) return null
    return { ...texts.adapt, rows: await this.trainingRows.find(task, datasetKey(task), trainData) }
  }

  private async encodeTraining(
    task: Task,
    training: TaskTraining,
    { tokenizer, texts }: Encoding,
  ): Promise<PreparedTraining> {
    const requests: TokenRequest[] = []
    const targets: number[] = []
    let nClasses = 1
    for (const id of this.context.documents.datasetIds(training.rows.id)) {
      const { classification, target } = scorable(task, this.context.documents.document(id))
      if (!classification || !texts) continue
      nClasses = classification.nClasses
      requests.push(await textTokens(tokenizer, classification.texts, texts))
      targets.push(target)
    }
    return { ...training, nClasses, requests, targets: Float64Array.from(targets) }
  }

  private async encode(
    task: Task,
    rows: readonly Pick<SetDocument, 'docId' | 'documentId' | 'examples'>[],
    encoding: Encoding,
  ): Promise<PreparedTask['documents']> {
    const documents: Omit<PreparedDocument, 'requestIds'>[] = []
    for (const { docId, documentId, examples = [] } of rows) {
      const document = scorable(task, this.context.documents.document(documentId))
      const before = this.examples.text(task, examples)
      const where = `${task.id}, document ${docId}`
      documents.push({
        ...{ docId, documentId, examples },
        ...(await encodeDocument(task, document, encoding, where, before)),
      })
    }
    const hashes = documents.map((d) => hashesOf(task, d))
    const ids = this.context.scores.requestIds(hashes.flat())
    let at = 0
    return documents.map((d, i) => {
      const own = ids.slice(at, (at += hashes[i]?.length ?? 0))
      return d.writing ? { ...d, answer: own[0], requestIds: own.slice(1) } : { ...d, requestIds: own }
    })
  }
}

/** Beside the usual length of texts: what was trained, or another length. */
function readingOf({ kind }: Task, { texts }: Encoding): string | undefined {
  if (!texts || !isClassifying(kind)) return undefined
  return texts.head ?? (texts.most === USUAL_LENGTH ? undefined : `${texts.most} tokens`)
}

/** Requests of a trained head are told apart by its training. */
const withTraining = (encoding: Encoding, training: TaskTraining | null): Encoding =>
  training && encoding.texts
    ? {
        ...encoding,
        texts: {
          ...encoding.texts,
          head: trainingFingerprint(training, { ...encoding.texts, tokenizer: encoding.tokenizer.fingerprint }),
        },
      }
    : encoding

/** What a document's results are kept under; of a generating task first its answer, then whether that is right. */
function hashesOf(
  { id, version, definition = '' }: Task,
  { requests, writing }: Pick<EncodedDocument, 'requests' | 'writing'>,
): Buffer[] {
  if (!writing) return requests.map(requestHash)
  const answer = writingHash(writing)
  const marks = EXACT_MATCH.map((name) => markHash(answer, `${id} ${version} ${definition} ${name}`, writing.target))
  return [answer, ...marks]
}
