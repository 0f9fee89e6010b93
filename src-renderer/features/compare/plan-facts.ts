import type { RunDetail } from '@contract/run'

/** In what two plans, and the runs that they are of, differ. */
export interface PlanSide {
  readonly run: RunDetail | undefined
  readonly plan: RunDetail['plans'][number] | undefined
}

export interface PlanFact {
  /** A key of the locales. */
  readonly name: string
  readonly a: string
  readonly b: string
}

const FACTS: readonly (readonly [name: string, read: (side: PlanSide) => string | number | null | undefined])[] = [
  ['designer.plan', (s) => s.plan?.plan],
  ['designer.applications', (s) => s.plan?.layerApplications],
  ['designer.affected', (s) => s.plan?.affectedLayers],
  ['runs.name', (s) => s.run?.entry.name],
  ['run.model', (s) => s.run?.model.name],
  ['compare.fact.nLayers', (s) => s.run?.model.nLayers],
]

export const differingFacts = (a: PlanSide, b: PlanSide): readonly PlanFact[] =>
  FACTS.flatMap(([name, read]) => {
    const [x, y] = [a, b].map((side) => String(read(side) ?? '–'))
    return x === undefined || y === undefined || x === y ? [] : [{ name, a: x, b: y }]
  })

/** Fewer characters in common are shown: an ellipsis would save nothing. */
const FEWEST_LEFT_OUT = 6

/** Two texts without the words that both begin with, where these would push what differs out of sight. */
export function whereTheyDiffer(a: string, b: string): readonly [string, string] {
  let n = 0
  while (n < a.length && a[n] === b[n]) n++
  const start = a.slice(0, n).search(/[^ \-_/,:·]*$/)
  if (start < FEWEST_LEFT_OUT || a === b) return [a, b]
  return [`…${a.slice(start)}`, `…${b.slice(start)}`]
}
