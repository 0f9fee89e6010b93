import type { ChartSizes } from './chart-sizes'

/** Labels along an axis of states, about. */
const N_LABELS = 7

/** Room around what stands under one another; as much beside as above and below, so that a square of states is square. */
export function statesGrid({ grid }: ChartSizes): ChartSizes['grid'] {
  const [right, top] = [12, 8]
  const [beside, above] = [grid.left + right, top + grid.bottom]
  return {
    ...grid,
    right: right + Math.max(0, above - beside),
    top: top + Math.max(0, beside - above),
  }
}

/** Which states are named along an axis: the embedding, then every so-manieth, and none with the name of the one before. */
export function namedStates(positions: readonly string[]): (index: number) => boolean {
  const step = Math.max(1, Math.ceil(positions.length / N_LABELS))
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
