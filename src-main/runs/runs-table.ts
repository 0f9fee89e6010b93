import { trainingText } from '../../src-preload/contract/adaptation'
import type { EntryDocuments } from '../../src-preload/contract/experiment'
import { decides, higherIsBetter, type MetricName } from '../../src-preload/contract/metrics'
import type { RunsTable } from '../../src-preload/contract/comparison'
import type { StoredRun } from '../store/run/run-row'
import type { Context } from '../home/context'
import type { RunResults } from './results'

/** Any number of runs against a baseline: what differs between them, and every plan, task and metric with its delta. */
export function compareRuns(
  context: Context,
  results: RunResults,
  texts: readonly string[],
  baselineText?: string,
): RunsTable {
  const ids = [...new Set(texts.map((t) => context.runs.record.resolveId(t)))]
  const baseline = Math.max(
    0,
    baselineText === undefined ? 0 : ids.indexOf(context.runs.record.resolveId(baselineText)),
  )
  const all = ids.map((id) => {
    const run = context.runs.record.get(id)
    const tasks = context.runs.record.tasks(id)
    const plans = context.runs.record.plans(id)
    const cells = new Map(
      results.stored(id).map((m) => [JSON.stringify([plans[m.planOrdinal]?.plan, tasks[m.taskOrdinal]?.task]), m]),
    )
    return {
      run,
      cells,
      affected: new Map(plans.map((p) => [p.plan, p.affectedLayers])),
      taskOf: new Map(tasks.map((t) => [t.task, t])),
      wanted: new Map(tasks.map((t) => [t.task, context.documents.countSet(t.docSetId)])),
    }
  })
  const base = all[baseline] as (typeof all)[number]
  const notComparable = new Map<string, RunsTable['notComparable'][number]>()
  const pairs = new Map<string, { plan: string; task: string; metrics: Set<MetricName> }>()
  for (const { cells } of all) {
    for (const [key, m] of cells) {
      const [plan, task] = JSON.parse(key) as [string, string]
      const pair = pairs.get(key) ?? { plan, task, metrics: new Set() }
      pairs.set(key, pair)
      for (const metric of Object.keys(m.metrics) as MetricName[]) pair.metrics.add(metric)
    }
  }
  const whyNot = (other: (typeof all)[number], task: string): RunsTable['notComparable'][number]['why'] | null => {
    const [x, y] = [base.taskOf.get(task), other.taskOf.get(task)]
    if (!x || !y || x.docSetId === y.docSetId) return null
    if (x.fingerprint !== y.fingerprint) return 'task'
    const [p, q] = [x, y].map((t) =>
      context.documents
        .readSet(t.docSetId)
        .map((d) => d.documentId)
        .join(),
    )
    // other token ids for the same documents: another tokenizer or another model's vocabulary
    return p === q ? null : 'documents'
  }
  const why = new Map(
    all.flatMap((a, i) => [...a.taskOf.keys()].map((task) => [JSON.stringify([i, task]), whyNot(a, task)] as const)),
  )
  const rows = [...pairs].flatMap(([key, { plan, task, metrics }]) =>
    [...metrics].map((metric): RunsTable['rows'][number] => {
      const cells = all.map((a) => ({ metric: a.cells.get(key)?.metrics[metric], nDocs: a.cells.get(key)?.nDocs ?? 0 }))
      const own = cells[baseline]?.metric?.value ?? null
      return {
        plan,
        task,
        metric,
        floor: decides(metric) ? (all.flatMap((a) => a.taskOf.get(task)?.floor ?? [])[0] ?? null) : null,
        values: cells.map((c) => c.metric?.value ?? null),
        stderrs: cells.map((c) => c.metric?.stderr ?? null),
        nDocs: cells.map((c) => c.nDocs),
        nWanted: all.map((a) => a.wanted.get(task) ?? 0),
        affectedLayers: all.map((a) => a.affected.get(plan) ?? null),
        deltas: cells.map((c, i) => {
          const value = c.metric?.value ?? null
          if (i === baseline || value === null || own === null) return null
          const reason = why.get(JSON.stringify([i, task])) ?? null
          // a run that is not done has other documents than the baseline, though it will take the same
          if (reason === null) return c.nDocs === cells[baseline]?.nDocs ? value - own : null
          const run = (all[i] as (typeof all)[number]).run.id
          notComparable.set(`${task} ${run}`, { task, run, why: reason })
          return null
        }),
        higherIsBetter: higherIsBetter(metric),
      }
    }),
  )
  return {
    runs: all.map(({ run }) => ({
      run: run.id,
      name: run.name,
      status: run.status,
      model: run.modelName,
      fingerprint: run.fingerprint,
      nLayers: context.models.describe(run.fingerprint).nLayers,
      precision: run.precision,
      addBos: run.addBos,
    })),
    facts: factsOf(all.map((a) => a.run)),
    rows,
    notComparable: [...notComparable.values()],
  }
}

function factsOf(runs: readonly StoredRun[]): RunsTable['facts'] {
  const facts: Record<string, readonly string[]> = {
    model: runs.map((r) => r.modelName),
    fingerprint: runs.map((r) => r.fingerprint.slice(0, 12)),
    tokenizer: runs.map((r) => r.tokenizer.slice(0, 12)),
    addBos: runs.map((r) => String(r.addBos)),
    precision: runs.map((r) => r.precision),
    device: runs.map((r) => r.device),
    numerics: runs.map((r) => String(r.numerics)),
    plans: runs.map((r) => r.experiment.plans.join('; ')),
    tasks: runs.map((r) => r.experiment.tasks.map((t) => (typeof t === 'string' ? t : t.task)).join(', ')),
    documents: runs.map((r) =>
      [
        inWords(r.experiment),
        ...r.experiment.tasks.flatMap((t) =>
          typeof t === 'string' || (t.limit === undefined && t.sample === undefined) ? [] : [`${t.task} ${inWords(t)}`],
        ),
      ].join('; '),
    ),
    ...settingsOf(runs),
    ...Object.fromEntries(
      Object.keys(runs[0]?.versions ?? {}).map((key) => [key, runs.map((r) => r.versions[key] ?? '')]),
    ),
  }
  return Object.entries(facts).map(([name, values]) => ({ name, values, differs: new Set(values).size > 1 }))
}

/** What an experiment says of heads and written answers, where one of the runs says it. */
function settingsOf(runs: readonly StoredRun[]): Record<string, readonly string[]> {
  const said = {
    head: (r: StoredRun) => r.experiment.head ?? (r.experiment.adapt ? 'pooler' : undefined),
    training: (r: StoredRun) => r.experiment.adapt && trainingText(r.experiment.adapt),
    trainingRows: (r: StoredRun) =>
      r.experiment.tasks.flatMap((t) => (typeof t === 'string' ? [] : (t.trainData ?? []))).join(', ') || undefined,
    maxLength: (r: StoredRun) => r.experiment.maxLength,
    maxNewTokens: (r: StoredRun) => r.experiment.maxNewTokens,
    cache: (r: StoredRun) => r.experiment.cache,
  }
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, of]) => {
      const values = runs.map((r) => of(r) ?? '–')
      return values.every((v) => v === '–') ? [] : [[name, values.map(String)]]
    }),
  )
}

const inWords = ({ limit, sample }: EntryDocuments): string =>
  sample ? `${sample.n}, seed ${sample.seed}` : String(limit ?? 'all')
