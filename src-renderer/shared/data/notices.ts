import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { LabError } from '@contract/errors'
import { labErrorOf } from './lab-error-of'

export interface Notice {
  readonly id: number
  readonly text: string
  readonly error?: LabError
  /** It waits for a person: nothing else works as it should until something is done about it. */
  readonly stays: boolean
  readonly undo?: () => void | Promise<void>
}

/** Shown at once, besides those that stay. */
const MOST_SHOWN = 2
const STAYING: readonly LabError['code'][] = [
  'internal',
  'store.full',
  'store.read-only',
  'store.damaged',
  'store.io',
  'store.newer',
]

/** Short messages at the foot of the window: what was done, with a way back, or what went wrong. */
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
  /** What went wrong on one screen is not said on the next. */
  const leaveScreen = (): void => {
    notices.value = notices.value.filter((n) => !n.error || n.stays)
  }

  return { notices, say, fail, attempt, close, leaveScreen }
})
