import { once } from 'node:events'
import Table from 'cli-table3'
import { METRICS, type Metric, type MetricName } from '../../../src-preload/contract/metrics'

export const print = (text: string): void => void process.stdout.write(`${text}\n`)
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 1))

/** Writes in pieces and waits where the reader is slow, so that large results never stand in memory as one string. */
export async function writePieces(pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}

/** A plain table: aligned columns, no lines. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const t = new Table({
    head: [...head],
    colAligns: head.map((_, i) => (right.includes(i) ? 'right' : 'left')),
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  t.push(...rows.map((r) => [...r]))
  return t.toString()
}

export const bytes = (n: number): string =>
  n >= 1e9 ? `${(n / 1e9).toFixed(2)} GB` : n >= 1e6 ? `${(n / 1e6).toFixed(1)} MB` : `${Math.ceil(n / 1e3)} kB`

/** 1:52, 3 h 10 min. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  if (s >= 3600) return `${Math.floor(s / 3600)} h ${Math.round((s % 3600) / 60)} min`
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
}

/** Accuracies with three decimals and an error without the leading zero; perplexity with two, none from 1,000, 3.69e5 above 10^5. */
export function metricText(name: MetricName, metric: Metric | undefined): string {
  if (!metric) return ''
  if (metric.value === null) return 'not finite'
  const number = (v: number): string => {
    if (METRICS[name].scale !== 'log') return v.toFixed(3)
    return v >= 1e5 ? v.toExponential(2).replace('+', '') : v >= 1000 ? v.toFixed(0) : v.toFixed(2)
  }
  if (metric.stderr === null) return number(metric.value)
  return `${number(metric.value)} ± ${number(metric.stderr).replace(/^0\./, '.')}`
}
