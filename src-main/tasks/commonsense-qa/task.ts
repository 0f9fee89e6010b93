import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, labelledChoices, pythonStrip } from '../task'

const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const

/** CommonsenseQA (Talmor et al., 2019): five choices in the context, the letter as the answer. */
export const commonsenseQa = defineTask({
  id: 'commonsense_qa',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc'],
  floor: 0.2,
  source: { dataset: 'tau/commonsense_qa', split: 'validation', documents: 1221, licence: 'MIT' },
  examples: TRAIN_EXAMPLES.askedOnValidation,
  row: z
    .object({ question: z.string(), choices: labelledChoices, answerKey: z.enum(LETTERS) })
    .refine((r) => r.choices.text.length === LETTERS.length, { message: 'has not five choices', path: ['choices'] }),
  document({ question, choices, answerKey }) {
    const listed = LETTERS.map((letter, i) => `${letter}. ${choices.text[i] ?? ''}`).join('\n')
    const context = `Question: ${pythonStrip(question)}\n${listed}\nAnswer:`
    return choicesDocument(context, LETTERS, LETTERS.indexOf(answerKey))
  },
})
