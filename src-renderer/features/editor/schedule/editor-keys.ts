import type { Action } from './actions'

/** What a key of the canvas asks for. */
export type EditorCommand =
  | { readonly kind: 'walk'; readonly step: 1 | -1; readonly extend: boolean }
  | { readonly kind: 'branch'; readonly step: 1 | -1 }
  | { readonly kind: 'end'; readonly isLast: boolean; readonly extend: boolean }
  | { readonly kind: 'into' | 'out' | 'text' | 'selectAll' | 'undo' | 'redo' }
  | { readonly kind: 'nudge'; readonly across: boolean; readonly step: 1 | -1 }
  | { readonly kind: 'act'; readonly action: Action }
  | { readonly kind: 'digit'; readonly digit: string }

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const LETTERS: Readonly<Record<string, Action>> = {
  p: 'parallel',
  l: 'loop',
  r: 'reverse',
  s: 'shuffle',
  d: 'repeat',
  _: 'identity',
  u: 'ungroup',
}

/** Null for a key that means nothing on the canvas. */
export function editorCommand(press: KeyPress, singleLetters: boolean): EditorCommand | null {
  if (press.ctrlKey || press.metaKey) return withCtrl(press)
  if (press.altKey) return withAlt(press)
  return plain(press) ?? (singleLetters ? single(press) : null)
}

function withCtrl({ key, shiftKey }: KeyPress): EditorCommand | null {
  switch (key.toLowerCase()) {
    case 'a':
      return { kind: 'selectAll' }
    case 'z':
      return { kind: shiftKey ? 'redo' : 'undo' }
    case 'y':
      return { kind: 'redo' }
    default:
      return null
  }
}

function withAlt({ key }: KeyPress): EditorCommand | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return { kind: 'nudge', across: false, step: key === 'ArrowRight' ? 1 : -1 }
    case 'ArrowUp':
    case 'ArrowDown':
      return { kind: 'nudge', across: true, step: key === 'ArrowDown' ? 1 : -1 }
    default:
      return null
  }
}

function plain({ key, shiftKey }: KeyPress): EditorCommand | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return { kind: 'walk', step: key === 'ArrowRight' ? 1 : -1, extend: shiftKey }
    case 'ArrowUp':
    case 'ArrowDown':
      return { kind: 'branch', step: key === 'ArrowDown' ? 1 : -1 }
    case 'Home':
    case 'End':
      return { kind: 'end', isLast: key === 'End', extend: shiftKey }
    case 'Enter':
      return { kind: 'into' }
    case 'Escape':
      return { kind: 'out' }
    case 'Delete':
    case 'Backspace':
      return { kind: 'act', action: 'remove' }
    case 'F2':
      return { kind: 'text' }
    default:
      return null
  }
}

function single({ key, shiftKey }: KeyPress): EditorCommand | null {
  if (/^\d$/.test(key)) return { kind: 'digit', digit: key }
  const action = LETTERS[key.toLowerCase()]
  if (action === undefined) return null
  return { kind: 'act', action: action === 'parallel' && shiftKey ? 'besideIdentity' : action }
}
