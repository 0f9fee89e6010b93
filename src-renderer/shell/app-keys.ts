import { onBeforeUnmount, onMounted } from 'vue'
import { useRouter } from 'vue-router'

/** Screens by the digit that opens them with Ctrl (⌘). */
export const SCREENS = [
  { path: '/designer', key: '1', text: 'nav.designer' },
  { path: '/runs', key: '2', text: 'nav.runs' },
  { path: '/figures', key: '3', text: 'nav.figures' },
  { path: '/compare', key: '4', text: 'nav.compare' },
  { path: '/models', key: '6', text: 'nav.models' },
  { path: '/tasks', key: '7', text: 'nav.tasks' },
  { path: '/doctor', key: '8', text: 'nav.doctor' },
  { path: '/settings', key: ',', text: 'nav.settings' },
] as const

/** All keys, by where they work: what `?` lists. */
export const KEYS: readonly { readonly where: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    where: 'keys.everywhere',
    keys: [
      ...SCREENS.map((s) => [`Ctrl ${s.key}`, s.text] as const),
      ['Ctrl K', 'keys.palette'],
      ['F6', 'keys.regions'],
      ['?', 'keys.list'],
    ],
  },
  {
    where: 'keys.lists',
    keys: [
      ['↑ ↓', 'keys.rows'],
      ['Space', 'keys.select'],
      ['Enter', 'keys.open'],
      ['Alt ↑ ↓', 'keys.queue'],
    ],
  },
  {
    where: 'keys.charts',
    keys: [
      ['← →', 'keys.points'],
      ['↑ ↓', 'keys.series'],
      ['Enter', 'keys.samples'],
    ],
  },
  {
    where: 'keys.editor',
    keys: [
      ['← →', 'keys.cells'],
      ['↑ ↓', 'keys.branches'],
      ['Enter', 'keys.into'],
      ['Esc', 'keys.out'],
      ['Shift ← →', 'keys.extend'],
      ['Ctrl A', 'keys.selectAll'],
      ['Home End', 'keys.ends'],
      ['Alt ← →', 'keys.move'],
      ['Alt ↑ ↓', 'keys.moveBranch'],
      ['P', 'editor.parallel'],
      ['Shift P', 'keys.besideIdentity'],
      ['L', 'editor.loop'],
      ['R', 'editor.reverse'],
      ['S', 'editor.shuffle'],
      ['D', 'editor.repeat'],
      ['_', 'editor.identity'],
      ['U', 'editor.ungroup'],
      ['Del', 'editor.remove'],
      ['0 – 9', 'keys.insert'],
      ['Ctrl C X V', 'keys.clipboard'],
      ['Ctrl Z', 'action.undo'],
      ['Ctrl Shift Z', 'action.redo'],
      ['F2', 'keys.text'],
    ],
  },
]

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const REGIONS = '.bar, .nav, .main, .side-panel'

/** Keys that work on every screen. */
export function useAppKeys(actions: { readonly openPalette: () => void; readonly openShortcuts: () => void }): void {
  const router = useRouter()
  const onKey = (event: KeyboardEvent): void => {
    const ctrl = event.ctrlKey || event.metaKey
    if (ctrl && !event.shiftKey && !event.altKey) {
      const screen = SCREENS.find((s) => s.key === event.key)
      if (screen) {
        event.preventDefault()
        void router.push(screen.path)
      } else if (event.key === 'k') {
        event.preventDefault()
        actions.openPalette()
      }
    } else if (event.key === '?' && !isTyping(event.target)) {
      event.preventDefault()
      actions.openShortcuts()
    } else if (event.key === 'F6') {
      event.preventDefault()
      walkRegions(event.shiftKey ? -1 : 1)
    }
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}

function walkRegions(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter((r) => r.offsetParent !== null)
  const at = regions.findLastIndex((r) => r.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  const focusable = next?.matches('.main')
    ? next
    : next?.querySelector<HTMLElement>('a[href], button:not([disabled]), input, [tabindex="0"]')
  focusable?.focus()
}
