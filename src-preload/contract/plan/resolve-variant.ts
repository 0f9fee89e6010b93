import { tooLarge, tooManyApplications } from './bounds'
import type { Resolved, ResolvedPlan } from './resolve'
import { canonicalText, simplify } from './schedule'
import {
  MAX_LAYER_APPLICATIONS,
  MAX_PLANS_IN_GRID,
  MAX_TOTAL_APPLICATIONS,
  planFault,
  type ParamName,
  type ParamValue,
  type PlanFault,
  type VariantName,
  type VariantPlan,
} from './syntax'
import { VARIANTS, everyValue, largestValue, variantApplications, type VariantParams } from './variants'

/** All plans of a variant's grid, in the order of its parameters. */
export function resolveVariant(text: string, plan: VariantPlan, nLayers: number): Resolved {
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
