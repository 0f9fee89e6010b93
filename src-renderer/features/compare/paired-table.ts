import type { PairedComparison, PairedRow } from '@contract/comparison'
import type { ReadTable } from '@/shared/series/read-table'
import type { PlanSide } from './plan-facts'

/** The paired statistics of two plans as a table that leaves the app. Pure. */

export interface PairedWords {
  readonly task: string
  readonly metric: string
  readonly interval: string
  readonly holm: string
  readonly rightToWrong: string
  readonly wrongToRight: string
  readonly caption: string
  readonly value: (value: number | null, row: PairedRow) => string
  readonly delta: (value: number, row: PairedRow) => string
  readonly p: (p: number | null) => string
}

const COLUMNS = [
  ...['task', 'metric', 'higher_is_better', 'n', 'a', 'b', 'difference', 'interval_low', 'interval_high'],
  ...['interval_kind', 'ratio', 'ratio_low', 'ratio_high', 'p', 'p_holm', 'test', 'right_to_wrong', 'wrong_to_right'],
  ...['plan_a', 'model_a', 'run_a', 'plan_b', 'model_b', 'run_b'],
]

const INTERVALS: Readonly<Record<PairedRow['method'], string>> = {
  'mcnemar-exact': '95% Tango score interval',
  'paired-bootstrap': '95% percentiles of the paired bootstrap',
}

export function pairedTable(
  { rows }: PairedComparison,
  sides: readonly [PlanSide, PlanSide],
  words: PairedWords,
): ReadTable {
  const about = sides.flatMap(({ run, plan }) => [plan?.plan ?? '', run?.model.name ?? '', run?.entry.run ?? ''])
  const range = (of: readonly [number, number], text: (v: number) => string): string => `[${of.map(text).join(', ')}]`
  return {
    name: 'compare_two-plans',
    caption: words.caption,
    head: [
      words.task,
      words.metric,
      'n',
      'A',
      'B',
      'B \u2212 A',
      words.interval,
      'p',
      words.holm,
      words.rightToWrong,
      words.wrongToRight,
    ],
    align: ['left', 'left', ...Array.from({ length: 9 }, () => 'right' as const)],
    rows: rows.map((r, i) => [
      rows[i - 1]?.task === r.task ? '' : r.task,
      `${r.metric}\u00a0${r.higherIsBetter ? '↑' : '↓'}`,
      String(r.n),
      words.value(r.a, r),
      words.value(r.b, r),
      r.delta === null ? '–' : words.delta(r.delta, r),
      r.ratio
        ? `× ${words.value(r.ratio.value, r)} ${range(r.ratio.interval, (v) => words.value(v, r))}`
        : r.interval
          ? range(r.interval, (v) => words.delta(v, r))
          : '–',
      words.p(r.p),
      words.p(r.pHolm),
      r.flips ? String(r.flips.rightToWrong) : '–',
      r.flips ? String(r.flips.wrongToRight) : '–',
    ]),
    data: {
      columns: COLUMNS,
      rows: rows.map((r) => [
        ...[r.task, r.metric, Number(r.higherIsBetter), r.n, r.a, r.b, r.delta],
        ...[r.interval?.[0] ?? null, r.interval?.[1] ?? null, r.interval ? INTERVALS[r.method] : null],
        ...[r.ratio?.value ?? null, r.ratio?.interval[0] ?? null, r.ratio?.interval[1] ?? null],
        ...[r.p, r.pHolm, r.method, r.flips?.rightToWrong ?? null, r.flips?.wrongToRight ?? null],
        ...about,
      ]),
    },
    runs: [...new Set(sides.flatMap(({ run }) => (run ? [run.entry.run] : [])))],
  }
}
