import { z } from 'zod'
import type { Family } from '../family'
import { activationField, headsOf } from '../decoder/classic'
import { count, parseConfig } from '../decoder/hf-config'
import { noGguf } from '../decoder/no-gguf'
import { encoderGraph, type EncoderNames } from './encoder'
import { classesOf, encoderFields } from './encoder-config'

/** Settings that BERT and RoBERTa share. */
export const bertFields = {
  ...encoderFields,
  vocab_size: count,
  hidden_size: count,
  num_hidden_layers: count.max(10_000),
  num_attention_heads: count.max(100_000),
  intermediate_size: count,
  hidden_act: activationField('gelu'),
  max_position_embeddings: count,
  type_vocab_size: count.default(2),
  layer_norm_eps: z.number().positive().max(1).default(1e-12),
  // of heads that predict words
  tie_word_embeddings: z.unknown().optional(),
  position_embedding_type: z.literal('absolute').default('absolute'),
}

/** The names that BERT and RoBERTa share behind the model's own. */
export const bertNames = (model: string): EncoderNames => ({
  embeddings: {
    words: `${model}.embeddings.word_embeddings`,
    positions: `${model}.embeddings.position_embeddings`,
    types: `${model}.embeddings.token_type_embeddings`,
    norm: `${model}.embeddings.LayerNorm`,
  },
  layer: (layer) => `${model}.encoder.layer.${layer}`,
  query: 'attention.self.query',
  key: 'attention.self.key',
  value: 'attention.self.value',
  attended: 'attention.output.dense',
  attendedNorm: 'attention.output.LayerNorm',
  up: 'intermediate.dense',
  down: 'output.dense',
  norm: 'output.LayerNorm',
})

/** Heads that predict words, poolers that nothing reads, and numbers that follow from the configuration. */
export const UNREAD =
  /(^|\.)embeddings\.(position_ids|token_type_ids)$|^(cls|lm_head|vocab_\w+)\.|(^|\.)pooler\.dense\./

/** Norms as files of TensorFlow's days call their parts. */
export const currentName = (name: string): string =>
  name.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias')

const POOLER = { dense: 'bert.pooler.dense', activation: 'tanh' } as const

/** BERT (Devlin et al., 2019). Its pooler is the first half of its classifier. */
export const bert: Family = {
  id: 'bert',
  architectures: ['BertModel', 'BertForSequenceClassification', 'BertForPreTraining', 'BertForMaskedLM'],
  derivable: UNREAD,
  tensorName: currentName,
  fromConfig(config, where, tensors) {
    const c = parseConfig(bertFields, config, where)
    const { nHeads, dHead } = headsOf(c.hidden_size, c.num_attention_heads, where)
    const nClasses = classesOf(c, where)
    return encoderGraph({
      family: 'bert',
      shape: {
        ...{ nLayers: c.num_hidden_layers, dModel: c.hidden_size, nHeads, nKvHeads: nHeads, dHead },
        ...{ dMlp: c.intermediate_size, dVocab: c.vocab_size, nCtx: c.max_position_embeddings },
      },
      epsilon: c.layer_norm_eps,
      activation: c.hidden_act,
      names: bertNames('bert'),
      nTextTypes: c.type_vocab_size,
      firstPosition: 0,
      head: nClasses === null ? null : { ...POOLER, classifier: 'classifier', nClasses },
      pooler: nClasses === null && tensors.has('pooler.dense.weight') ? POOLER : null,
    })
  },
  ...noGguf('BERT'),
}
