import { describe, expect, it } from 'vitest'
import { answerIndex, guessAnswerForm } from './answer'
import { guessRoles } from './guess'

describe('what a file seems to be', () => {
  it('columns A to D are choices, and the column answer names one of them', () => {
    const row = {
      question: 'Which metal is drawn to a magnet?',
      A: 'gold',
      B: 'iron',
      C: 'copper',
      D: 'zinc',
      answer: 'B',
    }
    expect(guessRoles(Object.keys(row), [row])).toMatchObject({
      kind: 'choice',
      choices: ['A', 'B', 'C', 'D'],
      target: 'answer',
      context: 'Question: {{ question }}\nAnswer:',
    })
  })

  it.each([
    [{ q: 'a', options: ['x', 'y'], label: 1 }, ['options'], 'label'],
    [{ stem: 'a', choices: { text: ['x', 'y'], label: ['A', 'B'] }, answerKey: 'A' }, ['choices.text'], 'answerKey'],
    [{ prompt: 'a', option1: 'x', option2: 'y', correct: '1' }, ['option1', 'option2'], 'correct'],
  ])('%j', (row, choices, target) => {
    expect(guessRoles(Object.keys(row), [row])).toMatchObject({ kind: 'choice', choices, target })
  })

  it.each([
    ...['Right Answer', 'correct_answer', 'CORRECT-ANSWER', 'answerKey', 'Answer key', 'Label', 'GOLD', 'gold_label'],
    ...['Solution', 'rightAnswer', 'ground truth', 'Correct option', 'answer_idx', 'Best Answer', 'true label'],
  ])('%s is a target, whatever stands beside it', (name) => {
    const row = { id: 7, index: 7, question: 'a', A: 'x', B: 'y', [name]: 'A', notes: 'b' }
    expect(guessRoles(Object.keys(row), [row])).toMatchObject({ choices: ['A', 'B'], target: name })
  })

  it('what names the right answer goes before what is only about it', () => {
    const row = { question: 'a', A: 'x', B: 'y', answer_notes: 'z', 'Correct Answer': 'A' }
    expect(guessRoles(Object.keys(row), [row]).target).toBe('Correct Answer')
  })

  it('a context and a target are a continuation; one text alone is a plain text', () => {
    expect(guessRoles(['prompt', 'completion'], [{ prompt: 'a', completion: 'b' }])).toMatchObject({
      kind: 'continuation',
      context: '{{ prompt }}',
      target: 'completion',
    })
    expect(guessRoles(['text'], [{ text: 'a' }])).toMatchObject({ kind: 'text', target: 'text' })
  })

  it('a column whose name is no word is quoted', () => {
    expect(guessRoles(['The question', 'answer'], [{ 'The question': 'a', answer: 'b' }]).context).toBe(
      '{{ columns["The question"] }}',
    )
  })
})

describe('how an answer is written', () => {
  const rows = (...answers: string[]) => answers.map((answer) => ({ answer, choices: ['red', 'green', 'blue'] }))

  it.each([
    [['A', 'c', 'B'], 'letter', 3],
    [['0', '1', '2'], 'from_0', 3],
    [['1', '2', '3'], 'from_1', 3],
    [['red', ' blue', 'pink'], 'text', 2],
  ])('%j: %s', (answers, form, nRows) => {
    expect(guessAnswerForm(rows(...answers))[0]).toEqual({ form, nRows })
  })

  it('where 0 and the last never stand, both ways of counting fit', () => {
    const [first, second] = guessAnswerForm(rows('1', '2'))
    expect([first, second]).toEqual([
      { form: 'from_0', nRows: 2 },
      { form: 'from_1', nRows: 2 },
    ])
  })

  it('what lies beyond the choices is none of them', () => {
    expect(answerIndex('E', ['a', 'b'], 'letter')).toBeUndefined()
    expect(answerIndex('0', ['a', 'b'], 'from_1')).toBeUndefined()
    expect(answerIndex('2', ['a', 'b'], 'from_0')).toBeUndefined()
  })
})
