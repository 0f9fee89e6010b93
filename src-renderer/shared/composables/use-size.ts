import { useElementSize, type MaybeComputedElementRef } from '@vueuse/core'
import { computed } from 'vue'

/** The width and height of an element's content in whole pixels, followed. */
export function useSize(element: MaybeComputedElementRef) {
  const { width, height } = useElementSize(element)
  return { width: computed(() => Math.floor(width.value)), height: computed(() => Math.floor(height.value)) }
}
