/** The plans that figures of the paper need, for a model of `nLayers` layers. `quick`: as few as still show the shape. */

/** About six starts from 0 to the largest with M >= 1, the largest included. */
function spreadStarts(nLayers: number): string {
  const largest = Math.max(0, Math.floor((nLayers - 2) / 2))
  const step = Math.max(1, Math.round(largest / 5))
  const values = Array.from({ length: Math.floor(largest / step) + 1 }, (_, i) => largest - i * step).reverse()
  return values.length === 1 ? String(values[0]) : `{${values.join(',')}}`
}

export const starts = (nLayers: number, quick: boolean): string => (quick ? spreadStarts(nLayers) : '*')

/** Figures 4 to 9 and 11: full, and every variant by its start. */
export function everyVariant(nLayers: number, quick: boolean): string[] {
  const s = starts(nLayers, quick)
  return [
    'full',
    `skip(s=${s})`,
    `repeat-middle(s=${s})`,
    `reverse(s=${s})`,
    `random(s=${s},seed=0..${quick ? 1 : 9})`,
    `parallel(s=${s})`,
    `looped-parallel(s=${s},n=3)`,
  ]
}

/** Documents a task of the first experiment: enough for curves that tell the variants apart. */
export const FIRST_LOOK_DOCUMENTS = 40
