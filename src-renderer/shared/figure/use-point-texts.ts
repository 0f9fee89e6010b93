import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/format/use-format'
import type { ShownMetric } from '@contract/format/shown-metric'
import type { Line, Point } from '@/shared/series/line'
import type { TipRow } from './line-tip'
import { useLineNames } from './use-line-names'

/** What is told of a chart's points, in the page's language. */
export function usePointTexts(metric: () => ShownMetric) {
  const { t } = useI18n()
  const format = useFormat()
  const { nameOf } = useLineNames()

  const spread = ({ error }: Point): string =>
    error === null || error === 0 ? '' : `± ${format.error(error, metric())}`
  /** What a point is of several plans. */
  function among({ params, n, nOf, chosenOf }: Point): string {
    if (chosenOf > 0) return t('figures.chosenOf', { n: params.n ?? '', of: chosenOf })
    if (nOf > 1) return n < nOf ? t('figures.seedsOf', { n, of: nOf }, nOf) : t('figures.seeds', { n }, n)
    return params.n === undefined ? '' : `n = ${params.n}`
  }
  /** How many documents the points of one x stand on. */
  function documents(rows: readonly TipRow[]): string {
    const counts = rows.map((r) => r.point.nDocs)
    const [least, most] = [Math.min(...counts), Math.max(...counts)]
    const n = least === most ? format.count(most) : `${format.count(least)}–${format.count(most)}`
    return t('count.documents', { n }, most)
  }
  const spoken = (line: Line, point: Point): string =>
    t('figures.spoken', {
      name: nameOf(line),
      x: format.fixed(point.x, point.x % 1 === 0 ? 0 : 1),
      y: format.metric(point.y, metric()),
      spread: spread(point),
      n: format.count(point.nDocs),
    })
  /** A chart for those who do not see it: where each line begins and ends. */
  const summary = (title: string, lines: readonly Line[]): string => {
    const ends = lines.flatMap((l) => {
      const [first, last] = [l.points[0], l.points.at(-1)]
      if (!first || !last) return []
      const value = (p: Point): string => format.metric(p.y, metric())
      return [t('figures.summaryLine', { name: nameOf(l), first: value(first), last: value(last) })]
    })
    return `${title}. ${ends.join(' ')}`
  }
  /** Whether the values were computed for their run, or read from the store. */
  function origin(rows: readonly TipRow[]): string {
    const n = rows.filter((r) => r.point.isStored).length
    if (n === 0) return t('figures.fresh')
    return n === rows.length ? t('figures.stored') : t('figures.storedOf', { n, of: rows.length })
  }
  /** What the points at one x have in common: the layer, or the affected ones. */
  function head(rows: readonly TipRow[], x: number, nLayers: number, percent: boolean): string {
    const s = rows.find((r) => r.point.params.s !== undefined)?.point.params.s
    const layer = rows.find((r) => r.point.params.layer !== undefined)?.point.params.layer
    if (layer !== undefined) return t('figures.atLayer', { layer })
    if (percent) return `${format.fixed(x, 1)}%`
    if (s === undefined) return format.fixed(x, 0)
    return t('figures.atM', { m: x, s, from: s + 1, to: nLayers - s - 1 })
  }
  return { nameOf, spread, among, documents, spoken, summary, origin, head }
}
