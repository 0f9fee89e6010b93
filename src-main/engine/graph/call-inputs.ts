import type { AttentionPattern } from '../model/attention-pattern'
import { maskName } from '../model/attention-pattern'
import type { Value } from './graph-builder'

/** Names of the inputs that every block reads from the outermost graph. */
export const CALL = {
  /** `[batch, seq]`, int64: logical position of every token. */
  positions: 'positions',
  /** `[positions, half]` each, of the model's first rotary table, second, … */
  cosines: (table: number): Value => (table === 0 ? 'cosines' : `cosines_${table}`),
  sines: (table: number): Value => (table === 0 ? 'sines' : `sines_${table}`),
  /** One float mask `[batch, 1, seq, seq]` for each distinct attention pattern. */
  mask: (pattern: AttentionPattern): Value => maskName(pattern),
  /** `[batch, nKvHeads, past, dHead]` each, of a layer that is applied after others of its row; masks then are `[batch, 1, seq, past + seq]`. */
  pastKeys: 'past_keys',
  /** `[]`, bool: whether the tokens have no past. */
  isPrompt: 'is_prompt',
  pastValues: 'past_values',
  /** Results: the call's own keys and values, turned, `[batch, seq, nKvHeads * dHead]` each. */
  newKeys: 'new_keys',
  newValues: 'new_values',
} as const
