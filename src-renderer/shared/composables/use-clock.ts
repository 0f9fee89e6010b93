import { useIntervalFn } from '@vueuse/core'
import { readonly, ref } from 'vue'

/** The present time in milliseconds, as old as `everyMs` at most: for what is said to be so long ago. */
export function useClock(everyMs: number) {
  const now = ref(Date.now())
  useIntervalFn(() => (now.value = Date.now()), everyMs)
  return readonly(now)
}
