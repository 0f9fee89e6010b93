import { experimentSchema } from '../../src-preload/contract/experiment'
import type { Database } from '../../src-main/store/database'
import { ModelStore } from '../../src-main/store/model-store'
import { RunStore, type NewRun } from '../../src-main/store/run/run-records'

const MODEL = {
  name: 'm',
  path: '/m',
  format: 'gguf',
  family: 'llama',
  nLayers: 2,
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
  fingerprint: 'f',
} as const

/** Stores a run without plans or tasks, computed by this process; returns its id. */
export function storeRun(db: Database, change: Partial<NewRun> = {}, status: 'running' | 'queued' = 'running'): string {
  new ModelStore(db).remember(MODEL)
  return new RunStore(db).create(
    {
      name: 'r',
      fingerprint: MODEL.fingerprint,
      modelName: 'm',
      modelPath: '/m',
      tokenizer: 't',
      experiment: experimentSchema.parse({ model: 'm', plans: ['full'], tasks: ['t'], device: 'cpu' }),
      device: 'cpu',
      deviceWhy: { code: 'device.asked', message: '', data: {} },
      provider: 'cpu',
      precision: 'fp32',
      numerics: 1,
      addBos: false,
      versions: {},
      note: '',
      tags: ['a'],
      plans: [],
      tasks: [],
      ...change,
    },
    status,
  )
}
