import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, labelledChoices, pythonTrimStart } from '../task'

/** OpenBookQA (Mihaylov et al., 2018): elementary science, the question alone as the context. */
export const openbookqa = defineTask({
  id: 'openbookqa',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc', 'acc_norm'],
  floor: 0.25,
  source: { dataset: 'allenai/openbookqa', split: 'main/test', documents: 500, licence: 'unknown' },
  examples: TRAIN_EXAMPLES.askedOnTest,
  row: z
    .object({ question_stem: z.string(), choices: labelledChoices, answerKey: z.string() })
    .refine((r) => r.choices.label.includes(pythonTrimStart(r.answerKey)), {
      message: 'answerKey is none of choices.label',
      path: ['answerKey'],
    }),
  document: ({ question_stem, choices, answerKey }) =>
    choicesDocument(question_stem, choices.text, choices.label.indexOf(pythonTrimStart(answerKey))),
})
