import { onScopeDispose, ref } from 'vue'

/**
 * Questions that are answered later, where answers may overtake one another: only that of the newest question counts, whether it
 * is a result or a failure. `ask` resolves when its own answer is there, taken or not.
 */
export function useLatest() {
  /** Whether the newest question waits for its answer. */
  const isAsking = ref(false)
  let newest = 0

  async function ask<T>(
    question: () => Promise<T>,
    take: (answer: T) => void,
    fail: (cause: unknown) => void,
  ): Promise<void> {
    const mine = ++newest
    isAsking.value = true
    try {
      const answer = await question()
      if (mine === newest) take(answer)
    } catch (cause) {
      if (mine === newest) fail(cause)
    } finally {
      if (mine === newest) isAsking.value = false
    }
  }
  // nobody is there to be answered
  onScopeDispose(() => newest++, true)
  return { ask, isAsking }
}
