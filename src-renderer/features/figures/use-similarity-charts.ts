import type { EChartsOption } from 'echarts'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ChartSizes } from '@/shared/charts/chart-sizes'
import type { Sheet, SheetPanel } from '@/shared/charts/compose-svg'
import { logRange } from '@/shared/charts/log-range'
import { markColor, symbolOf } from '@/shared/charts/look'
import { similarityChart } from '@/shared/charts/similarity-chart'
import { varianceChart, type VarianceSeries } from '@/shared/charts/variance-chart'
import { useFormat } from '@/shared/format/use-format'
import { markOfPlan, readVariant } from '@/shared/plan/plan-text'
import type { SimilarityFigure, SimilarityPanel } from '@/shared/series/similarity'
import { letterOf } from '@/shared/series/subject'
import type { Theme } from '@/theme/tokens'
import type { SimilarityDefinition } from './definitions/definition'
import { middleOf } from './definitions/measured-states'
import { useTexts } from './use-texts'

/** In their order, on the page and as they leave the app; none for one alone. */
export const similarityLetters = (n: number): readonly string[] =>
  Array.from({ length: n }, (_, i) => (n > 1 ? letterOf(i) : ''))

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

  const similarity = ({ figure }: SimilarityPanel, theme: Theme, sizes?: ChartSizes): EChartsOption =>
    similarityChart(figure, { theme, words: words.value, ...(sizes ? { sizes } : {}) })
  function varianceOf({ states, figure }: SimilarityPanel, theme: Theme): VarianceSeries {
    const mark = markOfPlan(states.plan)
    const start = readVariant(states.plan)?.choices.s
    return {
      name: figure.title,
      color: markColor(mark, theme),
      symbol: symbolOf(mark),
      positions: figure.positions,
      values: figure.variance,
      middle: start?.kind === 'one' ? middleOf(start.value, figure.positions.length) : null,
    }
  }
  /** One panel's curve, over those of the panels beside it where their positions are as many. */
  function variance(panel: SimilarityPanel, theme: Theme, sizes?: ChartSizes): EChartsOption {
    const isBeside = (p: SimilarityPanel): boolean =>
      p !== panel && p.figure.positions.length === panel.figure.positions.length
    return varianceChart(varianceOf(panel, theme), {
      theme,
      axis: words.value.axis,
      y: t('figures.variance'),
      range: range.value,
      others: panels()
        .filter(isBeside)
        .map((p) => varianceOf(p, theme)),
      ...(sizes ? { sizes } : {}),
    })
  }
  const groupsText = ({ groups, positions }: SimilarityFigure): string =>
    groups.map((g) => `${t(`figures.${g.name}`)} ${positions[g.from] ?? ''}–${positions[g.to] ?? ''}`).join(' · ')

  function caption(): string[] {
    const listed = (values: readonly string[]): string => [...new Set(values)].join(', ')
    return [
      t('figures.statesCaption', {
        models: listed(panels().map((p) => p.states.model)),
        plans: listed(panels().map((p) => p.states.plan)),
        documents: listed(panels().map((p) => t('count.documents', { n: p.figure.nDocs }, p.figure.nDocs))),
        task: listed(panels().map((p) => p.states.task)),
        date: format.time(new Date().toISOString()),
      }),
      ...panels().flatMap(({ figure }) =>
        figure.groups.length > 0 ? [`${figure.title}: ${groupsText(figure)}.`] : [],
      ),
      ...(withoutFirst() ? [t('figures.firstLeftOut')] : []),
    ]
  }
  function sheet(): Sheet {
    const nDocs = panels()[0]?.figure.nDocs ?? 0
    const letters = similarityLetters(panels().length)
    return {
      title: sheetTitle(definition()),
      badge: t('count.documents', { n: nDocs }, nDocs),
      // one alone has its variance beside it, several have theirs below
      columns: Math.max(1, panels().length, definition().hasVariance ? 2 : 1),
      isGrid: definition().hasVariance && panels().length > 1,
      legend: [],
      scale: { name: t('figures.cosine'), low: '0', high: '1' },
      caption: caption(),
      panels: [
        ...panels().map((p, i): SheetPanel => ({
          letter: letters[i] ?? '',
          title: p.figure.title,
          aspect: 1,
          draw: ({ theme, sizes }) => similarity(p, theme, sizes),
        })),
        ...(definition().hasVariance
          ? panels().map((p): SheetPanel => ({
              letter: '',
              title: '',
              aspect: 0.75,
              draw: ({ theme, sizes }) => variance(p, theme, sizes),
            }))
          : []),
      ],
    }
  }
  return { similarity, variance, groupsText, sheet }
}
