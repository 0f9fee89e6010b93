import type { MarkName } from '@/theme/tokens'
import type { ScoreChoice } from './score'
import type { PlanRef } from './source'

/** Figures with lines: what they are made of. */

export interface Point {
  readonly x: number
  readonly y: number
  /** Standard error of one plan; standard deviation over seeds. */
  readonly error: number | null
  readonly low: number | null
  readonly high: number | null
  /** Plans that the point is the mean of: seeds. */
  readonly n: number
  readonly nDocs: number
  readonly isStored: boolean
  readonly isPartial: boolean
  readonly plan: string
  readonly params: { readonly s?: number; readonly n?: number; readonly layer?: number }
  readonly ref: PlanRef
}

/** What the legend calls a line: a variant's key, a task, a model. */
export interface LineName {
  readonly kind: 'variant' | 'task' | 'model' | 'median'
  readonly text: string
  readonly note?: LineNote
}

export type LineNote =
  | { readonly kind: 'best of n'; readonly n: number }
  | { readonly kind: 'n'; readonly values: readonly number[] }
  | { readonly kind: 'layers'; readonly n: number }

export interface Line {
  readonly key: string
  readonly name: LineName
  readonly mark: MarkName
  readonly weight: 'main' | 'thin'
  readonly dash: number
  readonly tint: number
  readonly points: readonly Point[]
  readonly hasBand: boolean
  readonly nPlans: number
  readonly nSeeds: number
}

export interface Guides {
  readonly full: number | null
  readonly floor: number | null
}

export interface LineFigure extends Guides {
  readonly lines: readonly Line[]
  readonly xMax: number
  /** Points that are planned: ticks while the data comes in. */
  readonly xPlanned: readonly number[]
  readonly nLayers: number
}

export type BandKind = 'sd' | 'range' | 'ci95'
export type XAxis = 'layers' | 'share'

export interface LineLook {
  readonly choice: ScoreChoice
  readonly x: XAxis
  readonly band: BandKind
  /** Iterations of looped parallel: the best for each M, or a fixed number. */
  readonly loops: 'best' | number
  readonly floors: Readonly<Record<string, number>>
}

/** A look at another task. */
export const lookAt = (look: LineLook, task: string): LineLook => ({ ...look, choice: { ...look.choice, task } })

export const byNumber = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b)
