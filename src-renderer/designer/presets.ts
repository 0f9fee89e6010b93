import type { FigureId } from '../figures/catalogue'

/** What each figure of the paper needs: its plans, and how much of them a quick look takes. */
export interface Preset {
  readonly figure: FigureId
  /** As the paper numbers it. */
  readonly label: string
  /** `runs` scores plans on tasks; `states` compares hidden states along plans. */
  readonly kind: 'runs' | 'states'
  readonly plans: (nLayers: number, quick: boolean) => readonly string[]
}

/** Documents a task of a quick look, and those whose hidden states are compared. */
export const QUICK_DOCUMENTS = 32
export const STATES_DOCUMENTS = 16

/** About six starts from 0 to the largest with M >= 1, the largest included. */
function spreadStarts(nLayers: number): string {
  const largest = Math.max(0, Math.floor((nLayers - 2) / 2))
  const step = Math.max(1, Math.round(largest / 5))
  const values = [...new Set([...Array.from({ length: 20 }, (_, i) => largest - i * step).filter((s) => s >= 0), largest])].sort((a, b) => a - b)
  return values.length === 1 ? String(values[0]) : `{${values.join(',')}}`
}
const starts = (nLayers: number, quick: boolean): string => (quick ? spreadStarts(nLayers) : '*')

/** The start of figure 15: 13 of the 32 layers of the paper's model. */
export const middleStart = (nLayers: number): number => Math.max(0, Math.min(Math.floor((nLayers - 2) / 2), Math.round((13 / 32) * nLayers)))

function everyVariant(nLayers: number, quick: boolean): string[] {
  const s = starts(nLayers, quick)
  return ['full', `skip(s=${s})`, `repeat-middle(s=${s})`, `reverse(s=${s})`, `random(s=${s},seed=0..${quick ? 1 : 9})`, `parallel(s=${s})`, `looped-parallel(s=${s},n=3)`]
}

export const PRESETS: readonly Preset[] = [
  { figure: '2', label: '2', kind: 'runs', plans: () => ['full', 'skip-layer(layer=*)', 'switch(layer=*)'] },
  { figure: '3', label: '3, 14', kind: 'states', plans: () => ['full'] },
  { figure: '4-9', label: '4–9', kind: 'runs', plans: everyVariant },
  { figure: '10', label: '10', kind: 'runs', plans: (T, quick) => ['full', `looped-parallel(s=${starts(T, quick)},n=1..${quick ? 6 : Math.max(1, T - 2)})`] },
  { figure: '11', label: '11', kind: 'runs', plans: everyVariant },
  { figure: '12', label: '12', kind: 'runs', plans: (T, quick) => ['full', `skip(s=${starts(T, quick)})`] },
  { figure: '15', label: '15', kind: 'states', plans: (T) => ['full', `skip(s=${middleStart(T)})`, `repeat-middle(s=${middleStart(T)})`] },
  { figure: '17', label: '17', kind: 'runs', plans: (T, quick) => ['full', `loop-middle(s=${starts(T, quick)},n=2..3)`] },
]

export const presetOf = (figure: FigureId): Preset => PRESETS.find((p) => p.figure === figure) as Preset
