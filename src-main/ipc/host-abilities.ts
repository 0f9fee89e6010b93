import type { PathKind } from '../../src-preload/contract/host'

/** What only one kind of host can do. */
export interface HostAbilities {
  readonly host: 'electron' | 'browser'
  readonly pick: (kinds: PathKind, several: boolean) => Promise<readonly string[]>
  /** The data folder of the next start; null: the usual place. */
  readonly chooseHome: (path: string | null) => void
}
