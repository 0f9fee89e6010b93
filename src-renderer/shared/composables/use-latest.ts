import { onScopeDispose, ref } from 'vue'

/**
 * Questions that are answered later, where answers may overtake one another: only that of the newest question counts, whether it
 * is a result or a failure. `ask` resolves when its own answer is there, taken or not.
 */
export function useLatest() {
  /** Whether the newest question waits for its answer. */
  const isAsking = ref(false)
  let newest = 0

  /** @param question is told whether it is the newest still: one of several requests stops between them */
  async function ask<T>(
    question: (isNewest: () => boolean) => Promise<T>,
    take: (answer: T) => void,
    fail: (cause: unknown) => void,
  ): Promise<void> {
    const mine = ++newest
    const isNewest = (): boolean => mine === newest
    isAsking.value = true
    try {
      const answer = await question(isNewest)
      if (isNewest()) take(answer)
    } catch (cause) {
      if (isNewest()) fail(cause)
    } finally {
      if (isNewest()) isAsking.value = false
    }
  }
  /** What was asked is not wanted any more. */
  function forget(): void {
    newest++
    isAsking.value = false
  }
  // nobody is there to be answered
  onScopeDispose(forget, true)
  return { ask, forget, isAsking }
}
