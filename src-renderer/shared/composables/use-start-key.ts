import { useEventListener } from '@vueuse/core'
import { useOnScreen } from './use-on-screen'

/** Ctrl Enter (⌘ Enter) starts what the screen is about, wherever the focus is in it; not from a dialog or menu over it. */
export function useStartKey(start: () => unknown): void {
  const isOnScreen = useOnScreen()
  useEventListener('keydown', (event) => {
    if (!isOnScreen.value) return
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.repeat)
      return
    if (event.target instanceof Element && event.target.closest('.v-overlay')) return
    event.preventDefault()
    start()
  })
}
