import { computed, type Ref } from 'vue'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { resolvedPlans } from '@/shared/plan/resolved-plans'
import type { Item } from '@/shared/schedule/items'
import { tokensOf } from './schedule/text-tokens'

/** The editor's text: the plan that it is, and which columns of it items stand in. */
export function useEditorText(items: Ref<readonly Item[]>, selected: Ref<ReadonlySet<string>>) {
  const [draft, design] = [useDraft(), useExperiment()]
  const text = computed(() => draft.now.editor)
  const resolved = computed(() => resolvedPlans(text.value, design.nLayers))
  /** The first where the text stands for several. */
  const plan = computed(() => (resolved.value.ok ? (resolved.value.plans[0] ?? null) : null))
  const isValid = computed(() => resolved.value.ok && resolved.value.plans.length === 1)
  /** A variant's text is shown as what it stands for; editing turns it into steps. */
  const stepsText = computed(() => {
    if (plan.value === null) return null
    return plan.value.variant === null ? text.value : plan.value.schedule
  })

  /** What the canvas holds while the text is no plan: the last step that was one. */
  function lastValid(): string | null {
    const { steps, index } = draft.history
    for (const { state } of steps.slice(0, index + 1).reverse()) {
      const found = resolvedPlans(state.editor, design.nLayers)
      const [only, ...others] = found.ok ? found.plans : []
      if (only && others.length === 0) return only.schedule
    }
    return null
  }

  const tokens = computed(() => (stepsText.value === null ? [] : tokensOf(items.value, text.value)))
  /** The part of the text that the selection stands in: columns from 0, the end exclusive. */
  const selectedColumns = computed<readonly [number, number] | null>(() => {
    const hit = tokens.value.filter((token) => token.ids.some((id) => selected.value.has(id)))
    const [first, last] = [hit[0], hit.at(-1)]
    return first && last ? [first.from, last.to] : null
  })
  const idsInColumns = (from: number, to: number): readonly string[] =>
    tokens.value.filter((token) => token.from < to && token.to > from).flatMap((token) => token.ids)

  return { text, plan, isValid, stepsText, lastValid, selectedColumns, idsInColumns }
}
