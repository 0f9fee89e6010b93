import { ref } from 'vue'
import type { PathKind } from '@contract/host'
import { useHost } from '@/shared/data/host'

/** Asks for a path, or several: with the platform's dialog in the window, with our own picker in a page. */
export function usePathChoice() {
  const host = useHost()
  const isOpen = ref(false)
  let answer: ((paths: readonly string[]) => void) | undefined
  async function choose(kinds: PathKind, several: boolean): Promise<readonly string[]> {
    if (host.isElectron) return host.pick(kinds, several)
    isOpen.value = true
    return new Promise((resolve) => (answer = resolve))
  }
  return {
    isOpen,
    ask: async (kinds: PathKind): Promise<string | null> => (await choose(kinds, false))[0] ?? null,
    /** For a picker that lets a person choose several; empty: nothing was chosen. */
    askSeveral: (kinds: PathKind) => choose(kinds, true),
    chosen: (...paths: readonly string[]) => answer?.(paths),
  }
}
