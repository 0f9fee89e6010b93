import { resolvePlans, type Resolved } from '@contract/plan/resolve'

/** Texts kept, and plans of all of them together: a grid may stand for a hundred thousand. */
const MOST_TEXTS = 200
const MOST_PLANS = 5_000
const held = new Map<string, Resolved>()
const size = (r: Resolved): number => (r.ok ? r.plans.length : 1)

/** A plan's text resolved for a model of `nLayers` layers: once for all that show it, since a grid of seeds is hundreds of shuffles. */
export function resolvedPlans(text: string, nLayers: number): Resolved {
  const key = `${nLayers} ${text}`
  const known = held.get(key)
  if (known) {
    held.delete(key)
    held.set(key, known)
    return known
  }
  const resolved = resolvePlans(text, nLayers)
  held.set(key, resolved)
  let total = [...held.values()].reduce((n, r) => n + size(r), 0)
  for (const [oldest, r] of held) {
    if ((held.size <= MOST_TEXTS && total <= MOST_PLANS) || oldest === key) break
    held.delete(oldest)
    total -= size(r)
  }
  return resolved
}

/** Plans that texts stand for on a model of `nLayers` layers; a text with a fault counts none. */
export const countPlans = (texts: readonly string[], nLayers: number): number =>
  texts.reduce((n, text) => {
    const resolved = resolvedPlans(text, nLayers)
    return n + (resolved.ok ? resolved.plans.length : 0)
  }, 0)
