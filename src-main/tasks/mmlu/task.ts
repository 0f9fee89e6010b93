import { z } from 'zod'
import { choicesDocument, defineTask, indexCell, jsonCell, pythonStrip, TRAIN_EXAMPLES } from '../task'

const LETTERS = ['A', 'B', 'C', 'D']

/**
 * MMLU (Hendrycks et al., 2021): exam questions of 57 subjects, each answered by its letter. One task of all subjects in
 * the publisher's file, whose accuracy over documents is what lm-evaluation-harness's group `mmlu` aggregates (by size);
 * examples are the first of the same subject's development split.
 */
export const mmlu = defineTask({
  id: 'mmlu',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc'],
  floor: 0.25,
  source: { dataset: 'cais/mmlu', split: 'all/test', documents: 14_042, licence: 'MIT' },
  examples: {
    ...TRAIN_EXAMPLES.askedOnTest,
    split: 'dev',
    how: 'first',
    groupOf: ({ subject }: { readonly subject: string }) => subject,
  },
  row: z.object({
    question: z.string(),
    subject: z.string().min(1),
    choices: z.preprocess(jsonCell, z.array(z.string()).length(4)),
    answer: indexCell(4),
  }),
  document({ question, subject, choices, answer }) {
    const options = choices.map((choice, i) => `${LETTERS[i]}. ${choice}\n`).join('')
    return {
      ...choicesDocument(`${pythonStrip(question)}\n${options}Answer:`, LETTERS, answer),
      description: `The following are multiple choice questions (with answers) about ${subject.replaceAll('_', ' ')}.\n\n`,
    }
  },
})
