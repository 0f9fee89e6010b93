import type { EChartsOption } from 'echarts'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Sheet } from '@/shared/charts/compose-svg'
import { logRange } from '@/shared/charts/log-range'
import { markColor, symbolOf } from '@/shared/charts/look'
import { similarityChart } from '@/shared/charts/similarity-chart'
import { varianceChart } from '@/shared/charts/variance-chart'
import { useFormat } from '@/shared/format/use-format'
import { markOfPlan, readVariant } from '@/shared/plan/plan-text'
import type { SimilarityFigure } from '@/shared/series/similarity'
import type { Theme } from '@/theme/tokens'
import type { SimilarityDefinition } from './definitions/definition'
import { middleOf } from './definitions/measured-states'
import { useTexts } from './use-texts'
import type { SimilarityPanel } from './use-similarities'

/** How the panels of a figure of hidden states are painted, on the page and as they leave the app. */
export function useSimilarityCharts(
  definition: () => SimilarityDefinition,
  panels: () => readonly SimilarityPanel[],
  withoutFirst: () => boolean,
) {
  const { t } = useI18n()
  const format = useFormat()
  const { sheetTitle } = useTexts()
  const words = computed(() => ({
    axis: t('figures.afterLayer'),
    groups: { beginning: t('figures.beginning'), middle: t('figures.middle'), end: t('figures.end') },
  }))
  /** Panels share their axis. */
  const range = computed(() => logRange(panels().flatMap((p) => p.figure.variance)))

  const similarity = ({ figure }: SimilarityPanel, theme: Theme): EChartsOption =>
    similarityChart(figure, { theme, words: words.value })
  function variance({ states, figure }: SimilarityPanel, theme: Theme): EChartsOption {
    const mark = markOfPlan(states.plan)
    const start = readVariant(states.plan)?.choices.s
    return varianceChart(
      {
        name: figure.title,
        color: markColor(mark, theme),
        symbol: symbolOf(mark),
        positions: figure.positions,
        values: figure.variance,
        middle: start?.kind === 'one' ? middleOf(start.value, figure.positions.length) : null,
      },
      { theme, axis: words.value.axis, y: t('figures.variance'), range: range.value },
    )
  }
  const groupsText = ({ groups, positions }: SimilarityFigure): string =>
    groups.map((g) => `${t(`figures.${g.name}`)} ${positions[g.from] ?? ''}–${positions[g.to] ?? ''}`).join(' · ')

  function caption(): string[] {
    const listed = (values: readonly string[]): string => [...new Set(values)].join(', ')
    return [
      t('figures.statesCaption', {
        models: listed(panels().map((p) => p.states.model)),
        task: listed(panels().map((p) => p.states.task)),
        date: format.time(new Date().toISOString()),
      }),
      ...panels().flatMap(({ figure }) => (figure.groups.length > 0 ? [`${figure.title}: ${groupsText(figure)}`] : [])),
      ...(withoutFirst() ? [t('figures.firstLeftOut')] : []),
    ]
  }
  function sheet(): Sheet {
    const nDocs = panels()[0]?.figure.nDocs ?? 0
    const size = { width: 380, height: 360 }
    return {
      title: sheetTitle(definition()),
      badge: t('count.documents', { n: nDocs }, nDocs),
      theme: 'light',
      columns: Math.max(1, panels().length),
      legend: [],
      caption: caption(),
      panels: [
        ...panels().map((p) => ({ ...size, title: p.figure.title, option: similarity(p, 'light') })),
        ...(definition().hasVariance
          ? panels().map((p) => ({ ...size, height: 220, title: '', option: variance(p, 'light') }))
          : []),
      ],
    }
  }
  return { similarity, variance, groupsText, sheet }
}
