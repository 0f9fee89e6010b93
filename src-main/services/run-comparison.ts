import { HIGHER_IS_BETTER, type MetricName } from '../../src-preload/contract/domain'
import type { Services } from './services'

/** One plan on one task in several runs, the first of which is the baseline. */
export interface ComparedMetric {
  readonly plan: string
  readonly task: string
  readonly metric: MetricName
  /** One per run; null where the run did not measure it. */
  readonly values: readonly (number | null)[]
  readonly stderrs: readonly (number | null)[]
  /** Against the first run; null where the documents differ or a value is missing. */
  readonly deltas: readonly (number | null)[]
  readonly higherIsBetter: boolean
}

export interface RunComparison {
  readonly runs: readonly { readonly run: string; readonly name: string; readonly model: string }[]
  /** What the runs do not share, by name. */
  readonly differsIn: Readonly<Record<string, readonly string[]>>
  /** Why some deltas are missing. */
  readonly notComparable: readonly string[]
  readonly metrics: readonly ComparedMetric[]
}

export function compareRuns(services: Services, texts: readonly string[]): RunComparison {
  const { runs, documents } = services.context
  const all = texts.map((t) => {
    const run = runs.get(runs.resolveId(t))
    const tasks = runs.tasks(run.id)
    return { run, tasks, plans: runs.plans(run.id), measurements: runs.measurements(run.id), docs: tasks.map((task) => documents.readSet(task.docSetId).map((d) => d.documentId).join()) }
  })
  const [first] = all
  if (!first) return { runs: [], differsIn: {}, notComparable: [], metrics: [] }
  const facts: Record<string, readonly string[]> = {
    model: all.map((a) => a.run.modelName),
    fingerprint: all.map((a) => a.run.fingerprint.slice(0, 12)),
    device: all.map((a) => a.run.device),
    precision: all.map((a) => a.run.precision),
    tokenizer: all.map((a) => a.run.tokenizer.slice(0, 12)),
    'add BOS': all.map((a) => String(a.run.addBos)),
    numerics: all.map((a) => String(a.run.numerics)),
    ...Object.fromEntries(Object.keys(first.run.versions).map((k) => [k, all.map((a) => a.run.versions[k] ?? '')])),
  }
  const notComparable = new Set<string>()
  const metrics: ComparedMetric[] = []
  const pairs = new Map<string, { plan: string; task: string; metric: MetricName }>()
  for (const a of all) {
    for (const m of a.measurements) {
      const plan = a.plans[m.planOrdinal]?.plan as string
      const task = a.tasks[m.taskOrdinal]?.task as string
      for (const metric of Object.keys(m.metrics) as MetricName[]) pairs.set(JSON.stringify([plan, task, metric]), { plan, task, metric })
    }
  }
  for (const { plan, task, metric } of pairs.values()) {
    const cells = all.map((a) => {
      const t = a.tasks.findIndex((x) => x.task === task)
      const m = a.measurements.find((x) => x.taskOrdinal === t && a.plans[x.planOrdinal]?.plan === plan)
      const found = m?.metrics[metric]
      return { value: found?.value ?? null, stderr: found?.stderr ?? null, docs: a.docs[t], fingerprint: a.tasks[t]?.fingerprint }
    })
    const [base] = cells as [(typeof cells)[number]]
    const deltas = cells.map((c, i) => {
      if (i === 0 || c.value === null || base.value === null) return null
      if (c.docs !== base.docs || c.fingerprint !== base.fingerprint) {
        notComparable.add(`${task}: ${all[i]?.run.id} was measured on other documents than ${first.run.id}`)
        return null
      }
      return c.value - base.value
    })
    metrics.push({ plan, task, metric, values: cells.map((c) => c.value), stderrs: cells.map((c) => c.stderr), deltas, higherIsBetter: HIGHER_IS_BETTER[metric] })
  }
  return {
    runs: all.map((a) => ({ run: a.run.id, name: a.run.name, model: a.run.modelName })),
    differsIn: Object.fromEntries(Object.entries(facts).filter(([, values]) => new Set(values).size > 1)),
    notComparable: [...notComparable],
    metrics,
  }
}
