import type { Experiment } from '@contract/experiment'
import type { VariantName } from '@contract/plan/syntax'
import type { Preset } from './preset'
import { firstText } from '@/shared/plan/plan-text'

/** What is being designed: the experiment, the variant at hand, and the schedule in the free editor. */
export interface Draft {
  readonly variant: VariantName
  /** The plan's text of each variant, a grid or one plan. */
  readonly variants: Readonly<Record<VariantName, string>>
  readonly editor: string
  readonly plans: readonly string[]
  /** What the plans were taken up as; null where they stand for themselves. */
  readonly preset: Preset | null
  readonly tasks: readonly DraftTask[]
  readonly limit: number | null
  readonly sample: { readonly n: number; readonly seed: number } | null
  /** Examples before each question of the tasks that take them and say nothing themselves; null: as many as each has. */
  readonly fewshot: number | null
  /** Of written answers, of heads, of BOS: what an experiment says beside the rest. */
  readonly settings: DraftSettings
  readonly device: string
  /** Models of the library that the experiment is run on besides the current one. */
  readonly also: readonly string[]
  readonly name: string
  readonly note: string
  readonly tags: readonly string[]
}

type DraftSettings = Pick<Experiment, 'maxNewTokens' | 'cache' | 'maxLength' | 'head' | 'adapt' | 'addBos'>

export interface DraftTask {
  readonly task: string
  readonly data?: string
  /** Where it takes other documents than the experiment: the first, or some at random; never both. */
  readonly limit?: number | 'all'
  readonly sample?: { readonly n: number; readonly seed: number }
  /** How many examples stand before each question, where it is not the task's usual number, and their file. */
  readonly fewshot?: number
  readonly fewshotData?: string
  /** The file that a head is trained on; else the rows that were imported. */
  readonly trainData?: string
}

export const emptyDraft = (): Draft => ({
  variant: 'reverse',
  variants: {
    full: firstText('full'),
    skip: firstText('skip'),
    'repeat-middle': firstText('repeat-middle'),
    reverse: firstText('reverse'),
    random: firstText('random'),
    parallel: firstText('parallel'),
    'looped-parallel': firstText('looped-parallel'),
    'loop-middle': firstText('loop-middle'),
    'skip-layer': firstText('skip-layer'),
    switch: firstText('switch'),
    'repeat-model': firstText('repeat-model'),
  },
  editor: '0..-1',
  plans: ['full'],
  preset: null,
  tasks: [],
  limit: 100,
  sample: null,
  fewshot: null,
  settings: {},
  device: 'auto',
  also: [],
  name: '',
  note: '',
  tags: [],
})
