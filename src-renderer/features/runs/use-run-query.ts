import { ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The query of the table of runs: it stands in the address, so that a search can be linked to. */
export function useRunQuery() {
  const [route, router] = [useRoute(), useRouter()]
  const asked = (): string => String(route.query['q'] ?? '')
  const query = ref(asked())
  watch(query, (q) => {
    if ((q || '') !== asked()) void router.replace({ path: '/runs', query: q ? { q } : {} })
  })
  watch(asked, (q) => {
    if (route.path === '/runs') query.value = q
  })
  return query
}
