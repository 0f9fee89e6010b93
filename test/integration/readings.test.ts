import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openLab } from '../../src-main/hosts/lab'
import { spawnNodeEngine } from '../../src-main/hosts/spawn-node-engine'
import type { Lab } from '../../src-main/ipc/lab'
import { SIMILARITY } from '../../src-preload/contract/hidden-states'
import { experimentSchema, type ExperimentInput } from '../../src-preload/contract/experiment'
import { documents } from '../support/cli'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

const MODEL = join(FIXTURES, 'llama-tied')
const data = documents(12)
const PLANS = ['full', 'skip(s=1)', 'parallel(s=0)', 'repeat-middle(s=1)']

const experiment = (change: Partial<ExperimentInput> = {}) =>
  experimentSchema.parse({
    model: MODEL,
    plans: PLANS,
    tasks: [{ task: 'arc_easy', data: data.arc }],
    readout: SIMILARITY,
    device: 'cpu',
    ...change,
  })
const quiet = (signal = new AbortController().signal) => ({
  signal,
  onProgress: () => undefined,
  onLog: () => undefined,
})

describe('similarities of hidden states', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(temporaryFolder('readings'), spawnNodeEngine())
    return () => lab.close()
  })

  it('are measured by a run, kept by content, and shown as means over documents', async () => {
    const { result, status } = await lab.runs.start(experiment({ limit: 8 }), quiet())
    expect(status).toBe('done')
    // what schedules share is computed once
    const { layerApplicationsNaive, layerApplicationsComputed } = result.cost
    expect(layerApplicationsComputed).toBeLessThan(layerApplicationsNaive)
    expect(result.measurements.map((m) => [m.plan, m.nDocs, m.nCached, m.metrics])).toEqual(
      PLANS.map((p) => [p, 8, 0, {}]),
    )
    const entries = lab.similarity.list()
    expect(entries.map((e) => [e.plan, e.nDocs])).toEqual(PLANS.map((p) => [p, 8]))
    const full = lab.similarity.get(entries[0]!.id)!
    expect(full.positions).toEqual(['emb', '0', '1', '2', '3', '4', '5'])
    expect(full.cosine).toHaveLength(49)
    for (let i = 0; i < 7; i++) {
      expect(full.cosine[i * 8]).toBe(1)
      for (let j = 0; j < 7; j++) expect(full.cosine[i * 7 + j]).toBe(full.cosine[j * 7 + i])
    }

    // more documents: those that are there are not computed again, and the preview knows it
    const more = experiment({ limit: 12 })
    const preview = await lab.previews.preview(more)
    expect(preview.layerApplications.stored).toBe((layerApplicationsNaive / 8) * 8)
    expect(preview.layerApplications.computed).toBe((layerApplicationsComputed / 8) * 4)
    const again = await lab.runs.start(more, quiet())
    expect(again.result.measurements.map((m) => [m.nDocs, m.nCached])).toEqual(PLANS.map(() => [12, 8]))
    expect(again.result.cost.layerApplicationsComputed).toBe((layerApplicationsComputed / 8) * 4)
    expect(lab.similarity.list()[0]).toMatchObject({ plan: 'full', nDocs: 12 })
  })

  it('are cancelled between steps and gone on with', async () => {
    const stop = new AbortController()
    const long = experiment({ plans: ['repeat-model(n=1..40)'], limit: 12 })
    const started = lab.runs.start(long, {
      ...quiet(stop.signal),
      onProgress: (p) => p.phase === 'running' && stop.abort(),
    })
    const { result, status } = await started
    expect(status).toBe('interrupted')
    const resumed = await lab.runs.resume(result.run, quiet())
    expect(resumed.status).toBe('done')
    expect(resumed.result.measurements).toHaveLength(40)
    expect(resumed.result.measurements.every((m) => m.nDocs === 12)).toBe(true)
  })

  it('of more states than can be shown are refused before anything is stored', async () => {
    const runs = lab.context.runs.entries.entries().length
    await expect(lab.runs.start(experiment({ plans: ['repeat-model(n=101)'] }), quiet())).rejects.toMatchObject({
      code: 'plan.too-many-states',
    })
    await expect(lab.runs.start(experiment({ readout: 'aura' }), quiet())).rejects.toMatchObject({
      code: 'engine.readout',
    })
    expect(lab.context.runs.entries.entries()).toHaveLength(runs)
  })
})
