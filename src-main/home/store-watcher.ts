import type { Context } from './context'

const EVERY_MS = 1000

/**
 * Tells the windows when the database was changed, by this process or another (SQLite's data_version tells of others, its
 * total_changes of this one). Returns a function that ends the watch.
 */
export function watchStore(context: Pick<Context, 'db' | 'events'>): () => void {
  const state = (): string => {
    const version = String(context.db.pragma('data_version', { simple: true }))
    const { changes } = context.db.prepare<[], { changes: number }>('SELECT total_changes() AS changes').get() as {
      changes: number
    }
    return `${version} ${changes}`
  }
  let last = state()
  const timer = setInterval(() => {
    const now = state()
    if (now === last) return
    last = now
    context.events.tell('store.changed', { at: new Date().toISOString() })
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
