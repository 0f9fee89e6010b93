import { computed, ref, watch } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

/** The address of the screen for these files, one after another; `of`: how many there were at first. */
export const queryOf = (paths: readonly string[], of = new Set(paths).size): LocationQueryRaw => ({
  path: [...new Set(paths)],
  ...(of > 1 ? { of: String(of) } : {}),
})

/** Files that become tasks one after another: which it is at, and what became of those before it. */
export function useFileQueue() {
  const [route, router] = [useRoute(), useRouter()]
  const isHere = computed(() => route.name === 'new-task')
  const paths = computed(() => (isHere.value ? [route.query['path'] ?? ''].flat().map(String) : []))
  const of = computed(() => Math.max(paths.value.length, Number(route.query['of']) || 1))
  const number = computed(() => of.value - paths.value.length + 1)
  const saved = ref<readonly { readonly task: string; readonly nDocs: number }[]>([])
  const leftOut = ref<readonly string[]>([])
  watch(
    [isHere, number],
    () => {
      if (isHere.value && number.value === 1) [saved.value, leftOut.value] = [[], []]
    },
    { flush: 'sync' },
  )

  /** Opens the file after this one; false where it was the last. */
  async function next(): Promise<boolean> {
    const rest = paths.value.slice(1)
    if (rest.length === 0) return false
    await router.replace({ name: 'new-task', query: queryOf(rest, of.value) })
    return true
  }
  return {
    path: computed(() => paths.value[0] ?? null),
    of,
    number,
    saved,
    leftOut,
    next,
    /** Another file in place of this one. */
    replace: (path: string) =>
      router.replace({ name: 'new-task', query: queryOf([path, ...paths.value.slice(1)], of.value) }),
  }
}
