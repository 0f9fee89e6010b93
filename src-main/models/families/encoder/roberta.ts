import { z } from 'zod'
import type { Family } from '../family'
import { headsOf } from '../decoder/classic'
import { count, parseConfig } from '../decoder/hf-config'
import { noGguf } from '../decoder/no-gguf'
import { bertFields, bertNames, currentName, UNREAD } from './bert'
import { encoderGraph } from './encoder'
import { classesOf } from './encoder-config'

const fields = {
  ...bertFields,
  max_position_embeddings: count.min(3),
  pad_token_id: z.number().int().min(0).default(1),
  bos_token_id: z.unknown().optional(),
  eos_token_id: z.unknown().optional(),
}

/** RoBERTa (Liu et al., 2019): BERT with positions counted from behind the padding token's, and a head of its own. */
export const roberta: Family = {
  id: 'roberta',
  architectures: ['RobertaModel', 'RobertaForSequenceClassification', 'RobertaForMaskedLM'],
  derivable: UNREAD,
  tensorName: currentName,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const { nHeads, dHead } = headsOf(c.hidden_size, c.num_attention_heads, where)
    const nClasses = classesOf(c, where)
    const firstPosition = c.pad_token_id + 1
    return encoderGraph({
      family: 'roberta',
      shape: {
        ...{ nLayers: c.num_hidden_layers, dModel: c.hidden_size, nHeads, nKvHeads: nHeads, dHead },
        ...{ dMlp: c.intermediate_size, dVocab: c.vocab_size, nCtx: c.max_position_embeddings - firstPosition },
      },
      epsilon: c.layer_norm_eps,
      activation: c.hidden_act,
      names: bertNames('roberta'),
      nTextTypes: c.type_vocab_size,
      firstPosition,
      pooler: null,
      head:
        nClasses === null
          ? null
          : { dense: 'classifier.dense', activation: 'tanh', classifier: 'classifier.out_proj', nClasses },
    })
  },
  ...noGguf('RoBERTa'),
}
