import { onActivated, onDeactivated, readonly, ref } from 'vue'

/** Whether the screen that this is part of is shown: one that is kept alive hears keys still. */
export function useOnScreen() {
  const isOnScreen = ref(true)
  onActivated(() => (isOnScreen.value = true))
  onDeactivated(() => (isOnScreen.value = false))
  return readonly(isOnScreen)
}
