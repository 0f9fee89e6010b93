import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { connection, request, unlessLost } from '@/api/bridge'
import { emptyDraft, type Draft } from '@/shared/design/draft'
import type { DraftChange } from '@/shared/design/draft-changes'
import { changed, present, redone, started, undone, wentTo, type History } from '@/shared/design/history'
import { readDraft, writeDraft } from '@/shared/design/kept-draft'
import { useTasks } from './tasks'

const SAVE_AFTER_MS = 400

/** What is being designed, with every step that led there; kept by the host. */
export const useDraft = defineStore('draft', () => {
  const tasks = useTasks()
  const history = shallowRef<History<Draft>>(started(emptyDraft(), Date.now()))
  const now = computed(() => present(history.value))
  /** The saved experiment that the draft came from. */
  const openId = ref<string | null>(null)
  const isSaved = ref(true)
  const isLoaded = ref(false)

  /** Makes a change a step of the history; null changes nothing. */
  function apply(change: DraftChange | null): void {
    if (change === null) return
    const { patch, what, params = {}, merge = false } = change
    history.value = changed(history.value, { state: { ...now.value, ...patch }, what, params, at: Date.now() }, merge)
  }
  const undo = (): void => void (history.value = undone(history.value))
  const redo = (): void => void (history.value = redone(history.value))
  const goTo = (index: number): void => void (history.value = wentTo(history.value, index))
  const canUndo = computed(() => history.value.index > 0)
  const canRedo = computed(() => history.value.index < history.value.steps.length - 1)

  async function keep(): Promise<void> {
    await request('draft.set', { body: writeDraft({ history: history.value, openId: openId.value }) })
    isSaved.value = true
  }
  const keepSoon = useDebounceFn(() => unlessLost(keep()), SAVE_AFTER_MS)
  watch(history, () => {
    if (!isLoaded.value) return
    isSaved.value = false
    void keepSoon()
  })
  // what was changed while the host was away
  watch(connection, (state) => {
    if (state === 'open' && !isSaved.value) void unlessLost(keep())
  })

  async function load(): Promise<void> {
    const body = await request('draft.get', {})
    const held = body === null ? null : readDraft(body)
    history.value = held?.history ?? started({ ...emptyDraft(), tasks: tasks.atHand }, Date.now())
    openId.value = held?.openId ?? null
    isLoaded.value = true
  }

  return { history, now, openId, isLoaded, isSaved, canUndo, canRedo, apply, undo, redo, goTo, load }
})
