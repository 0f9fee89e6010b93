import { parsePlan } from '@contract/plan/parse'
import type { ParamName, ParamValue, VariantName } from '@contract/plan/syntax'
import { VARIANTS } from '@contract/plan/variants'
import { markOf, type MarkName } from '@/theme/tokens'

/** A plan's text and the controls that stand for it are two faces of one value: the text. */

/** What a control sets: one number, from a to b, a list, or every valid value. */
export type Choice =
  | { readonly kind: 'one'; readonly value: number }
  | { readonly kind: 'range'; readonly first: number; readonly last: number }
  | { readonly kind: 'set'; readonly values: readonly number[] }
  | { readonly kind: 'all' }
export type Choices = Readonly<Partial<Record<ParamName, Choice>>>

function choiceText(choice: Choice): string {
  switch (choice.kind) {
    case 'one':
      return String(choice.value)
    case 'range':
      return choice.first === choice.last ? String(choice.first) : `${choice.first}..${choice.last}`
    case 'set':
      return choice.values.length === 1 ? String(choice.values[0]) : `{${choice.values.join(',')}}`
    case 'all':
      return '*'
  }
}

export function variantText(name: VariantName, choices: Choices): string {
  const params = VARIANTS[name].params
  return params.length === 0
    ? name
    : `${name}(${params.map((p) => `${p}=${choiceText(choices[p] ?? { kind: 'one', value: 0 })}`).join(',')})`
}

export interface VariantReading {
  readonly name: VariantName
  readonly choices: Choices
}

/** The variant and choices that a text stands for; null for steps and for what does not parse. */
export function readVariant(text: string): VariantReading | null {
  const parsed = parsePlan(text)
  if (!parsed.ok || parsed.plan.kind !== 'variant') return null
  const choices = Object.fromEntries(Object.entries(parsed.plan.params).map(([p, v]) => [p, plain(v)]))
  return { name: parsed.plan.name, choices }
}

function plain(value: ParamValue): Choice {
  switch (value.kind) {
    case 'one':
      return { kind: 'one', value: value.value }
    case 'range':
      return { kind: 'range', first: value.first, last: value.last }
    case 'set':
      return { kind: 'set', values: value.values }
    case 'all':
      return { kind: 'all' }
  }
}

const marks = new Map<string, MarkName>()
/** The mark of any plan's text. */
export function markOfPlan(text: string): MarkName {
  const held = marks.get(text) ?? markOf(readVariant(text)?.name ?? null)
  if (marks.size > 5000) marks.clear()
  marks.set(text, held)
  return held
}

/** What a variant starts with on any model: all values of s and layer, ten seeds. */
export function firstText(name: VariantName): string {
  const first: Record<ParamName, Choice> = {
    s: { kind: 'all' },
    layer: { kind: 'all' },
    n: name === 'looped-parallel' || name === 'loop-middle' ? { kind: 'one', value: 3 } : { kind: 'one', value: 2 },
    seed: { kind: 'range', first: 0, last: 9 },
  }
  return variantText(name, first)
}
