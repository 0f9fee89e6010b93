/** A history of whole states: undo and redo without end, with what each step did and when. Pure. */
export interface Step<S> {
  readonly state: S
  /** A message key and its parameters. */
  readonly what: string
  readonly params: Readonly<Record<string, string | number>>
  readonly at: number
}

export interface History<S> {
  readonly steps: readonly Step<S>[]
  readonly index: number
}

/** Changes of one kind that follow each other within this time are one step. */
export const MERGE_WITHIN_MS = 500

export const started = <S>(state: S, at: number): History<S> => ({
  steps: [{ state, what: 'step.start', params: {}, at }],
  index: 0,
})
export const present = <S>(history: History<S>): S => (history.steps[history.index] as Step<S>).state

/** @param merge joins the step with the one before it if that was of the same kind and just made */
export function changed<S>(history: History<S>, step: Step<S>, merge = false): History<S> {
  const last = history.steps[history.index]
  const joins = merge && history.index > 0 && last?.what === step.what && step.at - last.at < MERGE_WITHIN_MS
  const kept = history.steps.slice(0, joins ? history.index : history.index + 1)
  return { steps: [...kept, step], index: kept.length }
}

export const undone = <S>(history: History<S>): History<S> => ({ ...history, index: Math.max(0, history.index - 1) })
export const redone = <S>(history: History<S>): History<S> => ({
  ...history,
  index: Math.min(history.steps.length - 1, history.index + 1),
})
export const wentTo = <S>(history: History<S>, index: number): History<S> => ({
  ...history,
  index: Math.max(0, Math.min(history.steps.length - 1, index)),
})
