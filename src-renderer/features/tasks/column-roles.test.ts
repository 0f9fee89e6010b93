import { describe, expect, it } from 'vitest'
import type { OwnTask } from '@contract/own-task'
import { roleOf, withRole } from './column-roles'

const columns = ['question', 'a', 'b', 'answer', 'note']
const task: OwnTask = {
  path: '/data/q.csv',
  kind: 'choice',
  context: 'Question: {{ question }}\nAnswer:',
  choices: ['a', 'b'],
  target: 'answer',
  answer: 'letter',
  split: 'lines',
  metrics: null,
  leaveOut: false,
}
const give = (column: string, role: Parameters<typeof withRole>[3], from = task, sample = 'x') =>
  withRole(from, columns, column, role, sample)

describe('roles of columns', () => {
  it('are told by the task', () => {
    expect(columns.map((c) => roleOf(task, c))).toEqual([
      { is: 'context' },
      { is: 'choice', number: 1 },
      { is: 'choice', number: 2 },
      { is: 'target' },
      { is: 'none' },
    ])
  })

  it('a column has one role: it leaves the one it had', () => {
    const moved = give('a', { is: 'target' })
    expect([moved.target, moved.choices]).toEqual(['a', ['b']])
    expect(moved.answer).toBeNull()
    expect(give('question', { is: 'none' }).context).toBe('')
  })

  it('a choice takes its number', () => {
    expect(give('note', { is: 'choice', at: 1 }).choices).toEqual(['note', 'a', 'b'])
    expect(give('b', { is: 'choice', at: 1 }).choices).toEqual(['b', 'a'])
  })

  it('a column with a list is all choices', () => {
    expect(give('note', { is: 'choice' }, task, '["x","y"]').choices).toEqual(['note'])
    const nested = give('note', { is: 'choice' }, task, '{"label":["A","B"],"text":["x","y"]}')
    expect([nested.choices, roleOf(nested, 'note')]).toEqual([['note.text'], { is: 'choices' }])
  })

  it('a context that somebody wrote in keeps the words', () => {
    const written = { ...task, context: 'Q: {{ question }} A:' }
    expect(give('note', { is: 'context' }, written).context).toBe('Q: {{ question }} A:{{ note }}')
    expect(give('question', { is: 'none' }, written).context).toBe('Q:  A:')
  })
})
