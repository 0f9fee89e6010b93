import type { VariantName } from '@contract/plan/syntax'
import type { MarkName } from '@/theme/tokens'
import type { CountRange } from './documents'
import type { ScoreChoice } from './score'
import type { PlanRef } from './source'
import type { Subject } from './subject'

/** Figures with lines: what they are made of. */

export interface PointParams {
  readonly s?: number
  readonly n?: number
  readonly layer?: number
}

export interface Point {
  readonly x: number
  readonly y: number
  /** Standard error over documents. */
  readonly error: number | null
  /** The spread over seeds. */
  readonly low: number | null
  readonly high: number | null
  /** Plans that the point is the mean of, and those that it is to be: seeds. */
  readonly n: number
  readonly nOf: number
  /** Plans that the shown one is the best of; 0 where nothing was chosen. */
  readonly chosenOf: number
  /** All tasks together, and by task with those that it could stand on. */
  readonly nDocs: number
  readonly documents: readonly { readonly n: number; readonly of: number }[]
  /** Whether it was chosen on one half of the documents and is shown on the other. */
  readonly isOnHalf: boolean
  /** Which documents: a line joins only points that stand on the same ones. */
  readonly documentSet: string
  /** Of such a one, the full model on the same half; null where it is not measured, and of normalised scores. */
  readonly fullOnHalf: number | null
  readonly isStored: boolean
  readonly isPartial: boolean
  readonly plan: string
  /** null: a plan that was written by hand. */
  readonly variant: VariantName | null
  readonly params: PointParams
  readonly ref: PlanRef
  /** Runs whose plans it is made of. */
  readonly runs: readonly string[]
}

/** What the legend calls a line: a variant's key, a task, a model. */
export interface LineName {
  readonly kind: 'variant' | 'task' | 'model' | 'median'
  readonly text: string
  readonly note?: LineNote
}

export type LineNote =
  | { readonly kind: 'best of n'; readonly n: CountRange }
  | { readonly kind: 'n'; readonly values: readonly number[] }
  | { readonly kind: 'layers'; readonly n: number }

export interface Line {
  readonly key: string
  readonly subject: Subject
  /** null: the one that is chosen. */
  readonly task: string | null
  readonly name: LineName
  readonly mark: MarkName
  readonly weight: 'main' | 'thin'
  readonly dash: number
  readonly tint: number
  readonly points: readonly Point[]
  /** Where a point is planned and not measured, and beside those that stand on other documents: the line breaks. */
  readonly gaps: readonly number[]
  readonly hasBand: boolean
  readonly nPlans: number
  /** Seeds that its points are means of; null where they are not. */
  readonly seeds: CountRange | null
}

/** The points between the gaps of a line: what may be joined. */
export function unbroken<P extends { readonly x: number }>(
  points: readonly P[],
  gaps: readonly number[],
): readonly (readonly [P, ...P[]])[] {
  const parts: [P, ...P[]][] = []
  let before: P | undefined
  for (const p of points) {
    const from = before?.x
    const part = parts.at(-1)
    if (part && from !== undefined && !gaps.some((x) => x > from && x < p.x)) part.push(p)
    else parts.push([p])
    before = p
  }
  return parts
}

/** What a legend calls one row: the lines of all panels that have the same name. A best of several n is no line of one n. */
export const legendKey = ({ name, subject }: Pick<Line, 'name' | 'subject'>): string =>
  name.kind === 'model' ? subject.key : `${name.kind} ${name.text}${name.note?.kind === 'best of n' ? ' best' : ''}`

/** Whether a line stands for all tasks, beside one a task. */
export const hasMedianAndTasks = (lines: readonly Pick<Line, 'name'>[]): boolean =>
  lines.some((l) => l.name.kind === 'median') && lines.some((l) => l.name.kind === 'task')

interface Guides {
  readonly full: number | null
  readonly floor: number | null
  /** The full model on the half of the documents that a best of several is shown on, by x; empty where nothing is read by it. */
  readonly fullOnHalf: readonly (readonly [x: number, y: number])[]
}

export interface LineFigure extends Guides {
  readonly lines: readonly Line[]
  readonly xMin: number
  readonly xMax: number
  /** Points that are planned: ticks while the data comes in. */
  readonly xPlanned: readonly number[]
  readonly nLayers: number
  /** Whether x is a layer, not a number of them. */
  readonly isByLayer: boolean
}

export type BandKind = 'sd' | 'range' | 'ci95'
export type XAxis = 'layers' | 'share'

export interface LineLook {
  readonly choice: ScoreChoice
  readonly x: XAxis
  readonly band: BandKind
  /** Iterations of looped parallel: the best for each M, or a fixed number. */
  readonly loops: 'best' | number
}

export const byNumber = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b)
