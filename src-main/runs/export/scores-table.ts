import { stringify } from 'csv-stringify/sync'
import { higherIsBetter, type MetricName } from '../../../src-preload/contract/metrics'
import type { Context } from '../../home/context'
import type { RunResults } from '../results'

const COLUMNS = [
  ...['run', 'run_status', 'model', 'fingerprint', 'layers', 'precision', 'device', 'bos'],
  ...['plan', 'schedule', 'M', 'layer_applications', 'task', 'metric', 'higher_is_better', 'floor'],
  ...['value', 'error', 'error_kind', 'documents', 'documents_total', 'document_set'],
]

/** The metrics of runs as CSV, tidy: a row a measurement and metric, a column a variable; empty where not defined. */
export function scoresCsv(context: Context, results: RunResults, runs: readonly string[]): string {
  return stringify([COLUMNS, ...runs.flatMap((run) => rowsOf(context, results, run))])
}

function rowsOf(context: Context, results: RunResults, id: string): (string | number | null)[][] {
  const run = context.runs.record.get(id)
  const { nLayers } = context.models.describe(run.fingerprint)
  const [plans, tasks] = [context.runs.record.plans(id), context.runs.record.tasks(id)]
  const about = [id, run.status, run.modelName, run.fingerprint, nLayers, run.precision, run.device, Number(run.addBos)]
  const wanted = tasks.map((task) => context.documents.countSet(task.docSetId))
  return results.stored(id).flatMap(({ planOrdinal, taskOrdinal, nDocs, metrics }) => {
    const [plan, task] = [plans[planOrdinal], tasks[taskOrdinal]]
    if (!plan || !task) return []
    // what stands on a part of the documents asked for stands on no named set
    const documentSet = nDocs === wanted[taskOrdinal] ? task.docSetId : null
    return Object.entries(metrics).map(([name, { value, stderr }]) => [
      ...about,
      ...[plan.plan, plan.schedule, plan.affectedLayers, plan.layerApplications],
      ...[task.task, name, Number(higherIsBetter(name as MetricName)), task.floor],
      ...[value, stderr, stderr === null ? null : 'standard error over documents'],
      ...[nDocs, task.nDocsTotal, documentSet],
    ])
  })
}
