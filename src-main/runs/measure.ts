import type { Metrics } from '../../src-preload/contract/metrics'
import type { TaskRow } from '../../src-preload/contract/task'
import type { Readout } from '../engine/readouts/readout'
import type { Context } from '../home/context'
import { computeMetrics } from '../metrics/compute-metrics'
import type { SetDocument } from '../store/document-store'
import { keptReadings } from './kept-readings'
import { readScores } from './scored-documents'

type Read = Pick<SetDocument, 'requestIds' | 'target' | 'lengths' | 'bytes'>

/** What the store holds of a schedule on documents: how many of them are whole, and the metrics of those. */
export function measureDocuments(
  context: Pick<Context, 'scores' | 'readings'>,
  readout: { readonly name: string } & Pick<Readout, 'kept'>,
  scorerId: number,
  { kind, metrics }: Pick<TaskRow, 'kind' | 'metrics'>,
  documents: readonly Read[],
): { readonly nDocs: number; readonly metrics: Metrics } {
  if (readout.kept === 'score') {
    const scored = readScores(context.scores, scorerId, documents).flatMap((d) => d ?? [])
    return { nDocs: scored.length, metrics: computeMetrics(kind, metrics, scored) }
  }
  const kept = keptReadings(context, readout)
  const isRead = ({ requestIds }: Read): boolean => kept.present(scorerId, requestIds).every((p) => p === 1)
  return { nDocs: documents.filter(isRead).length, metrics: {} }
}
