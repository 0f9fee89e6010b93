import { adaptSchema } from '@contract/adaptation'
import type { ExperimentInput } from '@contract/experiment'

/** An experiment as the command line starts it. */

/** Quoted for a POSIX shell where it has anything that one would read as its own. */
const quoted = (text: string): string =>
  /^[A-Za-z0-9_.,:/=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

type Entry = Exclude<ExperimentInput['tasks'][number], string>
function documentsOption({ task, limit, sample }: Entry): (readonly [string, string])[] {
  if (sample) return [['--documents', `${task}=${sample.n}:${sample.seed}`]]
  return limit === undefined ? [] : [['--documents', `${task}=${limit}`]]
}

/** What differs from what is taken where nothing is said. */
function adaptOptions(adapt: NonNullable<ExperimentInput['adapt']>): (readonly [string, string])[] {
  const usual = adaptSchema.parse({ what: adapt.what })
  const names = ['epochs', 'steps', 'lr', 'batch', 'seed', 'order'] as const
  const said = names.filter((name) => adapt[name] !== undefined && adapt[name] !== usual[name])
  return [['--adapt', adapt.what], ...said.map((name) => [`--${name}`, String(adapt[name])] as const)]
}

export function asCommand(experiment: ExperimentInput): string {
  const { name, model, plans, tasks, limit, sample, fewshot, device, addBos, tags = [], note } = experiment
  const { maxNewTokens, cache, maxLength, head, adapt } = experiment
  const named = tasks.map((t): Entry => (typeof t === 'string' ? { task: t } : t))
  const options: (readonly [option: string, value?: string])[] = [
    ['-m', model],
    ...plans.map((p) => ['-p', p] as const),
    ...named.map((t) => ['-t', t.task] as const),
    ...named.flatMap((t) => (t.data !== undefined ? [['--data', `${t.task}=${t.data}`] as const] : [])),
    ...named.flatMap((t) => documentsOption(t)),
    ...named.flatMap((t) => (t.fewshot === undefined ? [] : [['--fewshot', `${t.task}=${t.fewshot}`] as const])),
    ...named.flatMap((t) =>
      t.fewshotData === undefined ? [] : [['--fewshot-data', `${t.task}=${t.fewshotData}`] as const],
    ),
    ...(fewshot === undefined ? [] : [['--fewshot', String(fewshot)] as const]),
    ...(limit === undefined ? [] : [['--limit', String(limit)] as const]),
    ...(sample ? [['--sample', String(sample.n)] as const, ['--seed', String(sample.seed)] as const] : []),
    ...(maxNewTokens === undefined ? [] : [['--max-new-tokens', String(maxNewTokens)] as const]),
    ...(cache === undefined ? [] : [['--cache', cache] as const]),
    ...(maxLength === undefined ? [] : [['--max-length', String(maxLength)] as const]),
    ...(head === undefined ? [] : [['--head', head] as const]),
    ...(adapt ? adaptOptions(adapt) : []),
    ...named.flatMap((t) => (t.trainData === undefined ? [] : [['--train-data', `${t.task}=${t.trainData}`] as const])),
    ...(device === undefined || device === 'auto' ? [] : [['--device', device] as const]),
    ...(addBos === undefined ? [] : [[addBos ? '--bos' : '--no-bos'] as const]),
    ...(name === undefined || name === '' ? [] : [['--name', name] as const]),
    ...tags.map((t) => ['--tag', t] as const),
    ...(note === undefined || note === '' ? [] : [['--note', note] as const]),
  ]
  return [
    'npx atelier run',
    ...options.map((o) => o.map((part, i) => (i === 0 ? part : quoted(part ?? ''))).join(' ')),
  ].join(' \\\n  ')
}
