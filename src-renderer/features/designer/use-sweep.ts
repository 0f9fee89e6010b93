import { computed, ref, shallowRef, watch } from 'vue'
import type { ResolvedPlan } from '@contract/plan/resolve'
import type { ParamName, VariantName } from '@contract/plan/syntax'
import { VARIANTS } from '@contract/plan/variants'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { firstText } from '@/shared/plan/plan-text'
import { resolvedPlans } from '@/shared/plan/resolved-plans'

interface Sweep {
  readonly variant: VariantName
  readonly nLayers: number
  readonly text: string
  readonly plans: readonly ResolvedPlan[]
}

function sweepOf(variant: VariantName, nLayers: number, text: string): Sweep | null {
  const resolved = resolvedPlans(text, nLayers)
  return resolved.ok ? { variant, nLayers, text, plans: resolved.plans } : null
}

/**
 * The sweep of the variant at hand, and which plan of it is shown. While its text is no plan, all that is drawn of it is the last that
 * was one on this model, or, where none was, what the variant starts with.
 */
export function useSweep() {
  const [draft, design] = [useDraft(), useExperiment()]
  const variant = computed(() => draft.now.variant)
  const nLayers = computed(() => design.nLayers || 1)
  const text = computed(() => draft.now.variants[variant.value])
  const typed = computed(() => sweepOf(variant.value, nLayers.value, text.value))
  const isValid = computed(() => typed.value !== null)

  const last = shallowRef<Sweep | null>(typed.value)
  watch(typed, (sweep) => {
    if (sweep) last.value = sweep
  })
  const sweep = computed<Sweep | null>(() => {
    if (typed.value) return typed.value
    const isOfThis = last.value?.variant === variant.value && last.value.nLayers === nLayers.value
    return isOfThis ? last.value : sweepOf(variant.value, nLayers.value, firstText(variant.value))
  })
  const plans = computed(() => sweep.value?.plans ?? [])
  /** The text that `plans` stand for. */
  const shownText = computed(() => sweep.value?.text ?? '')

  const current = ref(0)
  watch(
    [variant, () => design.nLayers],
    () => {
      // a middling one of the sweep
      const n = plans.value.length
      current.value = Math.max(0, Math.min(n - 1, Math.round(n * (n > 20 ? 0.5 : 0.55))))
    },
    { immediate: true },
  )
  watch(plans, (list) => {
    if (current.value >= list.length) current.value = Math.max(0, list.length - 1)
  })
  const shown = computed(() => plans.value[current.value] ?? null)
  function show(params: Partial<Record<ParamName, number>>): void {
    const wanted = VARIANTS[variant.value].params
    const at = plans.value.findIndex((p) => wanted.every((name) => p.variant?.params[name] === params[name]))
    if (at >= 0) current.value = at
  }
  return { text, shownText, isValid, plans, current, shown, show }
}
