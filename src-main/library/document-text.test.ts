import { expect, it } from 'vitest'
import { arcEasy } from '../tasks/arc/task'
import { winogrande } from '../tasks/winogrande/task'
import { asRead } from './document-text'

const sentence = 'Helen lost the game against Anna, so _ was sad.'

it('a sentence that is the same around its options is read with a blank, the options as the choices', () => {
  expect(asRead(winogrande, { sentence, option1: 'Anna', option2: 'Helen', answer: '2' })).toEqual({
    context: 'Helen lost the game against Anna, so ___ was sad.',
    choices: ['Anna', 'Helen'],
    target: 1,
  })
})

it('options that begin alike are not cut inside a word', () => {
  const row = { sentence: 'The _ is red.', option1: 'carpet', option2: 'car', answer: '1' }
  expect(asRead(winogrande, row)).toEqual({ context: 'The ___ is red.', choices: ['carpet', 'car'], target: 0 })
})

it('a question is read as it is asked', () => {
  const choices = { text: ['a', 'b'], label: ['A', 'B'] }
  expect(asRead(arcEasy, { id: 'q', question: 'Why?', choices, answerKey: 'B' })).toEqual({
    context: 'Question: Why?\nAnswer:',
    choices: [' a', ' b'],
    target: 1,
  })
})
