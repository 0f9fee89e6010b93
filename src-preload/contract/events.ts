import type { Channels } from './channels'
import type { QueueState } from './queue'

type ChannelEvents = { readonly [N in keyof Channels as `${N}.progress`]: Channels[N]['progress'] }

/** What happens without being asked for. */
export interface Events extends ChannelEvents {
  /** Something in the database changed, here or in another host. */
  readonly 'store.changed': { readonly at: string }
  readonly 'queue.changed': QueueState
}
export type EventName = keyof Events
