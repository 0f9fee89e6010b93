import { z } from 'zod'
import { choicesDocument, defineTask, TRAIN_EXAMPLES, jsonCell, pythonStrip } from '../task'

const endings = z.preprocess(jsonCell, z.array(z.string()).min(2))

/** HellaSwag (Zellers et al., 2019): the plausible ending of a scene among four. */
export const hellaswag = defineTask({
  id: 'hellaswag',
  version: 1,
  kind: 'multiple-choice',
  metrics: ['acc', 'acc_norm'],
  floor: 0.25,
  source: { dataset: 'Rowan/hellaswag', split: 'validation', documents: 10_042, licence: 'MIT' },
  examples: TRAIN_EXAMPLES.askedOnValidation,
  row: z
    .object({
      activity_label: z.string(),
      ctx_a: z.string(),
      ctx_b: z.string(),
      endings,
      label: z.union([z.number().int(), z.string().regex(/^\d+$/, 'is no number').transform(Number)]),
    })
    .refine((r) => r.label >= 0 && r.label < r.endings.length, {
      message: 'label is none of the endings',
      path: ['label'],
    }),
  document: (row) =>
    choicesDocument(
      clean(`${row.activity_label}: ${row.ctx_a} ${capitalize(row.ctx_b)}`),
      row.endings.map(clean),
      row.label,
    ),
})

/** Python's str.capitalize(): the first letter up, the rest down; of a letter that becomes two, the second stays small. */
function capitalize(text: string): string {
  const [first = '', ...rest] = Array.from(text)
  const [head = '', ...tail] = Array.from(first.toUpperCase())
  return head + tail.join('').toLowerCase() + rest.join('').toLowerCase()
}

/** Removes what WikiHow's page layout left in the texts. */
const clean = (text: string): string =>
  pythonStrip(text)
    .replaceAll(' [title]', '. ')
    .replace(/\[[^\n]*?\]/g, '')
    .replaceAll('  ', ' ')
