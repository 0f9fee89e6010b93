import Sqlite from 'better-sqlite3'
import type { NewRun } from '../../src-main/store/run/run-records'
import { openDatabase, type Database } from '../../src-main/store/database'
import { DocumentStore } from '../../src-main/store/document-store'
import { ModelStore } from '../../src-main/store/model-store'
import { ScoreStore } from '../../src-main/store/score-store'
import { temporaryFolder } from './tiny-model'

export const modelInfo = (fingerprint = 'f', nLayers = 2) =>
  ({
    name: 'm',
    path: '/m',
    format: 'gguf',
    family: 'llama',
    nLayers,
    dModel: 1,
    nHeads: 1,
    nKvHeads: 1,
    dHead: 1,
    dMlp: 1,
    dVocab: 1,
    nCtx: 1,
    precision: 'F32',
    parameters: 1,
    bytesOnDisk: 1,
    bytesInMemory: 1,
    tokenizer: { kind: 'x', vocabularySize: 1, addsBos: false, fingerprint: 't' },
    fingerprint,
  }) as const

/** A database of its own, with a model `f` of two layers. */
export async function newDatabase(): Promise<{ readonly home: string; readonly db: Database }> {
  const home = temporaryFolder('store')
  const db = await openDatabase(home)
  new ModelStore(db).remember(modelInfo())
  return { home, db }
}

/** A run of these plans (with their schedules) on one task of one document. */
export function newRun(db: Database, plans: readonly (readonly [plan: string, schedule: string])[] = []): NewRun {
  const scheduleIds = new ScoreStore(db).scheduleIds(plans.map(([, schedule]) => schedule))
  const documents = new DocumentStore(db)
  const [documentId = NaN] = documents.datasetIds(documents.importDataset('t', '/t', ['{"x":1}']).id)
  const requestIds = new ScoreStore(db).requestIds([Buffer.from('a request'.padEnd(16))])
  const docSetId = documents.saveSet([{ docId: 0, documentId, target: 0, requestIds, lengths: [1], bytes: [1] }])
  return {
    name: 'r',
    fingerprint: 'f',
    modelName: 'm',
    modelPath: '/m',
    tokenizer: 't',
    experiment: {
      model: 'm',
      plans: ['full'],
      tasks: ['t'],
      device: 'cpu',
      precision: 'fp32',
      readout: 'loglikelihood',
      strategy: 'given',
      tags: [],
      note: '',
    },
    device: 'cpu',
    deviceWhy: { code: 'device.asked', message: '', data: {} },
    provider: 'cpu',
    precision: 'fp32',
    numerics: 1,
    addBos: false,
    versions: {},
    note: '',
    tags: ['a'],
    plans: plans.map(([plan, schedule], i) => ({
      plan,
      schedule,
      scheduleId: scheduleIds[i]!,
      affectedLayers: null,
      layerApplications: 1,
    })),
    tasks: [
      {
        task: 't',
        kind: 'multiple-choice',
        metrics: ['acc'],
        floor: 0.5,
        fingerprint: 'ft',
        source: '/t',
        docSetId,
        nExamples: 0,
        nDocsTotal: 1,
      },
    ],
  }
}

/** The file cannot grow any more, as on a full disk. Returns what ends it. */
export function fillDisk(db: Database): () => void {
  db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`)
  return () => void db.pragma('max_page_count = 1073741823')
}

/** Another program holds the file for writing. Returns what ends it. */
export function lock(db: Database): () => void {
  db.pragma('busy_timeout = 20')
  const other = new Sqlite(db.name)
  other.exec('BEGIN IMMEDIATE')
  return () => void other.close()
}
