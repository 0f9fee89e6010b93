import type { MethodContent, RanRun, ReportBlock } from '@contract/report'
import type { RunDetail } from '@contract/run'
import { asCommand } from '@/shared/design/as-command'
import { deviceText } from '@/shared/format/device-text'

/** How the runs of a report were made, as their records tell it. */
export const methodContent = (runs: readonly RunDetail[], takenAt: string): MethodContent => ({
  kind: 'method',
  runs: runs.map(ranRun),
  takenAt,
})

function ranRun(run: RunDetail): RanRun {
  const { entry, experiment, model, precision, device, addBos, versions, tasks, plans } = run
  return {
    run: entry.run,
    name: entry.name,
    model: model.name,
    fingerprint: model.fingerprint,
    family: model.family,
    nLayers: model.nLayers,
    precision,
    device,
    addBos,
    startedAt: entry.startedAt,
    ...(entry.status === 'done' ? {} : { unfinished: unfinishedOf(run) }),
    versions: { ...versions },
    tasks: tasks.map(({ task, nExamples, nDocs, nDocsTotal, source }) => ({
      ...{ task, nExamples, nDocs, nDocsTotal, source },
    })),
    nPlans: plans.length,
    command: asCommand(experiment),
  }
}

const unfinishedOf = ({ entry, plans, tasks, measurements }: RunDetail): RanRun['unfinished'] => ({
  status: entry.status,
  measured: measurements.reduce((n, m) => n + m.nDocs, 0),
  asked: plans.length * tasks.reduce((n, t) => n + t.nDocs, 0),
})

/** Runs that figures and tables of a report are of, in the order in which they first come. */
export const runsOfBlocks = (blocks: readonly ReportBlock[]): readonly string[] => [
  ...new Set(
    blocks.flatMap(({ content }) => (content.kind === 'figure' || content.kind === 'table' ? content.origin.runs : [])),
  ),
]

/** The facts of a run, in one line each. */
export function factsOf(run: RanRun, words: MethodWords): readonly (readonly [string, string])[] {
  const { model, family, nLayers, fingerprint, precision, device, addBos, unfinished } = run
  return [
    ...(unfinished ? [[words.state, words.unfinished(unfinished)] as const] : []),
    [words.model, `${model} (${family}, ${nLayers} ${words.layers}), ${fingerprint}`],
    [words.device, `${deviceText(device, precision)} · ${addBos ? words.bos : words.noBos}`],
    [
      words.tasks,
      run.tasks
        .map((t) => `${t.task} (${t.nExamples > 0 ? `${t.nExamples}-shot, ` : ''}${t.nDocs} / ${t.nDocsTotal})`)
        .join(', '),
    ],
    [words.plans, String(run.nPlans)],
    [words.started, run.startedAt],
    [
      words.versions,
      Object.entries(run.versions)
        .map((v) => v.join(' '))
        .join(', '),
    ],
  ]
}
type FactName = 'state' | 'model' | 'layers' | 'device' | 'bos' | 'noBos' | 'tasks' | 'plans' | 'started' | 'versions'
export interface MethodWords extends Readonly<Record<FactName, string>> {
  readonly unfinished: (run: NonNullable<RanRun['unfinished']>) => string
}
