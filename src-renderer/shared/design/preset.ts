import type { VariantName } from '@contract/plan/syntax'
import { fullText } from '@contract/plan/full'
import { readVariant } from '@/shared/plan/plan-text'
import type { Draft } from './draft'
import type { DraftChange } from './draft-changes'

/** A figure's experiment as it was asked for: an intention, whose plans are made anew for each model. */
export interface Preset {
  readonly figure: string
  readonly quick: boolean
  /** The model's layers that its plans are for. */
  readonly nLayers: number
  readonly plans: readonly string[]
  /** Documents a task of a quick look; null: as many as were chosen. */
  readonly limit: number | null
  /** What a run of it is called, of a quick look and else, and its tag. */
  readonly quickName: string
  readonly name: string
  readonly tag: string
}

/** Takes a preset up: its plans, and the first variant of them to look at. */
export const takePreset = (draft: Draft, preset: Preset, tasks: Draft['tasks'], label: string): DraftChange => {
  const [shown] = preset.plans.flatMap((text) => readVariant(text)?.name ?? []).filter((name) => name !== 'full')
  const text = preset.plans.find((p) => readVariant(p)?.name === shown)
  return {
    patch: {
      preset,
      name: '',
      tags: draft.tags,
      plans: preset.plans,
      tasks,
      ...(preset.limit === null ? {} : { limit: preset.limit, sample: null }),
      ...(shown === undefined || text === undefined
        ? {}
        : { variant: shown, variants: { ...draft.variants, [shown]: text } }),
    },
    what: 'step.preset',
    params: { figure: label },
  }
}

/**
 * An experiment's plans where those of a preset become others. What a person added stays, and what was taken out stays out, as far
 * as the two lists correspond.
 */
export function remadePlans(plans: readonly string[], from: readonly string[], to: readonly string[]): string[] {
  const corresponds = from.length === to.length
  const own = plans.filter((p) => !from.includes(p))
  if (!corresponds) return own.length === plans.length ? own : [...new Set([...to, ...own])]
  return [...new Set(plans.map((p) => to[from.indexOf(p)] ?? p))]
}

/**
 * What follows the model: a preset's plans, wherever they stand, and a free schedule that was all of the model before. Null: nothing.
 * @param before the layers of that model; null where there was none
 */
export function forModel(
  draft: Draft,
  nLayers: number,
  before: number | null,
  plansOf: (preset: Preset, nLayers: number) => readonly string[],
): DraftChange | null {
  const { preset } = draft
  const patch: { -readonly [K in keyof Draft]?: Draft[K] } = {}
  if (preset && preset.nLayers !== nLayers) {
    const plans = plansOf(preset, nLayers)
    patch.preset = { ...preset, nLayers, plans }
    patch.plans = remadePlans(draft.plans, preset.plans, plans)
    const variants: Record<VariantName, string> = { ...draft.variants }
    for (const text of plans) {
      const name = readVariant(text)?.name
      if (name && preset.plans.includes(draft.variants[name])) variants[name] = text
    }
    patch.variants = variants
  }
  if (before !== null && before !== nLayers && draft.editor.trim() === fullText(before))
    patch.editor = fullText(nLayers)
  return Object.keys(patch).length === 0 ? null : { patch, what: 'step.forModel', params: { n: nLayers } }
}

/** Whether all that a preset asks for is in the experiment: what it is called by, then. */
const isWhole = ({ preset, plans }: Draft): boolean => preset !== null && preset.plans.every((p) => plans.includes(p))

/** What a run of the draft is called: as a person named it, else by the figure that it is for; empty: by its plans. */
export function nameOf(draft: Draft): string {
  const { name, preset } = draft
  if (name !== '' || preset === null || !isWhole(draft)) return name
  return preset.quick && draft.sample === null && draft.limit === preset.limit ? preset.quickName : preset.name
}

export const tagsOf = (draft: Draft): readonly string[] =>
  draft.preset !== null && isWhole(draft) ? [...new Set([...draft.tags, draft.preset.tag])] : draft.tags
