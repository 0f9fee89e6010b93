import type { XAxis } from './line'
import type { Subject } from './subject'
import type { FigureWanted } from './wanted'

/** What stands around the lines of a figure by affected layers. */
export function frameOf(
  subjects: readonly Subject[],
  x: XAxis,
  task: string | null = null,
): Omit<FigureWanted, 'lines'> {
  const nLayers = mostLayers(subjects)
  const [only, second] = subjects
  return {
    xMin: 0,
    xMax: x === 'share' ? 100 : nLayers,
    nLayers,
    isByLayer: false,
    guides: only && !second ? { subject: only, task } : null,
  }
}

const mostLayers = (subjects: readonly Subject[]): number => Math.max(1, ...subjects.map((s) => s.model.nLayers))
