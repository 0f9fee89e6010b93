import { LabError } from '../errors'
import { parsePlan } from './parse'
import { tooLarge } from './bounds'
import { resolveSteps } from './resolve-steps'
import { resolveVariant } from './resolve-variant'
import type { Schedule } from './schedule'
import { MAX_PLANS_IN_GRID, MAX_TOTAL_APPLICATIONS, type PlanFault, type VariantName } from './syntax'
import type { VariantParams } from './variants'

/** A plan resolved against a model of `nLayers` layers. */
export interface ResolvedPlan {
  /** The text as given, white space trimmed; grids expanded, the variant's name kept. */
  readonly plan: string
  /** The canonical form: equal for equal schedules. */
  readonly schedule: string
  readonly layers: Schedule
  readonly layerApplications: number
  /** The paper's M for a variant; null for a plan written by hand, where the term has no meaning. */
  readonly affectedLayers: number | null
  readonly variant: { readonly name: VariantName; readonly params: VariantParams } | null
}

export type Resolved =
  | { readonly ok: true; readonly plans: readonly ResolvedPlan[] }
  | { readonly ok: false; readonly faults: readonly PlanFault[] }

/**
 * Parses `text` and resolves it for a model of `nLayers` layers: one plan, or all plans of a grid in the order of its
 * parameters. Everything that does not fit the model is reported, each fault with its column. No schedule is expanded
 * before it is known to stay within the bounds.
 */
export function resolvePlans(text: string, nLayers: number): Resolved {
  const parsed = parsePlan(text)
  if (!parsed.ok) return { ok: false, faults: [parsed.fault] }
  return parsed.plan.kind === 'variant'
    ? resolveVariant(text.trim(), parsed.plan, nLayers)
    : resolveSteps(text.trim(), parsed.plan, nLayers)
}

/** As `resolvePlans`, but throws a `plan.*` LabError that carries the first fault. */
export function resolvePlansOrThrow(text: string, nLayers: number): readonly ResolvedPlan[] {
  const resolved = resolvePlans(text, nLayers)
  if (resolved.ok) return resolved.plans
  const [fault] = resolved.faults as [PlanFault]
  throw new LabError(fault.code, `plan ${JSON.stringify(shorten(text))}: ${fault.message}`, {
    column: fault.column,
    plan: text,
  })
}

/** Resolves several texts; the bound on the number of plans holds for them together. */
export function resolveAllOrThrow(texts: readonly string[], nLayers: number): ResolvedPlan[] {
  const all: ResolvedPlan[] = []
  let applications = 0
  for (const text of texts) {
    for (const plan of resolvePlansOrThrow(text, nLayers)) {
      all.push(plan)
      applications += plan.layerApplications
    }
    if (applications > MAX_TOTAL_APPLICATIONS)
      throw new LabError('plan.too-many-applications', tooLarge(applications), {})
    if (all.length > MAX_PLANS_IN_GRID) {
      throw new LabError(
        'plan.too-many',
        `the experiment has ${all.length} plans or more; at most ${MAX_PLANS_IN_GRID} are taken: use fewer values`,
        {},
      )
    }
  }
  return all
}

const shorten = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}…`)
