import type { Channels } from './channels'
import type { QueueState } from './queue'
import type { Settings } from './settings'

type ChannelEvents = { readonly [N in keyof Channels as `${N}.progress`]: Channels[N]['progress'] }

/** What happens without being asked for. */
export interface Events extends ChannelEvents {
  /** Something in the database changed, here or in another host. */
  readonly 'store.changed': { readonly at: string }
  readonly 'queue.changed': QueueState
  readonly 'settings.changed': Settings
  /** A report, or one of its blocks, was made, changed or taken out. */
  readonly 'reports.changed': { readonly report: string }
  /** A window has kept this draft. */
  readonly 'draft.changed': { readonly id: string }
}
export type EventName = keyof Events
