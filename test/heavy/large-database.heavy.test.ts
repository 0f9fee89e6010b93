import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src-main/store/database'
import { ModelStore } from '../../src-main/store/model-store'
import { runStore } from '../../src-main/store/run-store'
import { ScoreStore } from '../../src-main/store/score-store'
import { DocumentStore } from '../../src-main/store/document-store'
import { temporaryFolder } from '../support/tiny-model'

/** 100 runs x 200 plans x 4 tasks x 2,000 documents, each run on a model of its own: nothing is shared. */
const RUNS = 100
const PLANS = 200
const DOCS = 2000
/** Requests a document: lambada 1, two arc tasks 4, winogrande 2. */
const REQUESTS = [1, 4, 4, 2]

it('stays under 3 GB, and lists its runs in 100 ms', async () => {
  const home = temporaryFolder('large')
  const db = await openDatabase(home)
  const [models, runs, scores, documents] = [
    new ModelStore(db),
    runStore(db),
    new ScoreStore(db),
    new DocumentStore(db),
  ]
  const perTask = REQUESTS.map((n, t) =>
    scores.requestIds(Array.from({ length: n * DOCS }, (_, i) => Buffer.from(`task ${t} ${i}`.padEnd(16)))),
  )
  const all = perTask.flat()
  const sets = perTask.map((ids, t) =>
    documents.saveSet(
      Array.from({ length: DOCS }, (_, d) => ({
        docId: d,
        documentId: d,
        target: 0,
        requestIds: ids.slice(d * REQUESTS[t]!, (d + 1) * REQUESTS[t]!),
        lengths: [1],
        bytes: [1],
      })),
    ),
  )
  const schedules = Array.from({ length: PLANS }, (_, i) => `0..${i} ${i}`)
  const scheduleIds = scores.scheduleIds(schedules)
  const values = Float32Array.from(all, (_, i) => -Math.abs(Math.sin(i)) * 40)
  const greedy = Uint8Array.from(all, (_, i) => (i % 3) & 1)
  for (let r = 0; r < RUNS; r++) {
    const fingerprint = `model ${r}`
    models.remember({
      name: fingerprint,
      path: '/m',
      format: 'gguf',
      family: 'llama',
      nLayers: 30,
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
    })
    const id = runs.record.create({
      name: `run ${r}`,
      fingerprint,
      modelName: fingerprint,
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
      tags: [`t${r % 7}`],
      plans: schedules.map((schedule, i) => ({
        plan: schedule,
        schedule,
        scheduleId: scheduleIds[i]!,
        affectedLayers: i,
        layerApplications: i,
      })),
      tasks: sets.map((docSetId, t) => ({
        task: `task ${t}`,
        kind: 'multiple-choice',
        metrics: ['acc'],
        floor: 0,
        fingerprint: 'x',
        source: '',
        docSetId,
        nExamples: 0,
        nDocsTotal: DOCS,
      })),
    })
    const scorers = scores.scorerIds(
      schedules.map((schedule) => ({ fingerprint, schedule, precision: 'fp32', provider: 'cpu', numerics: 1 })),
    )
    db.transaction(() => {
      for (const scorer of scorers) scores.add(scorer, all, values, greedy)
    })()
    runs.record.saveMeasurements(
      id,
      schedules.flatMap((_, planOrdinal) =>
        sets.map((_s, taskOrdinal) => ({
          planOrdinal,
          taskOrdinal,
          nDocs: DOCS,
          nCached: 0,
          metrics: { acc: { value: 0.5, stderr: 0.01 }, acc_norm: { value: 0.5, stderr: 0.01 } },
        })),
      ),
    )
    runs.ownership.finish(id, 'done', { layerApplicationsNaive: 1, layerApplicationsComputed: 1, seconds: 1 })
  }
  db.pragma('wal_checkpoint(TRUNCATE)')
  const bytes = statSync(join(home, 'atelier.db')).size
  db.close()
  const again = await openDatabase(home)
  const start = performance.now()
  const list = runStore(again).entries.entries()
  const ms = performance.now() - start
  console.log(`${(bytes / 1e9).toFixed(2)} GB, the list of ${list.length} runs in ${ms.toFixed(1)} ms`)
  expect(list).toHaveLength(RUNS)
  expect(bytes).toBeLessThan(3e9)
  expect(ms).toBeLessThan(100)
}, 3_600_000)
