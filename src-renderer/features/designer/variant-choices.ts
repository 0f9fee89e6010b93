import type { ResolvedPlan } from '@contract/plan/resolve'
import type { ParamName, VariantName } from '@contract/plan/syntax'
import { VARIANT_NAMES } from '@contract/plan/variants'
import { resolvedPlans } from '@/shared/plan/resolved-plans'
import type { Choice } from '@/shared/plan/plan-text'

/** The layers that a variant acts on, from the first to the last; none for the variants of the whole model and for other plans. */
export function affectedLayers({ variant }: Pick<ResolvedPlan, 'variant'>, nLayers: number): readonly number[] {
  if (!variant) return []
  const { s, layer } = variant.params
  if (layer !== undefined) return variant.name === 'switch' ? [layer, layer + 1] : [layer]
  return s === undefined ? [] : Array.from({ length: Math.max(0, nLayers - 2 * s - 1) }, (_, i) => s + 1 + i)
}

/** What a parameter becomes when one plan turns into a sweep: every value, ten seeds, the iterations as they are. */
export function sweptChoice(param: ParamName, value: number | undefined): Choice {
  switch (param) {
    case 's':
    case 'layer':
      return { kind: 'all' }
    case 'seed':
      return { kind: 'range', first: 0, last: 9 }
    case 'n':
      return { kind: 'one', value: value ?? 3 }
  }
}

/** Where the middle begins in an example, as a share of the layers. */
const EXAMPLE_START = 0.28

/** A plan of each variant with a middling choice of its parameters. */
function examplePlans(nLayers: number): Readonly<Record<VariantName, string>> {
  const largest = Math.floor((nLayers - 1) / 2)
  const s = Math.max(0, Math.min(largest, Math.round(nLayers * EXAMPLE_START)))
  const middle = Math.floor(nLayers / 2)
  return {
    full: 'full',
    skip: `skip(s=${s})`,
    'repeat-middle': `repeat-middle(s=${s})`,
    reverse: `reverse(s=${s})`,
    random: `random(s=${s},seed=0)`,
    parallel: `parallel(s=${s})`,
    'looped-parallel': `looped-parallel(s=${s},n=3)`,
    'loop-middle': `loop-middle(s=${Math.min(largest, s + 3)},n=2)`,
    'skip-layer': `skip-layer(layer=${middle})`,
    switch: `switch(layer=${Math.max(0, middle - 1)})`,
    'repeat-model': 'repeat-model(n=2)',
  }
}

/** The schedule by which each variant is drawn in the list; one layer where a model is too small for it. */
export function exampleSchedules(nLayers: number): ReadonlyMap<VariantName, string> {
  const plans = examplePlans(nLayers)
  return new Map(
    VARIANT_NAMES.map((name) => {
      const resolved = resolvedPlans(plans[name], nLayers)
      return [name, resolved.ok ? (resolved.plans[0]?.schedule ?? '') : '0']
    }),
  )
}

/** A schedule that no variant is. */
export function customExample(nLayers: number): string {
  const a = Math.round(nLayers * EXAMPLE_START)
  return `0..${a - 1} (${a} ${a + 1}|${a + 2} ${a + 3})*2 ${a + 4}..${nLayers - 1}`
}
