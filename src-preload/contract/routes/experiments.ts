import { z } from 'zod'
import { experimentSchema, type ExperimentPreview, type StoredDraft, type SavedExperiment } from '../experiment'
import { id, json, name, nothing, returns, route } from './route'

/** Experiments: previewed, saved, and the draft. */
export const experimentsRoutes = {
  'experiments.preview': route(z.strictObject({ experiment: experimentSchema }), returns<ExperimentPreview>()),
  'experiments.list': route(nothing, returns<readonly SavedExperiment[]>()),
  'experiments.save': route(z.strictObject({ id: id.optional(), name, body: json }), returns<SavedExperiment>()),
  'experiments.remove': route(z.strictObject({ id }), returns<null>()),
  'experiments.restore': route(z.strictObject({ id }), returns<null>()),
  'draft.get': route(nothing, returns<StoredDraft | null>()),
  /** `base`: the draft that it was made of. False: another is kept by now, and stays. */
  'draft.set': route(z.strictObject({ body: json, id, base: id.nullable() }), returns<boolean>()),
} as const
