import type { ScoredDocument } from '../metrics/scored-document'
import type { SetDocument } from '../store/document-store'
import type { ScoreStore } from '../store/score-store'

/** The scored documents of a set, in order; null where a score is missing. */
export function readScores(
  scores: ScoreStore,
  scorerId: number,
  documents: readonly Pick<SetDocument, 'requestIds' | 'target' | 'lengths' | 'bytes'>[],
): (ScoredDocument | null)[] {
  const stored = scores.read(
    scorerId,
    documents.flatMap((d) => d.requestIds),
  )
  let at = 0
  return documents.map(({ requestIds, target, lengths, bytes }) => {
    const from = at
    at += requestIds.length
    if (!stored.present.subarray(from, at).every((p) => p === 1)) return null
    const loglikelihoods = Array.from(stored.loglikelihoods.subarray(from, at))
    const greedy = Array.from(stored.greedy.subarray(from, at), (g) => g === 1)
    // a whole text is one document of many windows
    const isWhole = loglikelihoods.length > lengths.length
    return {
      target,
      loglikelihoods: isWhole ? [loglikelihoods.reduce((sum, l) => sum + l, 0)] : loglikelihoods,
      greedy: isWhole ? [greedy.every(Boolean)] : greedy,
      lengths,
      bytes,
    }
  })
}

/** Scores as they cross to a person: not finite is null. */
export const shownScores = ({
  loglikelihoods,
}: Pick<ScoredDocument, 'loglikelihoods'>): { readonly loglikelihoods: readonly (number | null)[] } => ({
  loglikelihoods: loglikelihoods.map((l) => (Number.isFinite(l) ? l : null)),
})
