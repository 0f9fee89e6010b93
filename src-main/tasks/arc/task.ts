import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, labelledChoices, type Task } from '../task'

const row = z
  .object({
    question: z.string(),
    choices: labelledChoices,
    answerKey: z.string(),
  })
  .refine((r) => r.choices.label.includes(r.answerKey), {
    message: 'answerKey is none of choices.label',
    path: ['answerKey'],
  })

/** ARC (Clark et al., 2018): grade-school science questions with 3 to 5 choices. */
const arc = (id: string, config: string, documents: number): Task =>
  defineTask({
    id,
    version: 1,
    kind: 'multiple-choice',
    metrics: ['acc', 'acc_norm'],
    floor: 0.25,
    source: { dataset: 'allenai/ai2_arc', split: `${config}/test`, documents, licence: 'CC-BY-SA-4.0' },
    examples: TRAIN_EXAMPLES.askedOnTest,
    row,
    document: ({ question, choices, answerKey }) =>
      choicesDocument(`Question: ${question}\nAnswer:`, choices.text, choices.label.indexOf(answerKey)),
  })

export const arcEasy = arc('arc_easy', 'ARC-Easy', 2376)
export const arcChallenge = arc('arc_challenge', 'ARC-Challenge', 1172)
