import { ref, shallowRef, watch, type Ref } from 'vue'
import type { ComparedDocument, ComparedDocuments, DOCUMENT_FILTERS, Side } from '@contract/comparison'
import { useLatest } from '@/shared/composables/use-latest'
import { useNotices } from '@/shared/data/notices'
import { useComparisons } from './comparisons-store'

export type DocumentFilter = (typeof DOCUMENT_FILTERS)[number]
const PAGE = 100

/** The documents of two plans on a task, fetched in pages as they are scrolled to. */
export function useComparedDocuments(sides: () => readonly [a: Side, b: Side], task: Ref<string>) {
  const [comparisons, notices] = [useComparisons(), useNotices()]
  const { ask } = useLatest()
  const filter = ref<DocumentFilter>('flips')
  const rows = shallowRef<readonly ComparedDocument[]>([])
  const found = shallowRef<Omit<ComparedDocuments, 'rows'> | null>(null)
  const current = ref(0)

  function load(offset: number): void {
    if (task.value === '') return
    const [a, b] = sides()
    const query = { a, b, task: task.value, filter: filter.value, offset, limit: PAGE }
    void ask(
      () => comparisons.documents(query),
      (page) => {
        rows.value = offset === 0 ? page.rows : [...rows.value, ...page.rows]
        found.value = page
        if (offset === 0) current.value = 0
      },
      notices.fail,
    )
  }
  watch([task, filter, () => JSON.stringify(sides())], () => load(0), { immediate: true })
  /** The next page, unless the last one was not full. */
  function more(): void {
    const n = rows.value.length
    if (found.value && n < found.value.counts[filter.value] && n % PAGE === 0) load(n)
  }
  return { filter, rows, found, current, more }
}
