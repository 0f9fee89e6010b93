import type { ScoreChoice } from '@/shared/series/score'
import { tasksOf, type Source } from '@/shared/series/source'
import type { Panel, Text } from './definition'

/** What a picture of a figure tells below it, so that it can be read without the app. */

const listed = (values: readonly string[], between = ', '): string => [...new Set(values)].join(between)

/** What a value is called. */
export const scoreName = ({ score, task, metric }: ScoreChoice): Text | string =>
  score === 'normalised' ? { key: 'figures.normalisedScore' } : `${task} ${metric}`

const runsText = (sources: readonly Source[]): Text => ({
  key: 'figures.captionRuns',
  values: { runs: sources.map((s) => s.run.entry.run).join(', ') },
})

const modelsOf = (sources: readonly Source[]): string => listed(sources.map((s) => s.run.model.name))

/** @param words the name of the score and the date, in the page's language */
export function lineCaption(
  sources: readonly Source[],
  panels: readonly Panel[],
  words: { readonly score: string; readonly date: string; readonly band: string },
): readonly Text[] {
  const hasBand = panels.some((p) => p.figure.lines.some((l) => l.hasBand))
  return [
    {
      key: 'figures.caption',
      values: {
        models: modelsOf(sources),
        tasks: tasksOf(sources.map((s) => s.run)).join(', '),
        score: words.score,
        device: listed(
          sources.map((s) => `${s.run.device}, ${s.run.precision}`),
          '; ',
        ),
        date: words.date,
      },
    },
    ...(hasBand ? [{ key: 'figures.captionBand', values: { band: words.band } }] : []),
    runsText(sources),
  ]
}

export const loopCaption = (
  sources: readonly Source[],
  words: { readonly score: string; readonly date: string },
): readonly Text[] => [
  { key: 'figures.heatmapCaption', values: { ...words, models: modelsOf(sources) } },
  runsText(sources),
]
