import type { RunListEntry } from '../../src-preload/contract/domain'

/** The query box of the runs table: `model:smol variant:skip tag:paper status:done task:arc lambada`. Words are joined by and. */
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
}
export const QUERY_FIELDS = Object.keys(FIELDS)

/** `12`, `>12`, `<=12`. */
function compares(own: number, text: string): boolean {
  const [, sign = '', digits] = /^([<>]=?)?(\d+)$/.exec(text) ?? []
  if (digits === undefined) return false
  const n = Number(digits)
  return sign === '>' ? own > n : sign === '<' ? own < n : sign === '>=' ? own >= n : sign === '<=' ? own <= n : own === n
}

export function parseQuery(query: string): Filter {
  const tests = (query.toLowerCase().match(/\S*"[^"]*"|\S+/g) ?? []).map((word): Filter => {
    const [, field, value] = /^([a-z]+)(?::|(?=[<>]))(.+)$/.exec(word) ?? []
    const test = field === undefined ? undefined : FIELDS[field]
    const wanted = (value ?? word).replaceAll('"', '')
    if (test) return (r) => test(r, wanted)
    return (r) => has(`${r.name} ${r.model} ${r.tags.join(' ')} ${r.note} ${r.tasks.join(' ')} ${r.plans.join(' ')} ${r.run}`, wanted)
  })
  return (run) => tests.every((test) => test(run))
}

export type SortKey = 'startedAt' | 'name' | 'model' | 'status' | 'nPlans' | 'nDocs'
export type GroupKey = 'none' | 'model' | 'status' | 'tag'

export function sorted(runs: readonly RunListEntry[], key: SortKey, descending: boolean): RunListEntry[] {
  const sign = descending ? -1 : 1
  return [...runs].sort((a, b) => sign * (typeof a[key] === 'number' ? (a[key]) - (b[key] as number) : String(a[key]).localeCompare(String(b[key]))))
}

/** A table's rows: runs, with a heading before each group. */
export type TableRow = { readonly kind: 'group'; readonly name: string; readonly n: number } | { readonly kind: 'run'; readonly run: RunListEntry }

export function grouped(runs: readonly RunListEntry[], by: GroupKey): readonly TableRow[] {
  if (by === 'none') return runs.map((run) => ({ kind: 'run', run }))
  const groups = new Map<string, RunListEntry[]>()
  for (const run of runs) {
    const names = by === 'tag' ? (run.tags.length > 0 ? run.tags : ['']) : [by === 'model' ? run.model : run.status]
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), run])
  }
  return [...groups].flatMap(([name, list]): TableRow[] => [{ kind: 'group', name, n: list.length }, ...list.map((run): TableRow => ({ kind: 'run', run }))])
}
