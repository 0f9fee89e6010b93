import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, indexCell } from '../task'

/** PIQA (Bisk et al., 2020): which of two ways to reach a goal works. */
export const piqa = defineTask({
  id: 'piqa',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc', 'acc_norm'],
  floor: 0.5,
  source: { dataset: 'baber/piqa', split: 'validation', documents: 1838, licence: 'AFL-3.0' },
  examples: TRAIN_EXAMPLES.askedOnValidation,
  row: z.object({ goal: z.string(), sol1: z.string(), sol2: z.string(), label: indexCell(2) }),
  document: ({ goal, sol1, sol2, label }) => choicesDocument(`Question: ${goal}\nAnswer:`, [sol1, sol2], label),
})
