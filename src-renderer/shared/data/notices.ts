import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { nStored } from '@/api/stored'
import type { LabError } from '@contract/errors'
import { labErrorOf } from './lab-error-of'

export interface Notice {
  readonly id: number
  readonly text: string
  readonly error?: LabError
  /** Nothing can be stored until something is done about it: it has a place of its own on every screen, until something is stored. */
  readonly stays: boolean
  readonly undo?: () => void | Promise<void>
}

/** Shown at once, besides those that stay. */
const MOST_SHOWN = 2
const STAYING: readonly LabError['code'][] = [
  'store.full',
  'store.read-only',
  'store.damaged',
  'store.io',
  'store.newer',
]

/**
 * Short messages: what was done, with a way back, and what went wrong on this screen, at the foot of the window; what keeps anything
 * from being stored, at the head of the screens.
 */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([])
  let next = 0

  function show(notice: Omit<Notice, 'id'>): void {
    // said again, it is the same message
    const others = notices.value.filter((n) => n.text !== notice.text)
    const passing = others.filter((n) => !n.stays).slice(-(MOST_SHOWN - 1))
    notices.value = [...others.filter((n) => n.stays || passing.includes(n)), { ...notice, id: next++ }]
  }
  const say = (text: string, undo?: Notice['undo']): void => show({ text, stays: false, ...(undo ? { undo } : {}) })

  function fail(cause: unknown): void {
    const error = labErrorOf(cause)
    show({ text: error.message, error, stays: STAYING.includes(error.code) })
  }

  /** Runs something that may fail; the failure is told. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (cause) {
      fail(cause)
      return undefined
    }
  }

  const close = (id: number): void => {
    notices.value = notices.value.filter((n) => n.id !== id)
  }
  /** What was said in another language: it would stand in it to its end. An error is told anew; what can be undone still can. */
  const leaveLanguage = (): void => {
    notices.value = notices.value.filter((n) => n.error || n.undo)
  }
  watch(nStored, () => {
    if (notices.value.some((n) => n.stays)) notices.value = notices.value.filter((n) => !n.stays)
  })
  /** What went wrong on one screen is not said on the next. */
  const leaveScreen = (): void => {
    notices.value = notices.value.filter((n) => !n.error || n.stays)
  }

  const passing = computed(() => notices.value.filter((n) => !n.stays))
  const standing = computed(() => notices.value.filter((n) => n.stays))

  return { passing, standing, say, fail, attempt, close, leaveScreen, leaveLanguage }
})
