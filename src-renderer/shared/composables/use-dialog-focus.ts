import { nextTick, watch, type Ref } from 'vue'

export interface DialogFocus {
  /** What has the focus as soon as the dialog is open; else Vuetify gives it to the dialog itself. */
  readonly first?: Readonly<Ref<{ readonly focus: () => void } | undefined | null>>
  /** What has it afterwards; else what had it before. */
  readonly back?: () => HTMLElement | null | undefined
}

/**
 * Where the focus is while a dialog is open, and afterwards. `autofocus` works once only, when the element is inserted, or, in Vuetify's fields, late: what is typed at once is lost; and Vuetify
 * gives the focus back to an activator, which a dialog that is opened by a key does not have: keys would go nowhere.
 */
export function useDialogFocus(open: Readonly<Ref<boolean>>, { first, back }: DialogFocus = {}): void {
  let before: Element | null = null
  watch(open, async (isOpen) => {
    if (isOpen) before = document.activeElement
    await nextTick()
    if (isOpen) return first?.value?.focus()
    // what was done in the dialog may have given the focus elsewhere
    const holder = document.activeElement
    if (holder !== document.body && !holder?.closest('.v-overlay__content')) return
    const next = back?.() ?? before
    if (next instanceof HTMLElement && next.isConnected) next.focus({ preventScroll: true })
  })
}
