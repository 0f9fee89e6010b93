import { VARIANT_NAMES } from '@contract/plan/variants'
import type { VariantName } from '@contract/plan/syntax'
import { firstText } from '@/shared/plan/plan-text'

/** What is being designed: the experiment, the variant at hand, and the schedule in the free editor. */
export interface Draft {
  readonly variant: VariantName
  /** The plan's text of each variant, a grid or one plan. */
  readonly variants: Readonly<Record<VariantName, string>>
  readonly editor: string
  readonly plans: readonly string[]
  readonly tasks: readonly DraftTask[]
  readonly limit: number | null
  readonly sample: { readonly n: number; readonly seed: number } | null
  readonly device: string
  /** Models of the library that the experiment is run on besides the current one. */
  readonly also: readonly string[]
  readonly name: string
  readonly note: string
  readonly tags: readonly string[]
}

export interface DraftTask {
  readonly task: string
  readonly data?: string
}

const VARIANTS = Object.fromEntries(VARIANT_NAMES.map((v) => [v, firstText(v)])) as Draft['variants']

export const emptyDraft = (): Draft => ({
  variant: 'reverse',
  variants: VARIANTS,
  editor: '0..-1',
  plans: ['full'],
  tasks: [],
  limit: 100,
  sample: null,
  device: 'auto',
  also: [],
  name: '',
  note: '',
  tags: [],
})
