import { readVariant } from '@/shared/plan/plan-text'
import { LIVE_VARIANTS, type SimilarityDefinition } from './definition'
import { STATES_DOCUMENTS } from './measured-states'

/** Models side by side. */
const MOST_MODELS = 6

/** Figures 3 and 14: similarity between the layers' states of the unmodified model, the newest of each, the one at hand first. */
export const FIGURE_3: SimilarityDefinition = {
  kind: 'similarity',
  id: '3',
  label: '3, 14',
  number: '3',
  plans: () => ['full'],
  quickDocuments: STATES_DOCUMENTS,
  live: LIVE_VARIANTS,
  plansAt: () => ['full'],
  hasStart: false,
  panels: 'models',
  shown: (entries, { fingerprint }) => {
    const full = entries.filter((e) => readVariant(e.plan)?.name === 'full')
    const newest = new Map(full.toReversed().map((e) => [e.fingerprint, e]))
    const isAtHand = (e: { readonly fingerprint: string }): number => Number(e.fingerprint === fingerprint)
    return [...newest.values()].sort((a, b) => isAtHand(b) - isAtHand(a)).slice(0, MOST_MODELS)
  },
  hasVariance: false,
}
