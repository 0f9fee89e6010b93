import { useEventListener } from '@vueuse/core'
import { useRouter } from 'vue-router'
import { appCommand } from './app-keys'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const REGIONS = 'header.bar, nav.nav, main.main, aside.side-panel'
const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), [tabindex="0"]'

/** Keys that work on every screen. */
export function useAppKeys(actions: { readonly openPalette: () => void; readonly openShortcuts: () => void }): void {
  const router = useRouter()
  useEventListener('keydown', (event) => {
    const command = appCommand(event, isTyping(event.target))
    if (!command) return
    event.preventDefault()
    switch (command.kind) {
      case 'screen':
        return void router.push(command.path)
      case 'palette':
        return actions.openPalette()
      case 'shortcuts':
        return actions.openShortcuts()
      case 'region':
        return walkRegions(command.step)
    }
  })
}

function walkRegions(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter((r) => r.checkVisibility())
  const at = regions.findLastIndex((r) => r.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  if (!next) return
  const focusable = next.matches('main') ? next : firstFocusable(next)
  focusable?.focus()
}

const firstFocusable = (region: HTMLElement): HTMLElement | undefined =>
  [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find((el) => el.tabIndex >= 0 && el.checkVisibility())
