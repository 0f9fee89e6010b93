import { ref, type Ref } from 'vue'

/** What a legend does to its chart: a click hides a line or shows it again, hovering lets the others step back. */
export function useLegend(): {
  readonly hidden: Ref<ReadonlySet<string>>
  readonly emphasised: Ref<string | null>
  readonly toggle: (key: string) => void
} {
  const hidden = ref<ReadonlySet<string>>(new Set<string>())
  const emphasised = ref<string | null>(null)
  const toggle = (key: string): void => {
    const next = new Set(hidden.value)
    if (!next.delete(key)) next.add(key)
    hidden.value = next
  }
  return { hidden, emphasised, toggle }
}
