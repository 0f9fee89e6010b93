import type { PairedRow, Side } from '@contract/comparison'
import type { RunDetail } from '@contract/run'
import { booktabs, latexNumber, latexRule, latexText } from '@/shared/series/booktabs'
import type { Table } from '@/shared/series/table'

/** The paired statistics of two plans as data, and as a table to print. Pure. */

const COLUMNS = [
  ...['task', 'metric', 'higher_is_better', 'model_a', 'plan_a', 'run_a', 'run_status_a'],
  ...['model_b', 'plan_b', 'run_b', 'run_status_b'],
  ...['n', 'a', 'b', 'b_minus_a', 'ci95_low', 'ci95_high', 'ratio', 'ratio_ci95_low', 'ratio_ci95_high'],
  ...['p', 'p_holm', 'tested', 'method', 'right_to_wrong', 'wrong_to_right'],
]

function namesOf(
  runs: readonly RunDetail[],
  { run, plan }: Side,
): readonly [model: string, plan: string, run: string, status: string] {
  const found = runs.find((d) => d.entry.run === run)
  return [found?.model.name ?? '', found?.plans[plan]?.plan ?? '', run, found?.entry.status ?? '']
}

/** A row a task and metric. */
export function pairedData(rows: readonly PairedRow[], runs: readonly RunDetail[], a: Side, b: Side): Table {
  const sides = [...namesOf(runs, a), ...namesOf(runs, b)]
  return {
    columns: COLUMNS,
    rows: rows.map((r) => [
      ...[r.task, r.metric, r.higherIsBetter ? 1 : 0, ...sides],
      ...[r.n, r.a, r.b, r.delta, r.interval?.[0] ?? null, r.interval?.[1] ?? null],
      ...[r.ratio?.value ?? null, r.ratio?.interval[0] ?? null, r.ratio?.interval[1] ?? null],
      ...[r.p, r.pHolm, r.isTested ? 1 : 0, r.method],
      ...[r.flips?.rightToWrong ?? null, r.flips?.wrongToRight ?? null],
    ]),
  }
}

export interface PairedWords {
  readonly caption: string
  readonly task: string
  readonly metric: string
  readonly interval: string
  readonly holm: string
  readonly rightToWrong: string
  readonly wrongToRight: string
  readonly value: (value: number | null, row: PairedRow) => string
  /** With its sign. */
  readonly delta: (value: number, row: PairedRow) => string
  readonly p: (p: number | null) => string
}

/** Significant ones bold, as on the screen. */
const SIGNIFICANT = 0.05

export function pairedLatex(rows: readonly PairedRow[], words: PairedWords): string {
  const head = [words.task, words.metric, '$n$', 'A', 'B', '$B - A$', words.interval, '$p$', words.holm]
  const cells = (r: PairedRow, i: number): readonly string[] => {
    const holm = latexNumber(words.p(r.pHolm))
    return [
      rows[i - 1]?.task === r.task ? '' : latexText(r.task),
      latexText(r.metric),
      String(r.n),
      latexNumber(words.value(r.a, r)),
      latexNumber(words.value(r.b, r)),
      r.delta === null ? '--' : latexNumber(words.delta(r.delta, r)),
      intervalText(r, words),
      latexNumber(words.p(r.p)),
      r.pHolm !== null && r.pHolm < SIGNIFICANT ? `\\textbf{${holm}}` : holm,
      r.flips ? String(r.flips.rightToWrong) : '--',
      r.flips ? String(r.flips.wrongToRight) : '--',
    ]
  }
  return booktabs('llrrrrcrrrr', words.caption, [
    '\\toprule',
    latexRule([...head.map(headText), latexText(words.rightToWrong), latexText(words.wrongToRight)]),
    '\\midrule',
    ...rows.map((r, i) => latexRule(cells(r, i))),
    '\\bottomrule',
  ])
}

/** Mathematics stays as it is. */
const headText = (text: string): string => (text.startsWith('$') ? text : latexText(text))

/** In the metric's own unit with signs; where quotients are compared, theirs. */
function intervalText(row: PairedRow, { value, delta }: PairedWords): string {
  const { ratio, interval } = row
  if (ratio) {
    const [low, high] = ratio.interval.map((v) => latexNumber(value(v, row)))
    return `$\\times$ ${latexNumber(value(ratio.value, row))} {[}${low}, ${high}{]}`
  }
  if (!interval) return '--'
  const [low, high] = interval.map((v) => latexNumber(delta(v, row)))
  return `{[}${low}, ${high}{]}`
}
