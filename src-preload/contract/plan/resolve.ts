import { LabError } from '../errors'
import { parsePlan } from './parse'
import { canonicalText, countApplications, simplify, type Block, type Schedule } from './schedule'
import {
  MAX_LAYER_APPLICATIONS,
  MAX_PLANS_IN_GRID,
  MAX_TOTAL_APPLICATIONS,
  planFault,
  type Branch,
  type ParamName,
  type ParamValue,
  type PlanFault,
  type Step,
  type StepsPlan,
  type VariantName,
  type VariantPlan,
} from './syntax'
import { VARIANTS, everyValue, largestValue, variantApplications, type VariantParams } from './variants'

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

const tooLarge = (reached: number): string =>
  `the plans together have ${reached} layer applications or more; at most ${MAX_TOTAL_APPLICATIONS} are taken: use fewer values`

const shorten = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 57)}…`)

// --- variants -----------------------------------------------------------------------------------------------------------

function resolveVariant(text: string, plan: VariantPlan, nLayers: number): Resolved {
  const { name } = plan
  const names = VARIANTS[name].params
  const axes = names.map((p) => axis(name, p, plan.params[p] as ParamValue, nLayers))
  const faults = axes.flatMap((a) => (a.ok ? [] : [a.fault]))
  if (faults.length > 0) return { ok: false, faults }

  const values = axes.map((a) => (a.ok ? a.values : []))
  const nPlans = values.reduce((product, v) => product * v.length, 1)
  if (nPlans > MAX_PLANS_IN_GRID) {
    return {
      ok: false,
      faults: [
        planFault(
          'plan.too-many',
          `the grid has ${nPlans} plans; at most ${MAX_PLANS_IN_GRID} are taken: use fewer values`,
          1,
          { n: nPlans, most: MAX_PLANS_IN_GRID },
        ),
      ],
    }
  }
  if (nPlans === 0) {
    return {
      ok: false,
      faults: [planFault('plan.no-value', `a model of ${nLayers} layers has no valid value for *`, 1, { nLayers })],
    }
  }
  const isGrid = names.some((p) => plan.params[p]?.kind !== 'one')
  const plans: ResolvedPlan[] = []
  let total = 0
  for (const combination of cartesian(values)) {
    const params: VariantParams = Object.fromEntries(names.map((p, i) => [p, combination[i]]))
    const layerApplications = variantApplications(name, nLayers, params)
    if (layerApplications > MAX_LAYER_APPLICATIONS)
      return { ok: false, faults: [tooManyApplications(layerApplications, 1)] }
    total += layerApplications
    if (total > MAX_TOTAL_APPLICATIONS)
      return {
        ok: false,
        faults: [
          planFault('plan.too-many-applications', tooLarge(total), 1, { n: total, most: MAX_TOTAL_APPLICATIONS }),
        ],
      }
    const layers = simplify(VARIANTS[name].expand(nLayers, params))
    const written = isGrid ? `${name}(${names.map((p, i) => `${p}=${combination[i]}`).join(',')})` : text
    plans.push({
      plan: written,
      schedule: canonicalText(layers),
      layers,
      layerApplications,
      affectedLayers: VARIANTS[name].affectedLayers(nLayers, params),
      variant: { name, params },
    })
  }
  return { ok: true, plans }
}

type Axis =
  { readonly ok: true; readonly values: readonly number[] } | { readonly ok: false; readonly fault: PlanFault }

function axis(variant: VariantName, param: ParamName, value: ParamValue, nLayers: number): Axis {
  const given = listValues(variant, param, value, nLayers)
  if (!given.ok) return given
  const values = given.values.map((v) => (param === 'layer' && v < 0 ? nLayers + v : v))
  const largest = largestValue(variant, param, nLayers)
  const bad = values.findIndex((v) => v < 0 || (largest !== undefined && v > largest))
  if (bad < 0) return { ok: true, values }
  const asked = given.values[bad]
  const sentence =
    param === 's'
      ? `s=${asked} is too large: this model has ${nLayers} layers, so s is at most ${largest}`
      : largest !== undefined && largest < 0
        ? `this model has ${nLayers} layer: ${variant} does not apply`
        : `layer ${asked} does not exist${variant === 'switch' ? ' or has no next layer' : ''}: ${variant} takes 0..${largest} on this model`
  return {
    ok: false,
    fault: planFault(param === 's' ? 'plan.s-too-large' : 'plan.no-such-layer', sentence, value.column, {
      asked: asked ?? null,
      largest: largest ?? null,
      nLayers,
      variant,
    }),
  }
}

function listValues(variant: VariantName, param: ParamName, value: ParamValue, nLayers: number): Axis {
  switch (value.kind) {
    case 'one':
      return { ok: true, values: [value.value] }
    case 'set':
      return { ok: true, values: [...new Set(value.values)] }
    case 'all':
      return { ok: true, values: everyValue(variant, param, nLayers) }
    case 'range': {
      const length = Math.abs(value.last - value.first) + 1
      if (length > MAX_PLANS_IN_GRID) {
        return {
          ok: false,
          fault: planFault(
            'plan.too-many',
            `${param} has ${length} values; at most ${MAX_PLANS_IN_GRID} plans are taken`,
            value.column,
            { n: length, most: MAX_PLANS_IN_GRID },
          ),
        }
      }
      const step = value.last < value.first ? -1 : 1
      return { ok: true, values: Array.from({ length }, (_, i) => value.first + step * i) }
    }
  }
}

function* cartesian(axes: readonly (readonly number[])[]): Generator<number[]> {
  const [head, ...rest] = axes
  if (head === undefined) {
    yield []
    return
  }
  for (const value of head) for (const tail of cartesian(rest)) yield [value, ...tail]
}

// --- plans written by hand ----------------------------------------------------------------------------------------------

function resolveSteps(text: string, plan: StepsPlan, nLayers: number): Resolved {
  const faults: PlanFault[] = []
  const index = (layer: number, column: number): number => {
    const resolved = layer < 0 ? nLayers + layer : layer
    if (resolved < 0 || resolved >= nLayers) {
      faults.push(
        planFault(
          'plan.no-such-layer',
          `layer ${layer} does not exist: this model has layers 0..${nLayers - 1}`,
          column,
          { asked: layer, largest: nLayers - 1 },
        ),
      )
    }
    return resolved
  }
  checkLayers(plan.steps, index)
  if (faults.length > 0) return { ok: false, faults }

  const size = sizeOfSteps(plan.steps, nLayers)
  if (size > MAX_LAYER_APPLICATIONS) return { ok: false, faults: [tooManyApplications(size, 1)] }
  const layers = simplify(expandSteps(plan.steps, nLayers))
  return {
    ok: true,
    plans: [
      {
        plan: text,
        schedule: canonicalText(layers),
        layers,
        layerApplications: countApplications(layers),
        affectedLayers: null,
        variant: null,
      },
    ],
  }
}

const tooManyApplications = (reached: number, column: number): PlanFault =>
  planFault(
    'plan.too-many-applications',
    `the schedule has ${reached} layer applications; at most ${MAX_LAYER_APPLICATIONS} are taken`,
    column,
    { n: reached, most: MAX_LAYER_APPLICATIONS },
  )

function checkLayers(steps: readonly Step[], index: (layer: number, column: number) => number): void {
  for (const { unit } of steps) {
    if (unit.kind === 'layer') index(unit.layer, unit.column)
    else if (unit.kind === 'range') {
      index(unit.first, unit.column)
      index(unit.last, unit.lastColumn)
    } else for (const branch of unit.branches) if (branch.kind === 'steps') checkLayers(branch.steps, index)
  }
}

const absolute = (layer: number, nLayers: number): number => (layer < 0 ? nLayers + layer : layer)

/** Layer applications (identity branches count one: they are work for the machine too), without expanding. */
function sizeOfSteps(steps: readonly Step[], nLayers: number): number {
  let size = 0
  for (const { unit, count } of steps) {
    const once =
      unit.kind === 'layer'
        ? 1
        : unit.kind === 'range'
          ? Math.abs(absolute(unit.last, nLayers) - absolute(unit.first, nLayers)) + 1
          : unit.branches.reduce((sum, b, i) => sum + sizeOfBranch(b, unit.branches, i, nLayers), 0)
    size += once * count
  }
  return size
}

function sizeOfBranch(branch: Branch, all: readonly Branch[], i: number, nLayers: number): number {
  if (branch.kind === 'steps') return sizeOfSteps(branch.steps, nLayers)
  if (branch.kind === 'identity') return 1
  const [low, high] = ellipsisEnds(all, i, nLayers)
  return Math.max(0, Math.abs(high - low) - 1)
}

function ellipsisEnds(branches: readonly Branch[], i: number, nLayers: number): [number, number] {
  const layerOf = (b: Branch | undefined): number => {
    const unit = b?.kind === 'steps' ? b.steps[0]?.unit : undefined
    if (unit?.kind !== 'layer') throw new Error('the parser lets .. stand between single layers only')
    return absolute(unit.layer, nLayers)
  }
  return [layerOf(branches[i - 1]), layerOf(branches[i + 1])]
}

function expandSteps(steps: readonly Step[], nLayers: number): Block[] {
  const blocks: Block[] = []
  for (const { unit, count } of steps) {
    const once: Block[] = []
    if (unit.kind === 'layer') once.push(absolute(unit.layer, nLayers))
    else if (unit.kind === 'range') {
      const first = absolute(unit.first, nLayers)
      const last = absolute(unit.last, nLayers)
      const step = last < first ? -1 : 1
      for (let l = first; l !== last + step; l += step) once.push(l)
    } else {
      once.push(
        unit.branches.flatMap((branch, i): (readonly Block[])[] => {
          if (branch.kind === 'steps') return [expandSteps(branch.steps, nLayers)]
          if (branch.kind === 'identity') return [[]]
          const [low, high] = ellipsisEnds(unit.branches, i, nLayers)
          const step = high < low ? -1 : 1
          const between: Block[][] = []
          for (let l = low + step; l !== high && low !== high; l += step) between.push([l])
          return between
        }),
      )
    }
    for (let i = 0; i < count; i++) for (const block of once) blocks.push(block)
  }
  return blocks
}
