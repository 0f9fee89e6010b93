import { z } from 'zod'
import { codePoints, defineTask, TRAIN_EXAMPLES, utf8Bytes } from '../task'

/** GSM8K (Cobbe et al., 2021): grade school arithmetic in words, answered in words behind five examples. */
export const gsm8k = defineTask({
  id: 'gsm8k',
  version: 1,
  kind: 'generation',
  metrics: ['exact_match_strict', 'exact_match_flexible'],
  floor: 0,
  source: { dataset: 'openai/gsm8k', split: 'main/test', documents: 1319, licence: 'MIT' },
  examples: { ...TRAIN_EXAMPLES.askedOnTest, usual: 5 },
  generation: {
    maxNewTokens: 256,
    until: ['Question:', '</s>', '<|im_end|>'],
    filters: {
      exact_match_strict: { pattern: /#### (-?[0-9.,]+)/, takes: 'first' },
      exact_match_flexible: { pattern: /(-?[$0-9.,]{2,})|(-?[0-9]+)/, takes: 'last' },
    },
    ignored: [/,/, /\$/, /[^]*#### /, /\.$/],
    ignoresCase: true,
  },
  row: z.object({ question: z.string(), answer: z.string() }),
  document: ({ question, answer }) => ({
    pairs: [{ context: `Question: ${question}\nAnswer:`, continuation: ` ${answer}` }],
    target: 0,
    lengths: [codePoints(answer)],
    bytes: [utf8Bytes(` ${answer}`)],
  }),
})
