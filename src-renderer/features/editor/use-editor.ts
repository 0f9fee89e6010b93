import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { fullText, isFull } from '@contract/plan/full'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { useNotices } from '@/shared/data/notices'
import { resolvedPlans } from '@/shared/plan/resolved-plans'
import { cell, itemsOf, type Item } from '@/shared/schedule/items'
import { textOf } from '@/shared/schedule/items-text'
import { obstacleTo, perform, type Action } from './schedule/actions'
import type { Stepped } from './schedule/cursor'
import { insert } from './schedule/moving'
import { timesInARow } from './schedule/order'
import { itemsIn, positionOf, runOf, sameLayerAround, type Position } from './schedule/place'
import type { Edit } from './schedule/rebuild'
import { useEditorText } from './use-editor-text'

/**
 * The free editor's state: items in step with the draft's text, what is selected, and where the caret stands. Every edit
 * becomes a step of the draft's history.
 */
export function useEditor() {
  const { t } = useI18n()
  const [draft, design, notices] = [useDraft(), useExperiment(), useNotices()]
  const items = shallowRef<readonly Item[]>([])
  const selected = shallowRef<ReadonlySet<string>>(new Set())
  const focused = ref<string | null>(null)
  const anchor = ref<string | null>(null)
  const caret = shallowRef<Position>({ parent: null, index: 0 })
  /** Spoken after an edit. */
  const announced = ref('')
  const { text, plan, isValid, stepsText, lastValid, selectedColumns, idsInColumns } = useEditorText(items, selected)

  /** The text that was written here, so that it is not read again: ids of items, and so the selection, would be lost. */
  let own = ''
  let ownLayers = 0
  watch(
    [stepsText, () => design.nLayers],
    ([valid, nLayers]) => {
      if (nLayers === 0) return
      const steps = valid ?? (items.value.length === 0 ? lastValid() : null)
      if (steps === null || (steps === own && nLayers === ownLayers)) return
      ;[own, ownLayers] = [steps, nLayers]
      items.value = itemsOf(steps, nLayers) ?? []
      select([])
      focused.value = null
      caret.value = { parent: null, index: items.value.length }
    },
    { immediate: true },
  )

  // --- the selection
  const run = computed(() => runOf(items.value, selected.value))
  function select(wanted: Iterable<string>, focus?: string): void {
    selected.value = new Set(wanted)
    if (focus !== undefined) focused.value = focus
  }
  /** Selects one item, from where a selection can be extended. */
  function selectOne(id: string): void {
    select([id], id)
    anchor.value = id
  }
  function take(stepped: Stepped | null): void {
    if (stepped?.selected) select(stepped.selected, stepped.focused)
    if (stepped?.anchor !== undefined) anchor.value = stepped.anchor
    if (stepped?.caret) caret.value = stepped.caret
  }
  const selectByText = (from: number, to: number): void => {
    if (isValid.value && from !== to) select(idsInColumns(from, to))
  }
  const selectedText = (): string => textOf(itemsIn(items.value, selected.value))

  // --- edits
  /** Takes an edit over: text, history, selection, caret and what is spoken. */
  function apply(edit: Edit, what: string, params: Readonly<Record<string, string | number>> = {}): void {
    items.value = edit.items
    own = textOf(edit.items)
    draft.apply({ patch: { editor: own }, what, params })
    select(edit.selected.filter((id) => positionOf(edit.items, id) !== null))
    const last = [...selected.value].at(-1)
    focused.value = last ?? null
    const at = last === undefined ? null : positionOf(edit.items, last)
    caret.value = at
      ? { parent: at.parent, index: at.index + 1 }
      : { parent: null, index: Math.min(caret.value.index, edit.items.length) }
    announced.value = t(what, { ...params })
  }

  /** Why an action cannot be done now, in words; null where it can. */
  function obstacle(action: Action): string | null {
    if (!isValid.value) return t('editor.mendText')
    const found = obstacleTo(action, items.value, selected.value)
    return found === null ? null : t(`editor.${found}`)
  }

  /** @param seed for shuffle */
  function act(action: Action, seed = 0): void {
    const reason = obstacle(action)
    if (reason !== null) {
      announced.value = reason
      return
    }
    const at = [...selected.value].map((id) => positionOf(items.value, id)).find((p) => p !== null)
    const done = perform(action, items.value, selected.value, seed)
    if (!done) return
    if (textOf(done.edit.items) === textOf(items.value)) {
      const same = t(action === 'shuffle' ? 'editor.sameOrder' : 'editor.nothingChanged', { seed })
      announced.value = same
      notices.say(same)
      return
    }
    apply(done.edit, done.what, done.params)
    // what stands where the removed stood has the focus
    if (action === 'remove' && at?.parent === null) {
      caret.value = { parent: null, index: Math.min(at.index, items.value.length) }
      focused.value = items.value[Math.min(at.index, items.value.length - 1)]?.id ?? null
    }
  }

  /** A cell's layer more or fewer times in a row. */
  function addTimes(id: string, by: number): void {
    const same = sameLayerAround(items.value, id)
    if (!same) return
    const n = Math.max(1, same.to - same.from + by)
    apply(timesInARow(items.value, id, n), 'step.times', { layer: same.layer, n })
  }

  const insertLayers = (layers: readonly number[], at: Position = caret.value): void =>
    apply(insert(items.value, at, layers.map(cell)), 'step.insert', { layers: layers.join(' ') })

  /** Inserts a plan's text at the caret; what is no plan is left alone. */
  function insertText(pasted: string): boolean {
    const parsed = resolvedPlans(pasted, design.nLayers)
    const [only, ...others] = parsed.ok ? parsed.plans : []
    if (!only || others.length > 0) return false
    const added = itemsOf(only.variant === null ? pasted : only.schedule, design.nLayers)
    if (!added) return false
    apply(insert(items.value, caret.value, added), 'step.insert', { layers: pasted.trim() })
    return true
  }

  const isFullModel = computed(() => isValid.value && isFull(plan.value?.schedule ?? '', design.nLayers))
  /** From the whole model anew; the way out of a text that does not fit it. */
  const startFromFull = (): void =>
    apply({ items: itemsOf(fullText(design.nLayers), design.nLayers) ?? [], selected: [] }, 'step.full')

  // --- typing
  const setText = (value: string): void => draft.apply({ patch: { editor: value }, what: 'step.type', merge: true })
  /** On leaving the field its text becomes the canonical one; a variant keeps its name. */
  function settle(): void {
    const canonical = textOf(items.value)
    if (!isValid.value || plan.value?.variant !== null || text.value === canonical) return
    own = canonical
    setText(canonical)
  }

  return {
    ...{ items, selected, focused, anchor, caret, announced, run },
    ...{ text, plan, isValid, isFull: isFullModel, selectedColumns },
    ...{ select, selectOne, take, selectByText, selectedText },
    ...{ apply, obstacle, act, addTimes, insertLayers, insertText, startFromFull, setText, settle },
  }
}

export type Editor = ReturnType<typeof useEditor>
