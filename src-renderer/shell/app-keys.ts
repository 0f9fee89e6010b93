/** Screens by the digit that opens them with Ctrl (⌘). */
export const SCREENS = [
  { path: '/designer', key: '1', text: 'nav.designer' },
  { path: '/runs', key: '2', text: 'nav.runs' },
  { path: '/figures', key: '3', text: 'nav.figures' },
  { path: '/compare', key: '4', text: 'nav.compare' },
  { path: '/reports', key: 'Shift 3', text: 'nav.reports' },
  { path: '/playground', key: '5', text: 'nav.playground' },
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
      ['Ctrl Enter', 'keys.start'],
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
      ['Shift F10', 'keys.menu'],
      ['F2', 'keys.text'],
    ],
  },
]

/** What a key asks for on every screen. */
export type AppCommand =
  | { readonly kind: 'screen'; readonly path: (typeof SCREENS)[number]['path'] }
  | { readonly kind: 'palette' | 'shortcuts' }
  | { readonly kind: 'region'; readonly step: 1 | -1 }

/** @param isTyping whether letters go into a field */
export function appCommand(
  press: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  isTyping: boolean,
): AppCommand | null {
  const { key, altKey, shiftKey } = press
  if ((press.ctrlKey || press.metaKey) && !altKey) {
    // with Shift a digit's key gives another character: its place on the keyboard tells
    const digit = /^Digit(\d)$/.exec(press.code)?.[1] ?? key
    const screen = SCREENS.find((s) => s.key === (shiftKey ? `Shift ${digit}` : key))
    if (screen) return { kind: 'screen', path: screen.path }
    return key === 'k' && !shiftKey ? { kind: 'palette' } : null
  }
  if (key === '?') return isTyping ? null : { kind: 'shortcuts' }
  return key === 'F6' ? { kind: 'region', step: shiftKey ? -1 : 1 } : null
}
