import { useTimeoutFn } from '@vueuse/core'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { usePreferences } from '@/shared/data/preferences'
import { into, out, toBranch, toEnd, walk, type Cursor } from './schedule/cursor'
import { editorCommand, type EditorCommand } from './schedule/editor-keys'
import { nudge, nudgeBranch } from './schedule/order'
import type { Action } from './schedule/actions'
import type { Editor } from './use-editor'

/** Digits typed within this time are one layer's number. */
const DIGITS_MS = 700

export interface CanvasAsks {
  /** For the seed of a shuffle. */
  readonly seed: () => void
  /** For the text field. */
  readonly text: () => void
}

/** The keys of the canvas. */
export function useCanvasKeys(editor: Editor, asks: CanvasAsks) {
  const [draft, design, preferences] = [useDraft(), useExperiment(), usePreferences()]

  let digits = ''
  const typed = useTimeoutFn(
    () => {
      const layer = Number(digits)
      digits = ''
      if (layer < design.nLayers) editor.insertLayers([layer])
    },
    DIGITS_MS,
    { immediate: false },
  )
  function type(digit: string): void {
    digits += digit
    typed.start()
  }

  /** An action by mouse or key: a shuffle is asked for its seed first. */
  function act(action: Action): void {
    if (action === 'shuffle' && editor.obstacle(action) === null) asks.seed()
    else editor.act(action)
  }

  /** Returns whether something was there to be moved. */
  function move({ across, step }: Extract<EditorCommand, { kind: 'nudge' }>): boolean {
    const run = editor.run.value
    if (!run) return false
    const edit = (across ? nudgeBranch : nudge)(editor.items.value, run, step)
    editor.apply(edit, 'step.move', { n: editor.selected.value.size })
    return true
  }

  function follow(command: EditorCommand): boolean {
    const items = editor.items.value
    const cursor: Cursor = { focused: editor.focused.value, anchor: editor.anchor.value }
    switch (command.kind) {
      case 'walk':
        editor.take(walk(items, cursor, command.step, command.extend))
        break
      case 'branch':
        editor.take(toBranch(items, cursor, command.step))
        break
      case 'end':
        editor.take(toEnd(items, cursor, command.isLast, command.extend))
        break
      case 'into':
        editor.take(into(items, cursor))
        break
      case 'out':
        editor.take(out(items, cursor))
        break
      case 'nudge':
        return move(command)
      case 'act':
        act(command.action)
        break
      case 'digit':
        type(command.digit)
        break
      case 'text':
        asks.text()
        break
      case 'selectAll':
        editor.select(items.map((i) => i.id))
        break
      case 'undo':
        draft.undo()
        break
      case 'redo':
        draft.redo()
        break
    }
    return true
  }

  /** While the text is no plan, only what leads back to one. */
  const isAllowed = ({ kind }: EditorCommand): boolean =>
    editor.isValid.value || kind === 'text' || kind === 'undo' || kind === 'redo'

  function onKey(event: KeyboardEvent): void {
    const command = editorCommand(event, preferences.settings.singleLetters)
    if (command && isAllowed(command) && follow(command)) event.preventDefault()
  }
  return { onKey, act }
}
