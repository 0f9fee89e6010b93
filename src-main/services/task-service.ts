import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { Experiment } from '../../src-preload/contract/domain'
import { LabError } from '../../src-preload/contract/errors'
import { requestHash, type TokenRequest } from '../engine/rows/token-request'
import { selectDocuments } from '../experiments/select-documents'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import { readDocuments, scorable } from '../tasks/documents'
import { encodePair } from '../tasks/encode'
import { findTask, TASKS } from '../tasks/registry'
import type { Task } from '../tasks/task'
import type { Dataset, SetDocument } from '../store/document-store'
import type { StoredTask } from '../store/run-store'
import type { Context } from './context'

export interface TaskListEntry {
  readonly task: string
  readonly kind: Task['kind']
  readonly metrics: readonly string[]
  readonly floor: number
  /** Documents at hand; null where none were imported. */
  readonly nDocs: number | null
  readonly documents: string
}

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
}

/** One entry of an experiment's tasks. */
export interface TaskChoice {
  readonly task: string
  readonly data?: string | undefined
}

export const taskChoices = (experiment: Experiment): TaskChoice[] => experiment.tasks.map((t) => (typeof t === 'string' ? { task: t } : t))

export class TaskService {
  constructor(private readonly context: Context) {}

  list(): TaskListEntry[] {
    return TASKS.map((task) => {
      const dataset = this.context.documents.latestDataset(task.id)
      const { dataset: source, split, documents } = task.source
      return {
        task: task.id,
        kind: task.kind,
        metrics: task.metrics,
        floor: task.floor,
        nDocs: dataset?.nDocs ?? null,
        documents: dataset ? dataset.path : `not here yet: give --data ${task.id}=FILE (${source}, ${split}, ${documents ?? '?'} documents)`,
      }
    })
  }

  /** Finds a task and its documents: from `data` (imported now), from its own definition, or as imported before. */
  async load({ task: name, data }: TaskChoice): Promise<{ task: Task; dataset: Dataset }> {
    const task = await findTask(name)
    const file = data ?? task.dataFile
    if (file !== undefined) {
      const path = resolve(file)
      const rows = await readDocuments(task, path)
      return { task, dataset: this.context.documents.importDataset(datasetKey(task), path, rows) }
    }
    const dataset = this.context.documents.latestDataset(datasetKey(task))
    if (dataset) return { task, dataset }
    const { dataset: source, split } = task.source
    throw new LabError('task.no-documents', `${task.id} has no documents yet: give a file with --data ${name}=FILE (published as ${source}, ${split})`, { task: task.id })
  }

  /** Tokenises the documents that an experiment takes, and gives every request its id in the store. */
  async prepare(choice: TaskChoice, experiment: Experiment, encoding: Encoding): Promise<PreparedTask> {
    const { task, dataset } = await this.load(choice)
    const all = this.context.documents.datasetDocuments(dataset.id)
    const rows = selectDocuments(all.length, experiment).map((docId) => ({ docId, ...(all[docId] as (typeof all)[number]) }))
    return { task, source: dataset.path, nDocsTotal: dataset.nDocs, fingerprint: taskFingerprint(task), documents: await this.encode(task, rows, encoding) }
  }

  /** As `prepare`, for the documents that a stored run was started with, wherever their file is now. */
  async prepareStored(choice: TaskChoice, stored: StoredTask, encoding: Encoding): Promise<PreparedTask> {
    const task = await findTask(choice.task)
    const before = this.context.documents.readSet(stored.docSetId)
    const rows = before.map(({ docId, documentId }) => ({ docId, documentId, row: this.context.documents.document(documentId) }))
    const documents = await this.encode(task, rows, encoding)
    const ids = (set: readonly SetDocument[]): string => set.flatMap((d) => d.requestIds).join()
    if (taskFingerprint(task) !== stored.fingerprint || ids(documents) !== ids(before)) {
      throw new LabError('task.changed', `the task ${stored.task} asks other questions than when the run was started; start a new run`, { task: stored.task })
    }
    return { task, source: stored.source, nDocsTotal: stored.nDocsTotal, fingerprint: stored.fingerprint, documents }
  }

  private async encode(task: Task, rows: readonly { docId: number; documentId: number; row: unknown }[], { tokenizer, addBos, nCtx }: Encoding): Promise<PreparedTask['documents']> {
    const documents: (Omit<SetDocument, 'requestIds'> & { requests: TokenRequest[] })[] = []
    for (const { docId, documentId, row } of rows) {
      const { pairs, target, lengths, bytes } = scorable(task, row)
      const requests: TokenRequest[] = []
      for (const pair of pairs) requests.push(await encodePair(tokenizer, pair, addBos, nCtx, `${task.id}, document ${docId}`))
      documents.push({ docId, documentId, target, lengths, bytes, requests })
    }
    const ids = this.context.scores.requestIds(documents.flatMap((d) => d.requests.map(requestHash)))
    let at = 0
    return documents.map((d) => ({ ...d, requestIds: ids.slice(at, (at += d.requests.length)) }))
  }
}

const taskFingerprint = (task: Task): string => createHash('sha256').update(`${task.id} ${task.version} ${task.definition ?? ''}`).digest('hex')

/** Documents of a person's own task are kept apart from those of another definition with the same name. */
const datasetKey = (task: Task): string => (task.definition === undefined ? task.id : `${task.id}@${task.definition.slice(0, 16)}`)
