import { z } from 'zod'
import { isDevice } from '@contract/device'
import { emptyDraft, type Draft } from './draft'
import type { History } from './history'

/** The draft as the host keeps it: all its steps, and the saved experiment that it came from. */
export interface KeptDraft {
  readonly history: History<Draft>
  readonly openId: string | null
}

const VERSION = 1
/** What the host takes for a draft, in characters; the oldest steps go first. */
export const MAX_DRAFT_LENGTH = 3_500_000

export function writeDraft({ history, openId }: KeptDraft, maxLength = MAX_DRAFT_LENGTH): string {
  let { steps, index } = history
  for (;;) {
    const text = JSON.stringify({ version: VERSION, steps, index, openId })
    if (text.length <= maxLength || steps.length <= 1) return text
    const dropped = Math.ceil(steps.length / 4)
    steps = steps.slice(dropped)
    index = Math.max(0, index - dropped)
  }
}

// what a step holds was written here: only what an older version lacked is filled in
const keptSchema = z.object({
  version: z.literal(VERSION),
  steps: z.array(z.custom<History<Draft>['steps'][number]>((step) => typeof step === 'object' && step !== null)).min(1),
  index: z.number(),
  openId: z.string().nullish(),
})

/** A kept draft, if it is one of ours. */
export function readDraft(body: string): KeptDraft | null {
  const held = keptSchema.safeParse(JSON.parse(body))
  if (!held.success) return null
  const base = emptyDraft()
  const steps = held.data.steps.map((step) => {
    const state = { ...base, ...step.state }
    return { ...step, state: { ...state, device: isDevice(state.device) ? state.device : base.device } }
  })
  return { history: { steps, index: Math.min(held.data.index, steps.length - 1) }, openId: held.data.openId ?? null }
}
