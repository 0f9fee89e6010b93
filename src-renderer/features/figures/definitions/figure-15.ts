import { readVariant } from '@/shared/plan/plan-text'
import { LIVE_VARIANTS, type SimilarityDefinition } from './definition'
import { middleStart, STATES_DOCUMENTS } from './measured-states'

const plansAt = (s: number): readonly string[] => ['full', `skip(s=${s})`, `repeat-middle(s=${s})`]

/** Panels from the left. */
const SHOWN = ['skip', 'repeat-middle', 'full'] as const

/** Along skip, middle repeat and full, with the variance: of each the plan that would be measured, else the newest. */
export const FIGURE_15: SimilarityDefinition = {
  kind: 'similarity',
  id: '15',
  label: '15',
  number: '15',
  plans: (nLayers) => plansAt(middleStart(nLayers)),
  quickDocuments: STATES_DOCUMENTS,
  live: LIVE_VARIANTS,
  plansAt,
  hasStart: true,
  panels: 'plans',
  shown: (entries, { fingerprint, plans }) => {
    const own = entries.filter((e) => e.fingerprint === fingerprint)
    return SHOWN.flatMap((name) => {
      const ofVariant = own.filter((e) => readVariant(e.plan)?.name === name)
      return ofVariant.find((e) => plans.includes(e.plan)) ?? ofVariant[0] ?? []
    })
  },
  hasVariance: true,
}
