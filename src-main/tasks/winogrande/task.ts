import { z } from 'zod'
import { codePoints, defineTask, TRAIN_EXAMPLES, pythonStrip, utf8Bytes } from '../task'

/** WinoGrande (Sakaguchi et al., 2020), partial scoring: the same ending after either option. */
export const winogrande = defineTask({
  id: 'winogrande',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc'],
  floor: 0.5,
  source: { dataset: 'allenai/winogrande', split: 'winogrande_xl/validation', documents: 1267, licence: 'CC-BY' },
  examples: TRAIN_EXAMPLES.askedOnValidation,
  row: z.object({
    sentence: z.string().refine((s) => s.includes('_'), 'has no _ to fill in'),
    option1: z.string(),
    option2: z.string(),
    answer: z.union([z.enum(['1', '2']), z.literal(1), z.literal(2)]),
  }),
  document({ sentence, option1, option2, answer }) {
    const blank = sentence.indexOf('_')
    const ending = pythonStrip(sentence.slice(blank + 1))
    const options = [option1, option2]
    return {
      pairs: options.map((option) => ({ context: sentence.slice(0, blank) + option, continuation: ` ${ending}` })),
      target: Number(answer) - 1,
      lengths: options.map(codePoints),
      bytes: options.map(() => utf8Bytes(` ${ending}`)),
    }
  },
})
