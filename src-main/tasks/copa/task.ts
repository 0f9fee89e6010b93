import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, indexCell, pythonStrip } from '../task'

const CONNECTORS = { cause: 'because', effect: 'therefore' } as const
/** As Python indexes a string: by code points. */
const lowered = (choice: string): string => {
  const [first = '', ...rest] = Array.from(choice)
  return ` ${first.toLowerCase()}${rest.join('')}`
}

/** COPA (Roemmele et al., 2011) as in SuperGLUE: the more likely cause or effect of a premise. */
export const copa = defineTask({
  id: 'copa',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc'],
  floor: 0.5,
  source: { dataset: 'aps/super_glue', split: 'copa/validation', documents: 100, licence: 'BSD-2-Clause' },
  examples: TRAIN_EXAMPLES.askedOnValidation,
  row: z.object({
    ...{ premise: z.string(), choice1: z.string().min(1), choice2: z.string().min(1) },
    ...{ question: z.enum(['cause', 'effect']), label: indexCell(2) },
  }),
  document({ premise, choice1, choice2, question, label }) {
    const withoutPeriod = Array.from(pythonStrip(premise)).slice(0, -1).join('')
    return choicesDocument(`${withoutPeriod} ${CONNECTORS[question]}`, [lowered(choice1), lowered(choice2)], label)
  },
})
