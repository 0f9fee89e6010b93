import type { answersRoutes } from '../../../src-preload/contract/routes/answers'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

type Needs = Pick<Lab, 'context' | 'answers'>

export function answersHandlers({ context, answers }: Needs): HandlersOf<typeof answersRoutes> {
  const going = new Map<string, AbortController>()
  return {
    async 'answers.write'({ id, ...wanted }) {
      const abort = new AbortController()
      going.set(id, abort)
      try {
        return await answers.write(
          { ...wanted, device: 'auto' },
          {
            signal: abort.signal,
            onLog: () => undefined,
            onText: (plans, text) =>
              context.events.tell('answer.progress', { id, plans: plans.map((p) => p.plan), text }),
          },
        )
      } finally {
        going.delete(id)
      }
    },
    'answers.cancel': ({ id }) => done(going.get(id)?.abort()),
  }
}
