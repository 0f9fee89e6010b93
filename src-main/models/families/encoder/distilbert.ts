import { z } from 'zod'
import type { Family } from '../family'
import { activationField, headsOf } from '../decoder/classic'
import { count, parseConfig } from '../decoder/hf-config'
import { noGguf } from '../decoder/no-gguf'
import { currentName, UNREAD } from './bert'
import { encoderGraph, type EncoderNames } from './encoder'
import { classesOf, encoderFields } from './encoder-config'

const fields = {
  ...encoderFields,
  vocab_size: count,
  dim: count,
  n_layers: count.max(10_000),
  n_heads: count.max(100_000),
  hidden_dim: count,
  activation: activationField('gelu'),
  max_position_embeddings: count,
  // both ways of making the table of positions end in a table
  sinusoidal_pos_embds: z.unknown().optional(),
  tie_word_embeddings: z.unknown().optional(),
  tie_weights_: z.unknown().optional(),
  dropout: z.unknown().optional(),
  attention_dropout: z.unknown().optional(),
  qa_dropout: z.unknown().optional(),
  seq_classif_dropout: z.unknown().optional(),
}

const NAMES: EncoderNames = {
  embeddings: {
    words: 'distilbert.embeddings.word_embeddings',
    positions: 'distilbert.embeddings.position_embeddings',
    types: '',
    norm: 'distilbert.embeddings.LayerNorm',
  },
  layer: (layer) => `distilbert.transformer.layer.${layer}`,
  query: 'attention.q_lin',
  key: 'attention.k_lin',
  value: 'attention.v_lin',
  attended: 'attention.out_lin',
  attendedNorm: 'sa_layer_norm',
  up: 'ffn.lin1',
  down: 'ffn.lin2',
  norm: 'output_layer_norm',
}
/** Not in the configuration (modeling_distilbert.py). */
const EPSILON = 1e-12

/** DistilBERT (Sanh et al., 2019): BERT without kinds of text and pooler. */
export const distilbert: Family = {
  id: 'distilbert',
  architectures: ['DistilBertModel', 'DistilBertForSequenceClassification', 'DistilBertForMaskedLM'],
  derivable: UNREAD,
  tensorName: currentName,
  fromConfig(config, where) {
    const c = parseConfig(fields, config, where)
    const { nHeads, dHead } = headsOf(c.dim, c.n_heads, where)
    const nClasses = classesOf(c, where)
    return encoderGraph({
      family: 'distilbert',
      shape: {
        ...{ nLayers: c.n_layers, dModel: c.dim, nHeads, nKvHeads: nHeads, dHead },
        ...{ dMlp: c.hidden_dim, dVocab: c.vocab_size, nCtx: c.max_position_embeddings },
      },
      epsilon: EPSILON,
      activation: c.activation,
      names: NAMES,
      nTextTypes: 0,
      firstPosition: 0,
      pooler: null,
      head:
        nClasses === null ? null : { dense: 'pre_classifier', activation: 'relu', classifier: 'classifier', nClasses },
    })
  },
  ...noGguf('DistilBERT'),
}
