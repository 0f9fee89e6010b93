import { ref } from 'vue'
import type { PathKind } from '@contract/host'
import { useHost } from '@/shared/data/host'

/** Asks for a path: with the platform's dialog in the window, with our own picker in a page. */
export function usePathChoice() {
  const host = useHost()
  const isOpen = ref(false)
  let answer: ((path: string | null) => void) | undefined
  async function ask(kinds: PathKind): Promise<string | null> {
    if (host.isElectron) return host.pick(kinds)
    isOpen.value = true
    return new Promise((resolve) => (answer = resolve))
  }
  return { isOpen, ask, chosen: (path: string) => answer?.(path) }
}
