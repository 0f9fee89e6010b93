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

  function spread({ error, n }: Point): string {
    if (error === null || (error === 0 && n === 1)) return ''
    return `± ${format.error(error, metric())}${n > 1 ? ` ${t('figures.sd')}` : ''}`
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
  return { nameOf, spread, spoken, summary, origin, head }
}
