import { z } from 'zod'
import { commonScoresSchema, type CommonScores } from '../common-scores'
import {
  comparedDocumentsSchema,
  sideSchema,
  type ComparedDocuments,
  type PairedComparison,
  type RunsTable,
  type SavedComparison,
} from '../comparison'
import { id, name, nothing, returns, route, run, runs } from './route'

/** Comparisons of saved runs. */
export const compareRoutes = {
  'compare.runs': route(z.strictObject({ runs, baseline: run }), returns<RunsTable>()),
  'compare.scores': route(commonScoresSchema, returns<CommonScores>()),
  'compare.paired': route(z.strictObject({ a: sideSchema, b: sideSchema }), returns<PairedComparison>()),
  'compare.documents': route(comparedDocumentsSchema, returns<ComparedDocuments>()),
  'comparisons.list': route(nothing, returns<readonly SavedComparison[]>()),
  'comparisons.save': route(
    z.strictObject({ name, address: z.string().startsWith('/').max(100_000) }),
    returns<SavedComparison>(),
  ),
  'comparisons.remove': route(z.strictObject({ id }), returns<null>()),
} as const
