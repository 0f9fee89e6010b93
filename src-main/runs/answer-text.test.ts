import { expect, it } from 'vitest'
import { AnswerText } from './answer-text'

const WORDS = ['It ', 'is ', '24', '3.', 'Ques', 'tion', ':', ' more', '\ufffd']
const tokenizer = { decode: (ids: readonly number[]) => Promise.resolve(ids.map((i) => WORDS[i]).join('')) }
const END = 99

it('an answer ends before its stop, also where that comes in pieces, and shows nothing that may become one', async () => {
  const told: string[] = []
  let enough = 0
  const answer = new AnswerText(tokenizer, [END], ['Question:', 'zzz'], (text) => told.push(text))
  for (const token of [0, 1, 2, 3, 4, 5, 6, 7]) await answer.take(token, () => enough++)
  expect(answer.close()).toEqual({
    text: 'It is 243.',
    tokenIds: [0, 1, 2, 3, 4, 5, 6],
    ends: [3, 6, 8, 10, 10, 10, 10],
    end: 'stop',
  })
  expect(enough).toBe(1)
  for (const text of told) expect('It is 243.').toContain(text)
  expect(told.at(-1)).toBe('It is 243.')
})
it('an answer ends with the model’s end token, which is none of its text', async () => {
  const told: string[] = []
  const answer = new AnswerText(tokenizer, [END], [], (text) => told.push(text))
  for (const token of [2, 8, 3, END, 7]) await answer.take(token, () => undefined)
  expect(answer.close()).toEqual({ text: '24\ufffd3.', tokenIds: [2, 8, 3], ends: [2, 3, 5], end: 'end' })
  // half a character is shown when the rest of it is there
  expect(told).not.toContain('24\ufffd')
})
