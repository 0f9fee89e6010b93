import { shallowRef, watch, type Ref } from 'vue'
import type { RunDetail } from '@contract/run'
import { useLatest } from '@/shared/composables/use-latest'
import { useNotices } from '@/shared/data/notices'
import { useRuns } from '@/shared/data/runs'
import { distinctPoints, queryOf, scored, type Scored, type ScoredBy } from '@/shared/series/scored'
import type { PointWanted } from '@/shared/series/wanted'

/** Which points of some runs are to be scored. */
export type PointsOf = (runs: readonly RunDetail[]) => readonly PointWanted[]

/**
 * Saved runs with the scores of what is drawn of them, kept fresh while they are measured. What is finished is not asked for
 * again. The answer comes whole: runs, how they were scored, and the scores always belong together.
 */
export function useScored(ids: Ref<readonly string[]>, by: Ref<ScoredBy>, pointsOf: Ref<PointsOf>) {
  const [runs, notices] = [useRuns(), useNotices()]
  const answer = shallowRef<Scored | null>(null)
  const { ask, isAsking } = useLatest()
  const finished = new Map<string, RunDetail>()
  let failed = ''

  async function detailsOf(wanted: readonly string[]): Promise<readonly RunDetail[]> {
    const missing = wanted.filter((id) => !finished.has(id))
    const details = missing.length === 0 ? [] : await runs.details(missing)
    for (const d of details) if (d.entry.status === 'done') finished.set(d.entry.run, d)
    return wanted.flatMap((id) => finished.get(id) ?? details.find((d) => d.entry.run === id) ?? [])
  }
  async function scoredRuns(): Promise<Scored | null> {
    const wantedBy = by.value
    const details = await detailsOf([...ids.value])
    if (details.length === 0) return null
    const points = distinctPoints(pointsOf.value(details))
    return scored(details, wantedBy, points, await runs.scores(queryOf(details, wantedBy, points)))
  }
  const load = (): Promise<void> =>
    ask(
      scoredRuns,
      (made) => {
        answer.value = made
        failed = ''
      },
      // said once, not at every refresh
      (cause) => {
        const text = cause instanceof Error ? cause.message : String(cause)
        if (text !== failed) notices.fail(cause)
        failed = text
      },
    )
  watch([() => ids.value.join(), () => JSON.stringify(by.value), pointsOf], () => void load(), { immediate: true })
  watch(
    () => runs.version,
    () => {
      if (ids.value.some((id) => !finished.has(id))) void load()
    },
  )
  return { scored: answer, isLoading: isAsking }
}
