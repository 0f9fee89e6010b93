import { LabError } from '../../../src-preload/contract/errors'
import type { Strategy } from './strategy'

/** Measures the plans that were given, and no others. */
const given: Strategy = () => []

/** How schedules can be chosen. A new strategy is one file and one entry here. */
const STRATEGIES: Readonly<Record<string, Strategy>> = { given }

/** Throws `plan.strategy` for a name that is not known. */
export function findStrategy(name: string): Strategy {
  const found = Object.hasOwn(STRATEGIES, name) ? STRATEGIES[name] : undefined
  if (found) return found
  const known = Object.keys(STRATEGIES).join(', ')
  throw new LabError('plan.strategy', `there is no strategy ${name}; Atelier has ${known}`, { strategy: name })
}
