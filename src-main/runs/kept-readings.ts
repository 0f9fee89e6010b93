import type { Readings, Readout } from '../engine/readouts/readout'
import type { ReadingStore } from '../store/reading-store'
import type { ScoreStore } from '../store/score-store'

/** Where what a readout gives is kept: scores densely, everything else request by request. */
export interface KeptReadings {
  /** 1 for every request that is there. */
  readonly present: (scorerId: number, requestIds: readonly number[]) => Uint8Array
  readonly add: (scorerId: number, requestIds: readonly number[], readings: Readings) => void
}

export function keptReadings(
  { scores, readings }: { readonly scores: ScoreStore; readonly readings: ReadingStore },
  readout: { readonly name: string } & Pick<Readout, 'kept'>,
): KeptReadings {
  switch (readout.kept) {
    case 'score':
      return {
        present: (scorerId, requestIds) => scores.read(scorerId, requestIds).present,
        add: (scorerId, requestIds, { values }) =>
          scores.add(
            scorerId,
            requestIds,
            values.filter((_, i) => i % 2 === 0),
            Uint8Array.from(values.filter((_, i) => i % 2 === 1)),
          ),
      }
    case 'values':
      return {
        present: (scorerId, requestIds) => readings.present({ scorerId, readout: readout.name }, requestIds),
        add: (scorerId, requestIds, { width, values }) =>
          readings.add({ scorerId, readout: readout.name }, requestIds, width, values),
      }
  }
}
