import { ANSWER_FORMS, type AnswerForm } from '../../../src-preload/contract/own-task'

export const ANSWER_WORDS: Readonly<Record<AnswerForm, string>> = {
  text: 'text',
  letter: 'letter',
  from_0: 'index from 0',
  from_1: 'index from 1',
}

/** Which of the choices a column of answers means, if it is written in this form. */
export function answerIndex(answer: string, choices: readonly string[], form: AnswerForm): number | undefined {
  const word = answer.trim()
  const index = indexOf(word, choices, form)
  return index >= 0 && index < choices.length ? index : undefined
}

function indexOf(word: string, choices: readonly string[], form: AnswerForm): number {
  switch (form) {
    case 'text':
      return choices.findIndex((c) => c.trim() === word)
    case 'letter':
      return /^[a-z]$/i.test(word) ? word.toUpperCase().charCodeAt(0) - 65 : -1
    case 'from_0':
      return /^\d+$/.test(word) ? Number(word) : -1
    case 'from_1':
      return /^\d+$/.test(word) ? Number(word) - 1 : -1
  }
}

/** How many rows each form makes sense of; the best first. Equal ones stand in the order of ANSWER_FORMS. */
export function guessAnswerForm(
  rows: readonly { readonly answer: string; readonly choices: readonly string[] }[],
): readonly { readonly form: AnswerForm; readonly nRows: number }[] {
  return ANSWER_FORMS.map((form) => ({
    form,
    nRows: rows.filter(({ answer, choices }) => answerIndex(answer, choices, form) !== undefined).length,
  })).sort((a, b) => b.nRows - a.nRows)
}
