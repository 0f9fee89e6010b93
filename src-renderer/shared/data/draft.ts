import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch as follow } from 'vue'
import type { StoredDraft } from '@contract/experiment'
import { connection, on, request, unlessLost } from '@/api/bridge'
import { i18n } from '@/locales/i18n'
import { useLatest } from '@/shared/composables/use-latest'
import { emptyDraft, type Draft } from '@/shared/design/draft'
import type { DraftChange } from '@/shared/design/draft-changes'
import { changed, present, redone, started, undone, wentTo, type History } from '@/shared/design/history'
import { readDraft, writeDraft } from '@/shared/design/kept-draft'
import { useNotices } from './notices'
import { useTasks } from './tasks'

const SAVE_AFTER_MS = 400

/** What is being designed, with every step that led there; kept by the host, and the same in all windows. */
export const useDraft = defineStore('draft', () => {
  const [tasks, notices] = [useTasks(), useNotices()]
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

  // --- the host's copy, which all windows share
  let kept: { readonly history: History<Draft>; readonly id: string | null } | null = null
  const sent = new Set<string>()
  let keeping: Promise<void> = Promise.resolve()
  const latest = useLatest()

  /** One after the other: each is made of the one before. */
  function keep(): Promise<void> {
    keeping = keeping.catch(() => undefined).then(send)
    return keeping
  }
  async function send(): Promise<void> {
    const present = history.value
    if (present === kept?.history) return
    const id = crypto.randomUUID()
    sent.add(id)
    const body = writeDraft({ history: present, openId: openId.value })
    const isTaken = await request('draft.set', { body, id, base: kept?.id ?? null })
    if (!isTaken) return takeTheirs(await request('draft.get', {}))
    kept = { history: present, id }
    isSaved.value = history.value === present
  }
  const keepSoon = useDebounceFn(() => unlessLost(keep()), SAVE_AFTER_MS)
  follow(history, (present) => {
    if (!isLoaded.value || present === kept?.history) return
    isSaved.value = false
    void keepSoon()
  })

  function take(told: StoredDraft): void {
    const held = readDraft(told.body)
    history.value = held?.history ?? startedAnew()
    openId.value = held?.openId ?? null
    kept = { history: history.value, id: told.id }
    isSaved.value = true
  }
  const startedAnew = (): History<Draft> => started({ ...emptyDraft(), tasks: tasks.atHand }, Date.now())

  async function load(): Promise<void> {
    const told = await request('draft.get', {})
    if (told) take(told)
    else history.value = startedAnew()
    isLoaded.value = true
  }

  /** What another window made of it; what was made here in the same moment is not thrown away unsaid. */
  function takeTheirs(told: StoredDraft | null): void {
    if (told === null || told.id === kept?.id) return
    const mine = isSaved.value ? null : history.value
    take(told)
    if (mine) notices.say(i18n.global.t('designer.changedElsewhere'), () => void (history.value = mine))
  }
  function watch(): void {
    on('draft.changed', ({ id }) => {
      // where something waits to be kept here, keeping it finds out
      if (sent.has(id) || !isSaved.value) return
      void latest.ask(() => request('draft.get', {}), takeTheirs, notices.fail)
    })
    // what was changed while the host was away, here or in another window
    follow(connection, (state) => {
      if (state !== 'open') return
      if (isSaved.value) void latest.ask(() => request('draft.get', {}), takeTheirs, notices.fail)
      else void unlessLost(keep())
    })
  }

  return { history, now, openId, isLoaded, isSaved, canUndo, canRedo, apply, undo, redo, goTo, load, watch }
})
