import { useEventListener } from '@vueuse/core'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useNotices } from '@/shared/data/notices'
import type { Editor } from './use-editor'

const SHOWN_OF_TEXT = 40

/** Copying, cutting and pasting as text, while the canvas has the focus. */
export function useCanvasClipboard(editor: Editor, ground: Ref<HTMLElement | null>) {
  const { t } = useI18n()
  const notices = useNotices()
  const hasFocus = (): boolean => document.activeElement === ground.value

  function copy(event: ClipboardEvent, cut: boolean): void {
    if (!hasFocus() || editor.selected.value.size === 0) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', editor.selectedText())
    if (cut) editor.act('remove')
  }
  useEventListener(document, 'copy', (event) => copy(event, false))
  useEventListener(document, 'cut', (event) => copy(event, true))
  useEventListener(document, 'paste', (event) => {
    if (!hasFocus()) return
    event.preventDefault()
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!editor.insertText(text)) notices.say(t('editor.notAPlan', { text: text.slice(0, SHOWN_OF_TEXT) }))
  })
}
