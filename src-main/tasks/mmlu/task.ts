import { z } from 'zod'
import { choicesDocument, defineTask, indexCell, jsonCell, pythonStrip, TRAIN_EXAMPLES, type Task } from '../task'

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

/** Its subjects, as lm-evaluation-harness names their tasks: `mmlu_anatomy` …, each asked of its rows in the file of all. */
const SUBJECTS = new Set(
  `abstract_algebra anatomy astronomy business_ethics clinical_knowledge college_biology college_chemistry
   college_computer_science college_mathematics college_medicine college_physics computer_security
   conceptual_physics econometrics electrical_engineering elementary_mathematics formal_logic global_facts
   high_school_biology high_school_chemistry high_school_computer_science high_school_european_history
   high_school_geography high_school_government_and_politics high_school_macroeconomics high_school_mathematics
   high_school_microeconomics high_school_physics high_school_psychology high_school_statistics
   high_school_us_history high_school_world_history human_aging human_sexuality international_law jurisprudence
   logical_fallacies machine_learning management marketing medical_genetics miscellaneous moral_disputes
   moral_scenarios nutrition philosophy prehistory professional_accounting professional_law professional_medicine
   professional_psychology public_relations security_studies sociology us_foreign_policy
   virology world_religions`.split(/\s+/),
)

/** One subject by the name of its task; undefined for any other name. */
export function mmluSubject(name: string): Task | undefined {
  const subject = /^mmlu_(.+)$/.exec(name)?.[1]
  if (subject === undefined || !SUBJECTS.has(subject)) return undefined
  return {
    ...mmlu,
    id: name,
    partOf: mmlu.id,
    source: { ...mmlu.source, documents: null },
    process: (rows) =>
      Promise.resolve(
        rows.filter(({ value }) => (value as { readonly subject?: unknown } | null)?.subject === subject),
      ),
  }
}
