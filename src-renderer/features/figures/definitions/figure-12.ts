import { frameOf } from '@/shared/series/frame'
import type { Line, LineFigure, LineLook } from '@/shared/series/line'
import type { Source } from '@/shared/series/source'
import { variantLine } from '@/shared/series/variant-line'
import { LIVE_VARIANTS, QUICK_DOCUMENTS, type LinesDefinition } from './definition'

const N_DASHES = 6
const MOST_TINT = 3

/** Skip for several models, one line each. */
export function byModel(sources: readonly Source[], look: LineLook): LineFigure {
  const fingerprints = [...new Set(sources.map((s) => s.run.model.fingerprint))]
  const lines = fingerprints.flatMap((fingerprint, i): Line[] => {
    const own = sources.filter((s) => s.run.model.fingerprint === fingerprint)
    const line = variantLine(own, 'skip', look)
    const model = own[0]?.run.model
    if (!line || !model) return []
    return [
      {
        ...line,
        key: fingerprint,
        name: { kind: 'model', text: model.name, note: { kind: 'layers', n: model.nLayers } },
        dash: i % N_DASHES,
        tint: Math.min(MOST_TINT, i),
      },
    ]
  })
  return { lines, ...frameOf(sources, look, ['skip']) }
}

export const FIGURE_12: LinesDefinition = {
  kind: 'lines',
  id: '12',
  label: '12',
  number: '12',
  plans: () => ['full', 'skip(s=*)'],
  quickDocuments: QUICK_DOCUMENTS,
  live: LIVE_VARIANTS,
  variants: ['skip'],
  isOf: (variants) => variants.has('skip'),
  runs: 'each model',
  isByTask: false,
  panels: (sources, look) => [
    { key: 'main', variant: 'skip', title: { key: 'figures.12.title' }, figure: byModel(sources, look) },
  ],
  axis: 'share',
  legend: { lines: 'models', isByArea: false },
}
