import type { ChartSizes } from './chart-sizes'

/** Labels along an axis of states, at most, and layers between them. */
const MOST_LABELS = 7
const STEPS = [1, 2, 3, 4, 5, 10, 20, 40]
/** From an axis to its labels: there stand the tones of depth. */
export const LABEL_MARGIN = 12

/**
 * Room around what stands under one another; as much beside as above and below, so that a square of states is square: it is
 * not made smaller for labels, for which there is room.
 */
export function statesGrid({ grid, text }: ChartSizes): ChartSizes['grid'] & { outerBoundsMode: 'none' } {
  const [right, top] = [12, 8]
  const left = Math.max(grid.left, LABEL_MARGIN + 8 + 3.6 * text)
  const [beside, above] = [left + right, top + grid.bottom]
  return {
    ...grid,
    left,
    right: right + Math.max(0, above - beside),
    top: top + Math.max(0, beside - above),
    outerBoundsMode: 'none',
  }
}

/** Which states are named along an axis: the embedding, then every so-manieth, and none with the name of the one before. */
export function namedStates(positions: readonly string[], { nLabels }: ChartSizes): (index: number) => boolean {
  const most = Math.min(MOST_LABELS, nLabels)
  const step = STEPS.find((n) => positions.length / n <= most) ?? Math.ceil(positions.length / most)
  const named = new Set<number>()
  let last: string | undefined
  positions.forEach((name, i) => {
    // beside the embedding's there is no room for a name where not every state has one
    const isNamed = i === 0 || (step === 1 ? true : i > 1 && (i - 1) % step === 0)
    if (!isNamed || name === last) return
    named.add(i)
    last = name
  })
  return (index) => named.has(index)
}
