import type { PlanErrorCode } from '../error-codes'
import type { LabErrorData, Sentence } from '../errors'

/** The syntax tree of the plan notation. Columns count from 1, in UTF-16 units, as an editor shows them. */

export type VariantName =
  | 'full'
  | 'skip'
  | 'repeat-middle'
  | 'reverse'
  | 'random'
  | 'parallel'
  | 'looped-parallel'
  | 'loop-middle'
  | 'skip-layer'
  | 'switch'
  | 'repeat-model'

export type ParamName = 's' | 'n' | 'seed' | 'layer'

/** A parameter's value: one number in a plan; a range, a set or every valid value in a grid. */
export type ParamValue =
  | { readonly kind: 'one'; readonly value: number; readonly column: number }
  | { readonly kind: 'range'; readonly first: number; readonly last: number; readonly column: number }
  | { readonly kind: 'set'; readonly values: readonly number[]; readonly column: number }
  | { readonly kind: 'all'; readonly column: number }

export interface VariantPlan {
  readonly kind: 'variant'
  readonly name: VariantName
  readonly params: Readonly<Partial<Record<ParamName, ParamValue>>>
}

export interface StepsPlan {
  readonly kind: 'steps'
  readonly steps: readonly Step[]
}

export type Plan = VariantPlan | StepsPlan

/** A unit applied `count` times in a row. */
export interface Step {
  readonly unit: Unit
  readonly count: number
}

export type Unit =
  | { readonly kind: 'layer'; readonly layer: number; readonly column: number }
  | {
      readonly kind: 'range'
      readonly first: number
      readonly last: number
      readonly column: number
      readonly lastColumn: number
    }
  | { readonly kind: 'group'; readonly branches: readonly Branch[]; readonly column: number }

export type Branch =
  | { readonly kind: 'steps'; readonly steps: readonly Step[]; readonly column: number }
  | { readonly kind: 'ellipsis'; readonly column: number }
  | { readonly kind: 'identity'; readonly column: number }

/** One fault in a plan's text: what is wrong, and where. */
export interface PlanFault extends Sentence {
  readonly code: PlanErrorCode
  readonly column: number
}

/** A fault whose sentence ends with its column; `data` holds what the sentence is made of. */
export const planFault = (
  code: PlanFault['code'],
  sentence: string,
  column: number,
  data: LabErrorData = {},
): PlanFault => ({ code, message: `${sentence} (column ${column})`, column, data: { ...data, column } })

export const MAX_LAYER_APPLICATIONS = 100_000
export const MAX_PLANS_IN_GRID = 100_000
/** All plans of one experiment together; keeps a grid of long schedules from filling the memory. */
export const MAX_TOTAL_APPLICATIONS = 10_000_000
export const MAX_NESTING = 32
export const MAX_TEXT_LENGTH = 1_000_000
