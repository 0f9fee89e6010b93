import { useEventListener } from '@vueuse/core'
import { ref } from 'vue'
import { useOnScreen } from '@/shared/composables/use-on-screen'
import { useHost } from '@/shared/data/host'
import { useNotices } from '@/shared/data/notices'
import { useTasks } from '@/shared/data/tasks'

/** A file that is dropped anywhere on the screen: where it lies in a window; a browser does not tell, so that it is copied to the host. */
export function useDroppedFile(take: (path: string, isCopy: boolean) => void) {
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
    const file = event.dataTransfer?.files[0]
    if (!isOnScreen.value || !file) return
    event.preventDefault()
    const path = host.pathOf(file)
    if (path !== undefined) take(path, false)
    else void notices.attempt(async () => take(await tasks.upload(file), true))
  })
  return isOver
}
