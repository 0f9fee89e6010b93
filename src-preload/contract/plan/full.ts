import { canonicalText, type Schedule } from './schedule'

/** The schedule of the unmodified model: every layer once, in order. */
const fullSchedule = (nLayers: number): Schedule => Array.from({ length: nLayers }, (_, layer) => layer)

/** Its canonical text: `0..T-1`, but `0` and `0 1` for one layer and two. */
export const fullText = (nLayers: number): string => canonicalText(fullSchedule(nLayers))

/** Whether a schedule (or its canonical text) is the unmodified model, however its plan was written: `full`, `0..-1`, … */
export function isFull(schedule: string | Schedule, nLayers: number): boolean {
  return (typeof schedule === 'string' ? schedule : canonicalText(schedule)) === fullText(nLayers)
}
