import {
  iconIdentity,
  iconLoop,
  iconParallel,
  iconRemove,
  iconRepeat,
  iconReverse,
  iconShuffle,
  iconUngroup,
} from '@/shared/ui/icons'
import type { Action } from './schedule/actions'

export interface ListedAction {
  readonly action: Action
  readonly icon: string
  readonly key: string
}

/** The actions on a selection, as the toolbar and the context menu list them. */
export const ACTIONS: readonly ListedAction[] = [
  { action: 'parallel', icon: iconParallel, key: 'P' },
  { action: 'loop', icon: iconLoop, key: 'L' },
  { action: 'reverse', icon: iconReverse, key: 'R' },
  { action: 'shuffle', icon: iconShuffle, key: 'S' },
  { action: 'repeat', icon: iconRepeat, key: 'D' },
  { action: 'identity', icon: iconIdentity, key: '_' },
  { action: 'ungroup', icon: iconUngroup, key: 'U' },
  { action: 'remove', icon: iconRemove, key: 'Del' },
]

/** The usual ones, floating over the selection. */
export const USUAL_ACTIONS = ACTIONS.filter(({ action }) => action !== 'identity' && action !== 'ungroup')
