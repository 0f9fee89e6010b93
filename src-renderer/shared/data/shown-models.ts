import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef, watch } from 'vue'

/** Models that the present screen shows stored numbers of; null on screens that are about the current model. */
export const useShownModels = defineStore('shownModels', () => {
  const names = shallowRef<readonly string[] | null>(null)
  return { names }
})

/** Says, as long as a screen is there, of which models its numbers are: the current model is not its subject. */
export function tellShownModels(of: () => readonly string[]): void {
  const shown = useShownModels()
  watch(of, (names) => (shown.names = [...new Set(names)]), { immediate: true })
  onScopeDispose(() => (shown.names = null))
}
