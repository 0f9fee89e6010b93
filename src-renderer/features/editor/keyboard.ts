import type { Item } from '@/shared/schedule/items'
import {
  branchAt,
  groupById,
  inOrder,
  itemById,
  moveTo,
  nudge,
  nudgeBranch,
  positionOf,
  sameBranch,
  type Position,
} from './operations'
import type { Action, Editor } from './use-editor'

/** Keys of the editor's canvas. Returns whether the key was taken. */
export interface EditorKeys {
  readonly nLayers: number
  readonly singleLetters: boolean
  readonly askSeed: () => void
  readonly focusText: () => void
  readonly undo: () => void
  readonly redo: () => void
}

const LETTERS: Readonly<Record<string, Action>> = {
  p: 'parallel',
  l: 'loop',
  r: 'reverse',
  d: 'repeat',
  _: 'identity',
  u: 'ungroup',
}
/** Digits typed within this time are one layer's number. */
const DIGITS_MS = 700

let digits = ''
let typedAt = 0

export function onEditorKey(event: KeyboardEvent, editor: Editor, keys: EditorKeys): boolean {
  const ctrl = event.ctrlKey || event.metaKey
  if (ctrl) return withCtrl(event, editor, keys)
  if (event.altKey) return withAlt(event, editor)
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return walk(editor, event.key === 'ArrowRight' ? 1 : -1, event.shiftKey)
    case 'ArrowUp':
    case 'ArrowDown':
      return toBranch(editor, event.key === 'ArrowDown' ? 1 : -1)
    case 'Home':
    case 'End':
      return toEnd(editor, event.key === 'End', event.shiftKey)
    case 'Enter':
      return into(editor)
    case 'Escape':
      return out(editor)
    case 'Delete':
    case 'Backspace':
      editor.act('remove')
      return true
    case 'F2':
      keys.focusText()
      return true
  }
  if (!keys.singleLetters) return false
  if (/^\d$/.test(event.key)) {
    const now = Date.now()
    digits = now - typedAt < DIGITS_MS ? digits + event.key : event.key
    typedAt = now
    const mine = digits
    setTimeout(() => {
      if (digits !== mine) return
      digits = ''
      const layer = Number(mine)
      if (layer < keys.nLayers) editor.insertLayers([layer])
    }, DIGITS_MS)
    return true
  }
  const letter = event.key.toLowerCase()
  if (letter === 's') {
    if (editor.obstacle('shuffle') === null) keys.askSeed()
    else editor.act('shuffle')
    return true
  }
  if (letter === 'p' && event.shiftKey) {
    editor.act('besideIdentity')
    return true
  }
  const action = LETTERS[letter]
  if (!action) return false
  editor.act(action)
  return true
}

function withCtrl(event: KeyboardEvent, editor: Editor, keys: EditorKeys): boolean {
  switch (event.key.toLowerCase()) {
    case 'a':
      editor.select(editor.items.value.map((i) => i.id))
      return true
    case 'z':
      if (event.shiftKey) keys.redo()
      else keys.undo()
      return true
    case 'y':
      keys.redo()
      return true
    default:
      return false
  }
}

function withAlt(event: KeyboardEvent, editor: Editor): boolean {
  const run = editor.run.value
  if (!run) return false
  const n = editor.selected.value.size
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
    editor.apply(nudge(editor.items.value, run, event.key === 'ArrowRight' ? 1 : -1), 'step.move', { n })
  else if (event.key === 'ArrowUp' || event.key === 'ArrowDown')
    editor.apply(nudgeBranch(editor.items.value, run, event.key === 'ArrowDown' ? 1 : -1), 'step.move', { n })
  else return false
  return true
}

function focusAt(editor: Editor, at: Position, extend: boolean): boolean {
  const branch = branchAt(editor.items.value, at.parent)
  const item = branch[at.index]
  if (!item) return true
  if (extend) {
    editor.anchor.value ??= editor.focused.value ?? item.id
    const from = positionOf(editor.items.value, editor.anchor.value)
    if (from && sameBranch(from.parent, at.parent))
      editor.select(
        branch.slice(Math.min(from.index, at.index), Math.max(from.index, at.index) + 1).map((i) => i.id),
        item.id,
      )
  } else {
    editor.anchor.value = item.id
    editor.select([item.id], item.id)
  }
  editor.caret.value = { parent: at.parent, index: at.index + 1 }
  return true
}

const here = (editor: Editor): Position | null =>
  editor.focused.value === null ? null : positionOf(editor.items.value, editor.focused.value)

function walk(editor: Editor, step: 1 | -1, extend: boolean): boolean {
  const at = here(editor)
  if (!at)
    return editor.items.value.length > 0
      ? focusAt(editor, { parent: null, index: step > 0 ? 0 : editor.items.value.length - 1 }, false)
      : true
  const n = branchAt(editor.items.value, at.parent).length
  return focusAt(editor, { parent: at.parent, index: Math.max(0, Math.min(n - 1, at.index + step)) }, extend)
}

function toBranch(editor: Editor, step: 1 | -1): boolean {
  const at = here(editor)
  const group = at?.parent && groupById(editor.items.value, at.parent.group)
  if (!at?.parent || !group) return true
  for (let b = at.parent.branch + step; b >= 0 && b < group.branches.length; b += step) {
    const branch = group.branches[b] as readonly Item[]
    if (branch.length > 0)
      return focusAt(
        editor,
        { parent: { group: group.id, branch: b }, index: Math.min(at.index, branch.length - 1) },
        false,
      )
    editor.select([`${group.id}/${b}`], `${group.id}/${b}`)
    return true
  }
  return true
}

function toEnd(editor: Editor, end: boolean, extend: boolean): boolean {
  const parent = here(editor)?.parent ?? null
  return focusAt(editor, { parent, index: end ? branchAt(editor.items.value, parent).length - 1 : 0 }, extend)
}

function into(editor: Editor): boolean {
  const item = editor.focused.value === null ? null : itemById(editor.items.value, editor.focused.value)
  if (item?.kind !== 'group') return true
  const branch = item.branches.findIndex((b) => b.length > 0)
  return branch < 0 ? true : focusAt(editor, { parent: { group: item.id, branch }, index: 0 }, false)
}

function out(editor: Editor): boolean {
  const parent =
    here(editor)?.parent ??
    (editor.focused.value?.includes('/') === true
      ? { group: editor.focused.value.split('/')[0] as string, branch: 0 }
      : null)
  if (parent) {
    editor.anchor.value = parent.group
    editor.select([parent.group], parent.group)
  } else editor.select([])
  return true
}

/** For drops: the items that a drag moves, and where to. */
export const dropped = (editor: Editor, to: Position, copy: boolean): void =>
  editor.apply(
    moveTo(editor.items.value, inOrder(editor.items.value, [...editor.selected.value]), to, copy),
    copy ? 'step.copy' : 'step.move',
    { n: editor.selected.value.size },
  )
