import { everyVariant, starts } from '@contract/plan/figure-plans'
import type { FigureId } from '@/features/figures/catalogue'
import { middleStart } from '@/features/figures/definitions/measured-states'

/** What each figure of the paper needs: its plans, and how much of them a quick look takes. */
export interface Preset {
  readonly figure: FigureId
  /** As the paper numbers it. */
  readonly label: string
  /** `runs` scores plans on tasks; `states` compares hidden states along plans. */
  readonly kind: 'runs' | 'states'
  readonly plans: (nLayers: number, quick: boolean) => readonly string[]
}

/** Documents a task of a quick look. */
export const QUICK_DOCUMENTS = 32

export const PRESETS: readonly Preset[] = [
  { figure: '2', label: '2', kind: 'runs', plans: () => ['full', 'skip-layer(layer=*)', 'switch(layer=*)'] },
  { figure: '3', label: '3, 14', kind: 'states', plans: () => ['full'] },
  { figure: '4-9', label: '4–9', kind: 'runs', plans: everyVariant },
  {
    figure: '10',
    label: '10',
    kind: 'runs',
    plans: (T, quick) => ['full', `looped-parallel(s=${starts(T, quick)},n=1..${quick ? 6 : Math.max(1, T - 2)})`],
  },
  { figure: '11', label: '11', kind: 'runs', plans: everyVariant },
  { figure: '12', label: '12', kind: 'runs', plans: () => ['full', 'skip(s=*)'] },
  {
    figure: '15',
    label: '15',
    kind: 'states',
    plans: (T) => ['full', `skip(s=${middleStart(T)})`, `repeat-middle(s=${middleStart(T)})`],
  },
  {
    figure: '17',
    label: '17',
    kind: 'runs',
    plans: (T, quick) => ['full', `loop-middle(s=${starts(T, quick)},n=2..3)`],
  },
]

export const presetOf = (figure: FigureId): Preset => PRESETS.find((p) => p.figure === figure) as Preset
