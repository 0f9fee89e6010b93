import { useElementSize, type MaybeComputedElementRef } from '@vueuse/core'
import { ref, watch } from 'vue'
import { useOnScreen } from './use-on-screen'

/**
 * The width and height of an element, followed; in whole pixels, so that what is laid out by them does not tremble. On a screen that
 * is kept while another is shown they stay: there it has no size, and all would be laid out twice.
 */
export function useSize(element: MaybeComputedElementRef) {
  const size = useElementSize(element)
  const isOnScreen = useOnScreen()
  const [width, height] = [ref(0), ref(0)]
  watch(
    [size.width, size.height],
    ([w, h]) => {
      if (isOnScreen.value) [width.value, height.value] = [Math.floor(w), Math.floor(h)]
    },
    { immediate: true, flush: 'sync' },
  )
  return { width, height }
}
