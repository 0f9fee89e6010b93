import type { RunListEntry } from '@contract/run'

/** The query box of the runs table: `model:smol variant:skip tag:paper status:done acc>0.3 lambada`. Words are joined by and. */
export type Filter = (run: RunListEntry) => boolean

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part)
const FIELDS: Readonly<Record<string, (run: RunListEntry, value: string) => boolean>> = {
  model: (r, v) => has(r.model, v),
  variant: (r, v) => r.plans.some((p) => has(p.split('(')[0] ?? '', v)),
  plan: (r, v) => r.plans.some((p) => has(p, v)),
  task: (r, v) => r.tasks.some((x) => has(x, v)),
  tag: (r, v) => r.tags.some((x) => has(x, v)),
  status: (r, v) => has(r.status, v),
  name: (r, v) => has(r.name, v),
  layers: (r, v) => compares(r.nLayers, v),
  plans: (r, v) => compares(r.nPlans, v),
  documents: (r, v) => compares(r.nDocs, v),
  acc: (r, v) => compares(r.headline.full, v),
  delta: (r, v) => compares(deltaOf(r), v),
}
export const QUERY_FIELDS = Object.keys(FIELDS)

/** How far a run's other plans are from the full model, on average; null while its plans stand on different documents. */
export const deltaOf = ({
  status,
  headline: { full, others },
}: Pick<RunListEntry, 'status' | 'headline'>): number | null =>
  status !== 'done' || full === null || others === null ? null : others - full

/** `12`, `>12`, `<=-0.2`. */
function compares(own: number | null, text: string): boolean {
  const [, sign = '', digits] = /^([<>]=?)?(-?\d*\.?\d+)$/.exec(text.replace('\u2212', '-')) ?? []
  if (digits === undefined || own === null) return false
  const n = Number(digits)
  switch (sign) {
    case '>':
      return own > n
    case '<':
      return own < n
    case '>=':
      return own >= n
    case '<=':
      return own <= n
    default:
      return own === n
  }
}

export function parseQuery(query: string): Filter {
  const tests = (query.toLowerCase().match(/\S*"[^"]*"|\S+/g) ?? []).map((word): Filter => {
    const [, field, value] = /^([a-z]+)(?::|(?=[<>]))(.+)$/.exec(word) ?? []
    const test = field === undefined ? undefined : FIELDS[field]
    const wanted = (value ?? word).replaceAll('"', '')
    if (test) return (r) => test(r, wanted)
    return (r) =>
      has(
        `${r.name} ${r.model} ${r.tags.join(' ')} ${r.note} ${r.tasks.join(' ')} ${r.plans.join(' ')} ${r.run}`,
        wanted,
      )
  })
  return (run) => tests.every((test) => test(run))
}

/** What the table can be sorted by; the first one unless chosen otherwise. */
export const SORT_KEYS = ['startedAt', 'name', 'model', 'status', 'nPlans', 'nDocs', 'acc', 'delta'] as const
export type SortKey = (typeof SORT_KEYS)[number]
const SORT_VALUES: Readonly<Record<SortKey, (run: RunListEntry) => number | string>> = {
  startedAt: (r) => r.startedAt,
  name: (r) => r.name,
  model: (r) => r.model,
  status: (r) => r.status,
  nPlans: (r) => r.nPlans,
  nDocs: (r) => r.nDocs,
  acc: (r) => r.headline.full ?? -Infinity,
  delta: (r) => deltaOf(r) ?? -Infinity,
}
export const GROUP_KEYS = ['none', 'model', 'status', 'tag'] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

export function sorted(runs: readonly RunListEntry[], key: SortKey, descending: boolean): RunListEntry[] {
  const sign = descending ? -1 : 1
  return [...runs].sort((a, b) => {
    const [x, y] = [SORT_VALUES[key](a), SORT_VALUES[key](b)]
    return (
      sign *
      (typeof x === 'number' && typeof y === 'number' ? (x === y ? 0 : x - y) : String(x).localeCompare(String(y)))
    )
  })
}

/** A table's rows: runs, with a heading before each group. */
export type TableRow =
  | { readonly kind: 'group'; readonly name: string; readonly n: number }
  | { readonly kind: 'run'; readonly run: RunListEntry }

export function grouped(runs: readonly RunListEntry[], by: GroupKey): readonly TableRow[] {
  if (by === 'none') return runs.map((run) => ({ kind: 'run', run }))
  const groups = new Map<string, RunListEntry[]>()
  for (const run of runs) {
    const names = by === 'tag' ? (run.tags.length > 0 ? run.tags : ['']) : [by === 'model' ? run.model : run.status]
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), run])
  }
  return [...groups].flatMap(([name, list]): TableRow[] => [
    { kind: 'group', name, n: list.length },
    ...list.map((run): TableRow => ({ kind: 'run', run })),
  ])
}

/** Tags as a person types them: between commas. */
export const tagsOf = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
