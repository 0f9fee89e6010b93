import { NUMERICS_VERSION } from '../engine/numerics'
import type { Work, WorkDocument } from '../experiments/work-queue'
import type { ScorerKey } from '../store/score-store'
import { countDocuments, type PreparedRun } from './preparation'

/** The only precision for now: weights of any type are computed in float32. */
const PRECISION = 'fp32'

/** What the results of each schedule of a run are kept under. */
export const scorerKeys = ({ model, schedules }: PreparedRun, provider: string): ScorerKey[] =>
  schedules.map(({ canonical }) => ({
    fingerprint: model.fingerprint,
    schedule: canonical,
    precision: PRECISION,
    provider,
    numerics: NUMERICS_VERSION,
  }))

/** What of a run is in the store, and what is to be computed. */
export interface StoredWork {
  readonly missing: Work
  /** `[schedule][task]`: documents whose readings are all in the store. */
  readonly nStored: readonly (readonly number[])[]
}

/** @param present for a schedule (by index) and requests: 1 for those that are in the store */
export function compareWithStore(
  prepared: PreparedRun,
  present: (schedule: number, requestIds: readonly number[]) => Uint8Array,
): StoredWork {
  const nStored: number[][] = []
  // [task][document]: the schedules that lack something of it
  const lacking = prepared.tasks.map((task) => task.documents.map((): number[] => []))
  const requestIds = prepared.tasks.map((task) => task.documents.flatMap((d) => d.requestIds))
  for (const s of prepared.schedules.keys()) {
    const counts = prepared.tasks.map((task, t) => {
      const there = present(s, requestIds[t] ?? [])
      let at = 0
      let complete = 0
      task.documents.forEach((document, i) => {
        const own = there.subarray(at, (at += document.requestIds.length))
        if (own.every((p) => p === 1)) complete++
        else lacking[t]?.[i]?.push(s)
      })
      return complete
    })
    nStored.push(counts)
  }
  return { missing: workOf(prepared, lacking), nStored }
}

/** Documents that lack the same schedules refer to one set of them. */
function workOf(prepared: PreparedRun, lacking: readonly (readonly (readonly number[])[])[]): Work {
  const wants: (readonly number[])[] = []
  const places = new Map<string, number>()
  const placeOf = (schedules: readonly number[]): number => {
    const key = schedules.join()
    let place = places.get(key)
    if (place === undefined) places.set(key, (place = wants.push(schedules) - 1))
    return place
  }
  const documents = prepared.tasks.flatMap((task, t) =>
    task.documents.flatMap(({ requests }, index): WorkDocument[] => {
      const schedules = lacking[t]?.[index] ?? []
      return schedules.length === 0 ? [] : [{ task: t, index, requests, want: placeOf(schedules) }]
    }),
  )
  return { wants, documents, nDocuments: prepared.tasks.map((t) => t.documents.length) }
}

/** Layer applications of a run plan by plan: of all its documents, of those in the store, of those that are missing. */
export function naiveApplications(
  prepared: PreparedRun,
  { nStored }: StoredWork,
): { readonly all: number; readonly stored: number; readonly missing: number } {
  const nDocuments = countDocuments(prepared)
  let all = 0
  let stored = 0
  prepared.schedules.forEach(({ applications, plans }, s) => {
    const each = applications * plans.length
    all += each * nDocuments
    stored += each * (nStored[s] ?? []).reduce((a, b) => a + b, 0)
  })
  return { all, stored, missing: all - stored }
}
