import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { LabError } from '@contract/errors'
import { labErrorOf } from './lab-error-of'

export interface Notice {
  readonly id: number
  readonly text: string
  readonly error?: LabError
  readonly undo?: () => void | Promise<void>
}

/** Short messages at the foot of the window: what was done, with a way back, or what went wrong. */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([])
  let next = 0

  function say(text: string, undo?: Notice['undo']): void {
    notices.value = [...notices.value.slice(-2), { id: next++, text, ...(undo ? { undo } : {}) }]
  }

  function fail(cause: unknown): void {
    const error = labErrorOf(cause)
    notices.value = [...notices.value.slice(-2), { id: next++, text: error.message, error }]
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

  return { notices, say, fail, attempt, close }
})
