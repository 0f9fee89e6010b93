import { effectScope } from 'vue'
import { describe, expect, it } from 'vitest'
import { useLatest } from './use-latest'

/** A question whose answer is given by hand. */
function question<T>() {
  let answer!: (value: T) => void
  let refuse!: (cause: unknown) => void
  const promise = new Promise<T>((resolve, reject) => ([answer, refuse] = [resolve, reject]))
  return { ask: () => promise, answer, refuse }
}

describe('the newest question', () => {
  it('is answered by its own answer, though an older one comes later', async () => {
    const { ask, isAsking } = useLatest()
    const taken: string[] = []
    const take = (answer: string): void => void taken.push(answer)
    const never = (): void => expect.unreachable()
    const [first, second] = [question<string>(), question<string>()]
    const both = [ask(first.ask, take, never), ask(second.ask, take, never)]
    expect(isAsking.value).toBe(true)
    second.answer('second')
    await both[1]
    expect(isAsking.value).toBe(false)
    first.answer('first')
    await Promise.all(both)
    expect(taken).toEqual(['second'])
  })
  it('tells its own failure, and no other', async () => {
    const { ask, isAsking } = useLatest()
    const told: unknown[] = []
    const taken: string[] = []
    const [first, second] = [question<string>(), question<string>()]
    const put = (q: typeof first): Promise<void> =>
      ask(
        q.ask,
        (a) => taken.push(a),
        (cause) => told.push(cause),
      )
    const both = [put(first), put(second)]
    first.refuse(new Error('overtaken'))
    await both[0]
    expect([told, isAsking.value]).toEqual([[], true])
    second.refuse(new Error('newest'))
    await both[1]
    expect(told).toEqual([new Error('newest')])
    expect([taken, isAsking.value]).toEqual([[], false])
  })
  it('a failure while an answer is taken is told too', async () => {
    const { ask } = useLatest()
    const told: unknown[] = []
    await ask(
      async () => 1,
      () => {
        throw new Error('cannot be shown')
      },
      (cause) => told.push(cause),
    )
    expect(told).toEqual([new Error('cannot be shown')])
  })
  it('has no answer where who asked is gone', async () => {
    const scope = effectScope()
    const { ask } = scope.run(() => useLatest())!
    const late = question<number>()
    const asked = ask(
      late.ask,
      () => expect.unreachable(),
      () => expect.unreachable(),
    )
    scope.stop()
    late.answer(1)
    await asked
  })
})
