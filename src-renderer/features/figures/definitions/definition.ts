import type { HiddenStatesEntry } from '@contract/hidden-states'
import type { VariantName } from '@contract/plan/syntax'
import type { Text } from '@/shared/format/text'
import { allVariants } from '@/shared/series/all-variants'
import type { LineFigure, LineLook } from '@/shared/series/line'
import type { Reference } from '@/shared/series/reference'
import type { Subject } from '@/shared/series/subject'
import type { FigureWanted } from '@/shared/series/wanted'

/** The paper's figures that are drawn; catalogue.ts has a definition for each. Its texts are `figures.<id>` and `presets.<id>`. */
export type FigureId = '2' | '3' | '4-9' | '10' | '11' | '12' | '15' | '17'

/** What a run draws while it goes on, in one plot. */
export interface LiveFigure {
  readonly lines: (subject: Subject, look: Pick<LineLook, 'x' | 'loops'>) => FigureWanted
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
  /** Whether an experiment of such variants is taken to be for this figure, where its tags do not say. */
  readonly isOf: (variants: ReadonlySet<VariantName | undefined>) => boolean
  /** null: its runs have no scores to draw. */
  readonly live: LiveFigure | null
}

/** A figure of scores, drawn from saved runs. */
interface ScoreFigure extends AnyFigure {
  /** Variants that it draws: a run that has them is offered. */
  readonly variants: readonly VariantName[]
  /** Drawn from one run unless chosen otherwise, or from the newest of each model. */
  readonly runs: 'one' | 'each model'
  /** Has a line a task, so that no task is chosen. */
  readonly isByTask: boolean
}

interface PanelHead {
  readonly key: string
  /** The model that all of it is of; null where its lines are of several. */
  readonly subject: Subject | null
  /** Whose mark it carries. */
  readonly variant: VariantName | null
  readonly title: Text
  /** Its own number in the paper, where the panels of a screen are figures there. */
  readonly paper?: string
}

/** A panel before and after its scores are there. */
export interface PanelWanted extends PanelHead {
  readonly figure: FigureWanted
}
export interface Panel extends PanelHead {
  /** '' where it has none. */
  readonly letter: string
  /** Curves of a file that are laid under it. */
  readonly references: readonly Reference[]
  readonly figure: LineFigure
}

/** What decides which plans are asked for: not how their scores are shown. */
export interface PanelLook extends Pick<LineLook, 'x' | 'loops'> {
  readonly score: 'normalised' | 'raw'
  /** A panel a model or, in figures that have both, a panel a variant with a line a model. */
  readonly by: 'model' | 'variant'
}

/** `layer`: which layer; `layers`: how many are affected; `share`: how many percent of them. */
export type Axis = 'layer' | 'layers' | 'share'

export interface LinesDefinition extends ScoreFigure {
  readonly kind: 'lines'
  /** One plot, or several side by side. */
  readonly panels: (subjects: readonly Subject[], look: PanelLook) => readonly PanelWanted[]
  /** Small ones below the plot. */
  readonly multiples?: (subjects: readonly Subject[], look: PanelLook) => readonly PanelWanted[]
  /** Whether several models may be shown by variant. */
  readonly hasVariantPanels: boolean
  /** Its own axis, or the one that a person chose. */
  readonly axis: Axis | 'chosen'
  readonly legend: {
    readonly lines: 'variants' | 'tasks' | 'models'
    readonly isByArea: boolean
  }
}

export interface HeatmapDefinition extends ScoreFigure {
  readonly kind: 'heatmap'
}

/** What similarities are chosen for: the model that the figure is about, and the plans that would be measured on it. */
interface AtHand {
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

/** @param nLayers null: of models of different depth */
export function axisText(axis: Axis, nLayers: number | null): Text {
  switch (axis) {
    case 'layer':
      return { key: 'figures.layerN' }
    case 'share':
      return nLayers === null ? { key: 'figures.shareAffected' } : { key: 'figures.shareOf', values: { n: nLayers } }
    case 'layers':
      return nLayers === null
        ? { key: 'figures.affectedLayers' }
        : { key: 'figures.affectedOf', values: { n: nLayers } }
  }
}
