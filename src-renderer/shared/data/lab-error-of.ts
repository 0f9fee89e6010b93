import { LabError } from '@contract/errors'

/** Whatever was thrown as an error that can be told; what is none of ours is `internal`. */
export function labErrorOf(cause: unknown): LabError {
  if (cause instanceof LabError) return cause
  return new LabError('internal', cause instanceof Error ? cause.message : String(cause))
}
