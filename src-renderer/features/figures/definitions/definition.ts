import type { HiddenStatesEntry } from '@contract/hidden-states'
import type { VariantName } from '@contract/plan/syntax'
import { allVariants } from '@/shared/series/all-variants'
import type { LineFigure, LineLook } from '@/shared/series/line'
import type { LoopFigure } from '@/shared/series/loops'
import type { ScoreChoice } from '@/shared/series/score'
import type { Source } from '@/shared/series/source'

/** The paper's figures that are drawn; catalogue.ts has a definition for each. Its texts are `figures.<id>` and `presets.<id>`. */
export type FigureId = '2' | '3' | '4-9' | '10' | '11' | '12' | '15' | '17'

/** A text by its key in the locales. */
export interface Text {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** What a run draws while it goes on, in one plot. */
export interface LiveFigure {
  readonly lines: (sources: readonly Source[], look: LineLook) => LineFigure
  /** What its x axis is called: a key of the locales. */
  readonly x: string
}

interface AnyFigure {
  readonly id: FigureId
  /** As the paper numbers it: where it is chosen, and in the title of a picture. */
  readonly label: string
  readonly number: string
  /** What its experiment measures on a model of `nLayers` layers. `quick`: as little as still shows the shape. */
  readonly plans: (nLayers: number, quick: boolean) => readonly string[]
  /** Documents a task of a quick look. */
  readonly quickDocuments: number
  readonly live: LiveFigure
}

/** A figure of scores, drawn from saved runs. */
interface ScoreFigure extends AnyFigure {
  /** Variants that it draws: a run that has them is offered. */
  readonly variants: readonly VariantName[]
  /** Whether an experiment of such variants is taken to be for this figure, where its tags do not say. */
  readonly isOf: (variants: ReadonlySet<VariantName | undefined>) => boolean
  /** Drawn from one run unless chosen otherwise, or from the newest of each model. */
  readonly runs: 'one' | 'each model'
  /** Has a line a task, so that no task is chosen. */
  readonly isByTask: boolean
}

export interface Panel {
  readonly key: string
  /** Whose mark it carries. */
  readonly variant: VariantName | null
  readonly title: Text
  readonly figure: LineFigure
}

/** `layer`: which layer; `layers`: how many are affected; `share`: how many percent of them. */
export type Axis = 'layer' | 'layers' | 'share'

export interface LinesDefinition extends ScoreFigure {
  readonly kind: 'lines'
  /** One plot, or several side by side. */
  readonly panels: (sources: readonly Source[], look: LineLook) => readonly Panel[]
  /** Small ones below the plot. */
  readonly multiples?: (sources: readonly Source[], look: LineLook) => readonly Panel[]
  /** Its own axis, or the one that a person chose. */
  readonly axis: Axis | 'chosen'
  readonly legend: {
    readonly lines: 'variants' | 'tasks' | 'models'
    readonly isByArea: boolean
  }
}

export interface HeatmapDefinition extends ScoreFigure {
  readonly kind: 'heatmap'
  readonly cells: (sources: readonly Source[], choice: ScoreChoice) => LoopFigure
}

/** What similarities are chosen for: the model at hand, and the plans that would be measured on it. */
export interface AtHand {
  readonly fingerprint: string | undefined
  readonly plans: readonly string[]
}

/** A figure of hidden states, drawn from their measured similarities. */
export interface SimilarityDefinition extends AnyFigure {
  readonly kind: 'similarity'
  readonly plansAt: (s: number) => readonly string[]
  /** Whether its plans have a start to choose. */
  readonly hasStart: boolean
  /** A panel a model, or a plan of one model. */
  readonly panels: 'models' | 'plans'
  /** Which of the measured ones are shown, in order. `entries`: the newest first. */
  readonly shown: (entries: readonly HiddenStatesEntry[], atHand: AtHand) => readonly HiddenStatesEntry[]
  readonly hasVariance: boolean
}

export type FigureDefinition = LinesDefinition | HeatmapDefinition | SimilarityDefinition

export const LIVE_VARIANTS: LiveFigure = { lines: allVariants, x: 'figures.affectedLayers' }
/** Documents a task of a quick look at scores. */
export const QUICK_DOCUMENTS = 32

export const axisOf = ({ axis }: LinesDefinition, chosen: 'layers' | 'share'): Axis =>
  axis === 'chosen' ? chosen : axis

export function axisText(axis: Axis, nLayers: number): Text {
  switch (axis) {
    case 'layer':
      return { key: 'figures.layerN' }
    case 'share':
      return { key: 'figures.shareAffected' }
    case 'layers':
      return { key: 'figures.affectedOf', values: { n: nLayers } }
  }
}

export const exportName = (figure: FigureDefinition): string => `figure-${figure.id}`
