/** The runs that wait, and the one that is computed by this host. */
export interface QueueState {
  /** Waiting runs are not started until a person says so: after a restart, or while a run is paused. */
  readonly held: boolean
  readonly running: string | null
  readonly waiting: readonly { readonly run: string; readonly name: string; readonly nPlans: number }[]
}
