import { z } from 'zod'
import { codePoints, defineTask, TRAIN_EXAMPLES, utf8Bytes } from '../task'

/** LAMBADA (Paperno et al., 2016) in OpenAI's version: the last word of a passage. Split at the last U+0020. */
export const lambadaOpenai = defineTask({
  id: 'lambada_openai',
  version: 1,
  kind: 'loglikelihood',
  metrics: ['perplexity', 'acc'],
  floor: 0,
  source: {
    dataset: 'EleutherAI/lambada_openai',
    split: 'default/test',
    documents: 5153,
    licence: 'CC-BY-4.0, modified MIT',
  },
  examples: { ...TRAIN_EXAMPLES.askedOnTest, split: 'test', isAsked: true, gap: ' ' },
  row: z.object({ text: z.string().min(1) }),
  document({ text }) {
    const cut = text.lastIndexOf(' ')
    const word = text.slice(cut + 1)
    return {
      pairs: [{ context: text.slice(0, Math.max(cut, 0)), continuation: ` ${word}` }],
      target: 0,
      lengths: [codePoints(word)],
      bytes: [utf8Bytes(` ${word}`)],
    }
  },
})
