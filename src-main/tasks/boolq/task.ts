import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, indexCell } from '../task'

/** BoolQ (Clark et al., 2019) as in SuperGLUE: a passage, and a question that yes or no answers. */
export const boolq = defineTask({
  id: 'boolq',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc'],
  floor: 0.5,
  source: { dataset: 'aps/super_glue', split: 'boolq/validation', documents: 3270, licence: 'CC-BY-SA-3.0' },
  examples: TRAIN_EXAMPLES.askedOnValidation,
  row: z.object({ passage: z.string(), question: z.string(), label: indexCell(2) }),
  document: ({ passage, question, label }) =>
    choicesDocument(`${passage}\nQuestion: ${question}?\nAnswer:`, ['no', 'yes'], label),
})
