import { tryOnScopeDispose } from '@vueuse/core'
import { readonly, ref } from 'vue'

/**
 * The latest answer wins: what is asked again before the answer came is forgotten, and so is what comes after the component
 * is gone. The failure of the newest is thrown, that of one overtaken concerns nobody.
 */
export function useLatest() {
  const isBusy = ref(false)
  let newest = 0

  /** @param work is told whether it is the newest still, so that it can stop between two requests */
  async function ask<T>(work: (isNewest: () => boolean) => Promise<T>, take: (answer: T) => void): Promise<void> {
    const mine = ++newest
    const isNewest = (): boolean => mine === newest
    isBusy.value = true
    try {
      const answer = await work(isNewest)
      if (isNewest()) take(answer)
    } catch (error) {
      if (isNewest()) throw error
    } finally {
      if (isNewest()) isBusy.value = false
    }
  }
  /** Forgets what is being asked. */
  function forget(): void {
    newest++
    isBusy.value = false
  }
  tryOnScopeDispose(forget)
  return { ask, forget, isBusy: readonly(isBusy) }
}
