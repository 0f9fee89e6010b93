import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { PlanRef } from '@/shared/series/source'

/** Which measurement the drawer of samples shows; null: it is closed. It opens from any number, mark or cell. */
export const useSamples = defineStore('samples', () => {
  const open = shallowRef<PlanRef | null>(null)
  return { open, show: (ref: PlanRef): void => void (open.value = ref), close: (): void => void (open.value = null) }
})
