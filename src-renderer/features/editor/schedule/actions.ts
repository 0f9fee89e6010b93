import type { Item } from '@/shared/schedule/items'
import { addIdentity, besideIdentity, loop, parallel, ungroup } from './grouping'
import { remove } from './moving'
import { repeat, reverse, shuffle } from './order'
import { itemById, runOf, type Run } from './place'
import type { Edit } from './rebuild'

/** What the toolbar and the single letters do to the selection. */
export type Action =
  'parallel' | 'besideIdentity' | 'loop' | 'reverse' | 'shuffle' | 'repeat' | 'identity' | 'ungroup' | 'remove'

/** Why an action cannot be done: a message key. */
export type Obstacle = 'selectFirst' | 'needNeighbours' | 'needTwo' | 'needGroup'

/** Null where the action can be done. */
export function obstacleTo(action: Action, items: readonly Item[], selected: ReadonlySet<string>): Obstacle | null {
  if (selected.size === 0) return 'selectFirst'
  switch (action) {
    case 'remove':
      return null
    case 'ungroup':
      return loneGroup(items, selected) === null ? 'needGroup' : null
    case 'identity':
    case 'repeat':
    case 'besideIdentity':
    case 'loop':
      return runOf(items, selected) ? null : 'needNeighbours'
    case 'parallel':
    case 'reverse':
    case 'shuffle': {
      const run = runOf(items, selected)
      if (!run) return 'needNeighbours'
      return run.to - run.from < 2 ? 'needTwo' : null
    }
  }
}

/** An edit, and what the history says of it: a message key and its parameters. */
export interface Performed {
  readonly edit: Edit
  readonly what: string
  readonly params?: Readonly<Record<string, string | number>>
}

/**
 * Does an action to the selection; null where `obstacleTo` names one.
 * @param seed for shuffle
 */
export function perform(
  action: Action,
  items: readonly Item[],
  selected: ReadonlySet<string>,
  seed = 0,
): Performed | null {
  if (obstacleTo(action, items, selected) !== null) return null
  const params = { n: selected.size }
  if (action === 'remove')
    return { edit: { items: remove(items, selected), selected: [] }, what: 'step.remove', params }
  const group = loneGroup(items, selected)
  if (action === 'ungroup') return group === null ? null : { edit: ungroup(items, group), what: 'step.ungroup' }
  if (action === 'identity' && group !== null) return { edit: addIdentity(items, group), what: 'step.identity' }
  const run = runOf(items, selected)
  return run && onRun(action, items, run, params, seed)
}

function onRun(
  action: Exclude<Action, 'remove' | 'ungroup'>,
  items: readonly Item[],
  run: Run,
  params: { readonly n: number },
  seed: number,
): Performed {
  switch (action) {
    case 'identity':
    case 'besideIdentity':
      return { edit: besideIdentity(items, run), what: 'step.identity' }
    case 'parallel':
      return { edit: parallel(items, run), what: 'step.parallel', params }
    case 'loop':
      return { edit: loop(items, run), what: 'step.loop', params }
    case 'reverse':
      return { edit: reverse(items, run), what: 'step.reverse', params }
    case 'shuffle':
      return { edit: shuffle(items, run, seed), what: 'step.shuffle', params: { ...params, seed } }
    case 'repeat':
      return { edit: repeat(items, run), what: 'step.repeat', params }
  }
}

/** The group that alone is selected. */
function loneGroup(items: readonly Item[], selected: ReadonlySet<string>): string | null {
  const [first, ...others] = selected
  return first !== undefined && others.length === 0 && itemById(items, first)?.kind === 'group' ? first : null
}
