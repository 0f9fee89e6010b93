import type { RunDetail } from '../../src-preload/contract/run'
import type { Context } from '../home/context'
import type { RunResults } from './results'

/** A run with its plans, tasks and measurements, as it is stored now. */
export function describeRun(context: Context, results: RunResults, id: string): RunDetail {
  const run = context.runs.record.get(id)
  const { family, nLayers } = context.models.describe(run.fingerprint)
  const plans = context.runs.record.plans(id)
  const tasks = context.runs.record.tasks(id)
  const places = context.places.tasks(tasks.map((t) => t.task))
  const nDocs = tasks.map((t) => context.documents.countSet(t.docSetId))
  return {
    entry: {
      run: run.id,
      name: run.name,
      status: run.status,
      model: run.modelName,
      startedAt: run.createdAt,
      finishedAt: run.finishedAt,
      nPlans: plans.length,
      tasks: tasks.map((t) => t.task),
      tags: run.tags,
      note: run.note,
      archived: run.archived,
      fingerprint: run.fingerprint,
      plans: run.experiment.plans,
      readout: run.experiment.readout,
      nLayers,
      nDocs: nDocs.reduce((a, b) => a + b, 0),
      fraction: run.status === 'running' ? (run.progress?.fraction ?? 0) : null,
    },
    experiment: run.experiment,
    model: { name: run.modelName, fingerprint: run.fingerprint, family, nLayers, path: run.modelPath },
    place: context.places.subject({
      model: { fingerprint: run.fingerprint },
      precision: run.precision,
      addBos: run.addBos,
      tokenizer: run.tokenizer,
    }),
    device: run.device,
    deviceWhy: run.deviceWhy,
    precision: run.precision,
    numerics: run.numerics,
    addBos: run.addBos,
    tokenizer: run.tokenizer,
    versions: run.versions,
    cost: run.cost,
    error: run.error,
    progress: run.progress,
    plans: plans.map(({ plan, schedule, affectedLayers, layerApplications }) => ({
      plan,
      schedule,
      affectedLayers,
      layerApplications,
    })),
    tasks: tasks.map(({ task, kind, metrics, floor, fingerprint, source, nDocsTotal, nExamples, docSetId }, i) => ({
      task,
      kind,
      metrics,
      floor,
      fingerprint,
      source,
      nDocs: nDocs[i] as number,
      nDocsTotal,
      nExamples,
      docSet: docSetId,
      place: places[i] as number,
    })),
    measurements: results.stored(id).map(({ planOrdinal, taskOrdinal, nDocs: n, nCached, metrics }) => ({
      plan: planOrdinal,
      task: taskOrdinal,
      nDocs: n,
      nCached,
      metrics,
    })),
  }
}
