import type { compareRoutes } from '../../../src-preload/contract/routes/compare'
import { compareRuns } from '../../runs/runs-table'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

type Needs = Pick<Lab, 'context' | 'results' | 'comparisons' | 'commonScores'>

export function compareHandlers({
  context,
  results,
  comparisons,
  commonScores,
}: Needs): HandlersOf<typeof compareRoutes> {
  return {
    'compare.runs': ({ runs, baseline }) => compareRuns(context, results, runs, baseline),
    'compare.scores': (query) => commonScores.get(query),
    'compare.paired': ({ a, b }) => comparisons.compare(a, b),
    'compare.documents': (query) => comparisons.documents(query),
    'comparisons.list': () => context.shelf.comparisons(),
    'comparisons.save': ({ name, address }) => context.shelf.saveComparison(name, address),
    'comparisons.remove': ({ id }) => done(context.shelf.removeComparison(id)),
  }
}
