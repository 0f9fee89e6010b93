import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, pythonTrimStart } from '../task'

/** SciQ (Welbl et al., 2017): science exam questions with the passage that supports the answer. */
export const sciq = defineTask({
  id: 'sciq',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc', 'acc_norm'],
  floor: 0.25,
  source: { dataset: 'allenai/sciq', split: 'test', documents: 1000, licence: 'CC-BY-NC-3.0' },
  examples: TRAIN_EXAMPLES.askedOnTest,
  row: z.object({
    ...{ question: z.string(), support: z.string(), correct_answer: z.string() },
    ...{ distractor1: z.string(), distractor2: z.string(), distractor3: z.string() },
  }),
  document: ({ question, support, correct_answer, distractor1, distractor2, distractor3 }) =>
    choicesDocument(
      `${pythonTrimStart(support)}\nQuestion: ${question}\nAnswer:`,
      [distractor1, distractor2, distractor3, correct_answer],
      3,
    ),
})
