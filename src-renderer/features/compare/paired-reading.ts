import type { PairedRow } from '@contract/comparison'
import type { ReadTable } from '@/shared/series/read-table'
import type { PairedWords } from './paired-data'

/** The paired statistics of two plans as a report shows them. Pure. */
export function pairedReading(
  rows: readonly PairedRow[],
  words: PairedWords,
): Pick<ReadTable, 'caption' | 'head' | 'align' | 'rows'> {
  const range = (of: readonly [number, number], text: (v: number) => string): string =>
    `[${of.map(text).join(',\u00a0')}]`
  const { task, metric, interval, holm, rightToWrong, wrongToRight, caption } = words
  return {
    caption,
    head: [task, metric, 'n', 'A', 'B', 'B\u00a0\u2212\u00a0A', interval, 'p', holm, rightToWrong, wrongToRight],
    align: ['left', 'left', ...Array.from({ length: 9 }, () => 'right' as const)],
    rows: rows.map((r, i) => [
      rows[i - 1]?.task === r.task ? '' : r.task,
      `${r.metric}\u00a0${r.higherIsBetter ? '↑' : '↓'}`,
      String(r.n),
      words.value(r.a, r),
      words.value(r.b, r),
      r.delta === null ? '–' : words.delta(r.delta, r),
      r.ratio
        ? `×\u00a0${words.value(r.ratio.value, r)} ${range(r.ratio.interval, (v) => words.value(v, r))}`
        : r.interval
          ? range(r.interval, (v) => words.delta(v, r))
          : '–',
      words.p(r.p).replaceAll(' ', '\u00a0'),
      words.p(r.pHolm).replaceAll(' ', '\u00a0'),
      r.flips ? String(r.flips.rightToWrong) : '–',
      r.flips ? String(r.flips.wrongToRight) : '–',
    ]),
  }
}
