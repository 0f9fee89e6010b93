/** Which tokens of its row a token attends to; itself always. `window`: how many tokens back, itself included; null for all. */
export type AttentionPattern =
  { readonly kind: 'causal'; readonly window: number | null } | { readonly kind: 'bidirectional' }

export type CausalPattern = Extract<AttentionPattern, { kind: 'causal' }>

/** The name of the mask that a pattern asks for: equal patterns share one. */
export function maskName(pattern: AttentionPattern): string {
  if (pattern.kind === 'bidirectional') return 'mask_both_ways'
  return pattern.window === null ? 'mask' : `mask_${pattern.window}`
}

/** The distinct patterns of a model's layers, one mask input each. */
export const distinctPatterns = (patterns: readonly AttentionPattern[]): AttentionPattern[] => [
  ...new Map(patterns.map((p) => [maskName(p), p])).values(),
]
