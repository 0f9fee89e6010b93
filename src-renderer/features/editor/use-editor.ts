import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { resolvedPlans } from '@/shared/plan/resolved-plans'
import { cell, itemsOf, type Item } from '@/shared/schedule/items'
import { textOf } from '@/shared/schedule/items-text'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import * as op from './operations'
import { tokensOf } from './text-tokens'

export type Action =
  'parallel' | 'besideIdentity' | 'loop' | 'reverse' | 'shuffle' | 'repeat' | 'identity' | 'ungroup' | 'remove'

/**
 * The free editor's state: items in step with the draft's text, what is selected, and where the caret stands. Every edit
 * becomes a step of the draft's history.
 */
export function useEditor() {
  const { t } = useI18n()
  const [draft, design] = [useDraft(), useExperiment()]
  const items = shallowRef<readonly Item[]>([])
  const selected = shallowRef<ReadonlySet<string>>(new Set())
  const focused = ref<string | null>(null)
  const anchor = ref<string | null>(null)
  const caret = shallowRef<op.Position>({ parent: null, index: 0 })
  /** Spoken after an edit. */
  const announced = ref('')
  const text = computed(() => draft.now.editor)
  const resolved = computed(() => resolvedPlans(text.value, design.nLayers))
  const plan = computed(() => (resolved.value.ok ? (resolved.value.plans[0] ?? null) : null))
  const isValid = computed(() => resolved.value.ok && resolved.value.plans.length === 1)
  /** A variant's text is shown as what it stands for; editing turns it into steps. */
  const stepsText = computed(() =>
    plan.value === null ? null : plan.value.variant === null ? text.value : plan.value.schedule,
  )
  /** What the canvas holds while the text is no plan: the last step that was one. */
  const lastValid = (): string | null => {
    const { steps, index } = draft.history
    for (let i = index; i >= 0; i--) {
      const found = resolvedPlans(steps[i]?.state.editor ?? '', design.nLayers)
      if (found.ok && found.plans.length === 1) return found.plans[0]?.schedule ?? null
    }
    return null
  }
  let own = ''
  watch(
    [stepsText, () => design.nLayers],
    ([valid, nLayers]) => {
      if (nLayers === 0) return
      const steps = valid ?? (items.value.length === 0 ? lastValid() : null)
      if (steps === null || steps === own) return
      own = steps
      const parsed = itemsOf(steps, nLayers)
      items.value = parsed ?? []
      select([])
      focused.value = null
      caret.value = { parent: null, index: items.value.length }
    },
    { immediate: true },
  )

  const run = computed(() => op.runOf(items.value, selected.value))
  const tokens = computed(() => (stepsText.value === null ? [] : tokensOf(items.value, text.value)))
  /** The part of the text that the selection stands in. */
  const textSelection = computed<readonly [number, number] | null>(() => {
    const hit = tokens.value.filter((token) => token.ids.some((id) => selected.value.has(id)))
    const [first, last] = [hit[0], hit.at(-1)]
    return first && last ? [first.from, last.to] : null
  })

  function select(wanted: Iterable<string>, focus?: string): void {
    selected.value = new Set(wanted)
    if (focus !== undefined) focused.value = focus
  }
  const selectByText = (from: number, to: number): void => {
    if (!isValid.value || from === to) return
    select(tokens.value.filter((token) => token.from < to && token.to > from).flatMap((token) => token.ids))
  }

  /** Takes an edit over: text, history, selection, caret and what is spoken. */
  function apply(edit: op.Edit, what: string, params: Readonly<Record<string, string | number>> = {}): void {
    items.value = edit.items
    own = textOf(edit.items)
    draft.apply({ patch: { editor: own }, what, params })
    select(edit.selected.filter((id) => op.positionOf(edit.items, id) !== null))
    const last = [...selected.value].at(-1)
    focused.value = last ?? null
    const at = last === undefined ? null : op.positionOf(edit.items, last)
    caret.value = at
      ? { parent: at.parent, index: at.index + 1 }
      : { parent: null, index: Math.min(caret.value.index, edit.items.length) }
    announced.value = t(what, { ...params })
  }

  /** Why an action cannot be done now; null where it can. */
  function obstacle(action: Action): string | null {
    if (!isValid.value) return t('editor.mendText')
    if (selected.value.size === 0) return t('editor.selectFirst')
    const only = selected.value.size === 1 ? op.itemById(items.value, [...selected.value][0] as string) : null
    switch (action) {
      case 'remove':
        return null
      case 'identity':
      case 'repeat':
      case 'besideIdentity':
      case 'loop':
        return run.value ? null : t('editor.needNeighbours')
      case 'ungroup':
        return only?.kind === 'group' ? null : t('editor.needGroup')
      case 'parallel':
      case 'reverse':
      case 'shuffle':
        return !run.value ? t('editor.needNeighbours') : run.value.to - run.value.from < 2 ? t('editor.needTwo') : null
    }
  }

  /** @param seed for shuffle */
  function act(action: Action, seed = 0): void {
    const reason = obstacle(action)
    if (reason !== null) {
      announced.value = reason
      return
    }
    const n = selected.value.size
    const only = [...selected.value][0] as string
    const list = items.value
    if (action === 'remove') return removeSelected()
    if (action === 'ungroup') return apply(op.ungroup(list, only), 'step.ungroup')
    const r = run.value as op.Run
    if (action === 'identity') {
      const item = op.itemById(list, only)
      return n === 1 && item?.kind === 'group'
        ? apply(op.addIdentity(list, only), 'step.identity')
        : apply(op.besideIdentity(list, r), 'step.identity')
    }
    switch (action) {
      case 'parallel':
        return apply(op.parallel(list, r), 'step.parallel', { n })
      case 'besideIdentity':
        return apply(op.besideIdentity(list, r), 'step.identity')
      case 'loop':
        return apply(op.loop(list, r), 'step.loop', { n })
      case 'reverse':
        return apply(op.reverse(list, r), 'step.reverse', { n })
      case 'shuffle':
        return apply(op.shuffle(list, r, seed), 'step.shuffle', { n, seed })
      case 'repeat':
        return apply(op.repeat(list, r), 'step.repeat', { n })
    }
  }

  function removeSelected(): void {
    const gone = selected.value
    if (gone.size === 0) return
    const at = [...gone].map((id) => op.positionOf(items.value, id)).find((p) => p !== null)
    const left = op.remove(items.value, gone)
    apply({ items: left, selected: [] }, 'step.remove', { n: gone.size })
    if (at && at.parent === null) {
      caret.value = { parent: null, index: Math.min(at.index, left.length) }
      focused.value = left[Math.min(at.index, left.length - 1)]?.id ?? null
    }
  }
  const insertLayers = (layers: readonly number[]): void =>
    apply(op.insert(items.value, caret.value, layers.map(cell)), 'step.insert', { layers: layers.join(' ') })
  /** Inserts a plan's text at the caret; what is no plan is left alone. */
  function insertText(pasted: string): boolean {
    const parsed = resolvedPlans(pasted, design.nLayers)
    if (!parsed.ok || parsed.plans.length !== 1) return false
    const added = itemsOf(
      parsed.plans[0]?.variant === null ? pasted : (parsed.plans[0]?.schedule ?? ''),
      design.nLayers,
    )
    if (!added) return false
    apply(op.insert(items.value, caret.value, added), 'step.insert', { layers: pasted.trim() })
    return true
  }
  const selectedText = (): string =>
    textOf(
      op
        .inOrder(items.value, [...selected.value])
        .map((id) => op.itemById(items.value, id))
        .filter((i): i is Item => i !== null),
    )
  const setText = (value: string): void => draft.apply({ patch: { editor: value }, what: 'step.type', merge: true })
  /** On leaving the field its text becomes the canonical one; a variant keeps its name. */
  function settle(): void {
    if (isValid.value && plan.value?.variant === null && text.value !== textOf(items.value)) {
      own = textOf(items.value)
      draft.apply({ patch: { editor: own }, what: 'step.type', merge: true })
    }
  }

  return {
    items,
    selected,
    focused,
    anchor,
    caret,
    announced,
    text,
    resolved,
    plan,
    isValid,
    run,
    textSelection,
    select,
    selectByText,
    apply,
    obstacle,
    act,
    insertLayers,
    insertText,
    selectedText,
    setText,
    settle,
  }
}

export type Editor = ReturnType<typeof useEditor>
