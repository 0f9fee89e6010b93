import { once } from 'node:events'
import Table from 'cli-table3'
import * as numbers from '../../../src-preload/contract/format/numbers'
import type { Metric, MetricName } from '../../../src-preload/contract/metrics'

const LOCALE = 'en'

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

/** In a terminal a line may break anywhere. */
const inPlainSpaces = (text: string): string => text.replaceAll('\u00a0', ' ')

/** 1.3 GB. */
export const bytes = (n: number): string => inPlainSpaces(numbers.bytesText(n, LOCALE))

/** 1:52 min, 3 h 10 min. */
export const duration = (seconds: number): string =>
  inPlainSpaces(numbers.durationText(seconds, { h: 'h', min: 'min', s: 's' }))

/** With its error, where it has one. */
export function metricText(name: MetricName, metric: Metric | undefined): string {
  if (!metric) return ''
  if (metric.value === null) return 'not finite'
  const value = numbers.metricText(metric.value, name, LOCALE)
  return metric.stderr === null ? value : `${value} ± ${numbers.errorText(metric.stderr, name, LOCALE)}`
}
