import type { EventName, Events } from '../../src-preload/contract/events'

type Listener = (event: EventName, payload: Events[EventName]) => void

/** Tells the windows of this host what happens without being asked for. */
export class EventHub {
  private readonly listeners = new Set<Listener>()

  /** @returns a function that ends the subscription */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell<E extends EventName>(event: E, payload: Events[E]): void {
    for (const listener of this.listeners) listener(event, payload)
  }
}
