import { useEventListener } from '@vueuse/core'
import { ref } from 'vue'
import { useOnScreen } from '@/shared/composables/use-on-screen'
import { useHost } from '@/shared/data/host'
import { useNotices } from '@/shared/data/notices'
import { useTasks } from '@/shared/data/tasks'

/**
 * Files that are dropped anywhere on the screen: where they lie in a window; a browser does not tell, so that they are
 * copied to the host. `copies` are those of the paths that were.
 */
export function useDroppedFiles(take: (paths: readonly string[], copies: readonly string[]) => void) {
  const [host, notices, tasks] = [useHost(), useNotices(), useTasks()]
  const isOnScreen = useOnScreen()
  const isOver = ref(false)

  useEventListener('dragover', (event) => {
    if (!isOnScreen.value || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    isOver.value = true
  })
  useEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) isOver.value = false
  })
  useEventListener('drop', (event) => {
    isOver.value = false
    const files = [...(event.dataTransfer?.files ?? [])]
    if (!isOnScreen.value || files.length === 0) return
    event.preventDefault()
    void notices.attempt(async () => {
      const paths: string[] = []
      const copies: string[] = []
      for (const file of files) {
        const path = host.pathOf(file)
        if (path === undefined) copies.push(await tasks.upload(file))
        paths.push(path ?? (copies.at(-1) as string))
      }
      take(paths, copies)
    })
  })
  return isOver
}
