import type { WireError } from './errors'

export interface Download {
  readonly id: string
  readonly repo: string
  readonly status: 'running' | 'done' | 'failed' | 'cancelled'
  readonly bytes: number
  readonly bytesTotal: number | null
  /** Why it failed; null otherwise. */
  readonly error: WireError | null
  readonly path: string | null
}
