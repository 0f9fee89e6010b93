import { z } from 'zod'
import type { ModelShape } from '../../../../src-preload/contract/model'
import { LabError } from '../../../../src-preload/contract/errors'
import type { DecoderOptions } from './decoder'
import { readRope, ropeSettings } from './rotary'

/**
 * Settings of config.json that do not touch what a frozen decoder computes for given token ids: training, generation,
 * bookkeeping.
 */
const WITHOUT_EFFECT = new Set([
  '_name_or_path',
  '_model_name_or_path',
  '_attn_implementation',
  '_attn_implementation_autoset',
  '_commit_hash',
  'architectures',
  'model_type',
  'transformers_version',
  'torch_dtype',
  'dtype',
  'use_cache',
  'initializer_range',
  'attention_dropout',
  'hidden_dropout',
  'pretraining_tp',
  'bos_token_id',
  'eos_token_id',
  'pad_token_id',
  'sep_token_id',
  'cls_token_id',
  'unk_token_id',
  'mask_token_id',
  'decoder_start_token_id',
  'return_dict',
  'return_dict_in_generate',
  'output_hidden_states',
  'output_attentions',
  'output_scores',
  'torchscript',
  'chunk_size_feed_forward',
  'id2label',
  'label2id',
  'num_labels',
  'problem_type',
  'task_specific_params',
  'tokenizer_class',
  'prefix',
  'finetuning_task',
  'begin_suppress_tokens',
  'suppress_tokens',
  'max_length',
  'min_length',
  'do_sample',
  'early_stopping',
  'num_beams',
  'num_beam_groups',
  'diversity_penalty',
  'temperature',
  'top_k',
  'top_p',
  'typical_p',
  'repetition_penalty',
  'length_penalty',
  'no_repeat_ngram_size',
  'encoder_no_repeat_ngram_size',
  'bad_words_ids',
  'num_return_sequences',
  'forced_bos_token_id',
  'forced_eos_token_id',
  'remove_invalid_values',
  'exponential_decay_length_penalty',
  'is_llama_config',
  'transformers.js_config',
  'unsloth_version',
  'unsloth_fixed',
  'model_name',
  'gradient_checkpointing',
  'resid_pdrop',
  'embd_pdrop',
  'cache_implementation',
  'attn_pdrop',
  'activation_dropout',
  'residual_dropout',
  'embedding_dropout',
  'classifier_dropout',
  'max_sequence_length',
  'model_max_length',
  'max_new_tokens',
  'use_flash_attention_2',
  'attn_implementation',
  'keys_to_ignore_at_inference',
  'pad_vocab_size_multiple',
  'is_decoder',
  'neftune_noise_alpha',
  'auto_map',
])

/** Settings that change nothing at these values. */
const NEUTRAL: Readonly<Record<string, unknown>> = {
  attention_multiplier: 1,
  embedding_multiplier: 1,
  residual_multiplier: 1,
  logits_scaling: 1,
  partial_rotary_factor: 1,
  full_attn_mod: 1,
  interpolate_factor: 1,
}

/** A size. */
export const count = z.number().int().min(1).max(10_000_000)

/** The settings that decoders of the Llama line share, as transformers 4 and 5 write them. */
export const decoderFields = {
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count.max(10_000),
  num_attention_heads: count.max(100_000),
  num_key_value_heads: count.max(100_000).nullish(),
  head_dim: count.max(100_000).nullish(),
  vocab_size: count,
  max_position_embeddings: count,
  rms_norm_eps: z.number().positive().max(1),
  hidden_act: z.enum(['silu', 'swish']).default('silu'),
  tie_word_embeddings: z.boolean().default(false),
  // some exporters write it as text
  rope_theta: z.preprocess((v) => (typeof v === 'string' ? Number(v) : v), z.number().positive().nullish()),
  rope_scaling: z.unknown().optional(),
  rope_parameters: z.unknown().optional(),
  layer_types: z.array(z.string()).nullish(),
  sliding_window: z.number().int().min(1).nullish(),
}

/**
 * Checks a config.json against a family's fields. A setting that is neither known nor known to be without effect, and that
 * is set to anything (not null, false or empty), is refused by name: it would change the numbers.
 *
 * @throws `model.unknown-option`, `model.config`
 */
export function parseConfig<T extends z.ZodRawShape>(
  fields: T,
  config: unknown,
  where: string,
): z.output<z.ZodObject<T>> {
  const known = new Set(Object.keys(fields))
  for (const [key, value] of Object.entries(config as Record<string, unknown>)) {
    if (known.has(key) || WITHOUT_EFFECT.has(key) || isUnset(value) || NEUTRAL[key] === value) continue
    throw new LabError(
      'model.unknown-option',
      `${where}: the option ${key} = ${shortJson(value)} is not understood, and could change the numbers; remove it if it has no effect`,
      { option: key },
    )
  }
  const parsed = z.object(fields).safeParse(config)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const key = issue?.path.join('.') ?? ''
    throw new LabError(
      'model.config',
      `${where}: ${key} = ${shortJson((config as Record<string, unknown>)[key])} is not usable: ${issue?.message ?? ''}`,
      { option: key },
    )
  }
  return parsed.data
}

const isUnset = (value: unknown): boolean =>
  value === null || value === false || (typeof value === 'object' && Object.keys(value).length === 0)

function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** The activation is the family's. */
type DecoderConfig = Omit<z.output<z.ZodObject<typeof decoderFields>>, 'hidden_act'>

/** What families do differently where their configurations leave something out. */
interface DecoderDefaults {
  /** Key-value heads where the key is absent; null for as many as there are heads. */
  readonly nKvHeads: number | null
  /** Tokens that a layer of sliding attention sees; null for all. */
  readonly window: number | null
  /** Whether a layer slides where `layer_types` does not say. */
  readonly slides: (layer: number) => boolean
  /** Base of the rotary frequencies where the configuration has none; 10,000 where nothing is said. */
  readonly theta?: number
}

/**
 * What a config.json says about a decoder of the Llama line, once `parseConfig` has read it.
 *
 * @throws `model.config`, `model.unknown-option`
 */
export function decoderSettings(
  c: DecoderConfig,
  { nKvHeads, window, slides, theta = 10_000 }: DecoderDefaults,
  where: string,
): Omit<DecoderOptions, 'family' | 'biases'> {
  const stated = c.num_key_value_heads
  const shape = decoderShape(c, (stated === undefined ? nKvHeads : stated) ?? c.num_attention_heads, where)
  const rope = readRope(shape.dHead, ropeSettings(c, theta), shape.nCtx, where)
  return {
    shape,
    epsilon: c.rms_norm_eps,
    inverseFrequencies: rope.inverseFrequencies,
    ...(rope.scale === 1 ? {} : { rotaryScale: rope.scale }),
    ...(rope.long ? { longRotary: rope.long } : {}),
    tied: c.tie_word_embeddings,
    attentionWindows: c.layer_types
      ? windowsOf(c.layer_types, window, shape.nLayers, where)
      : Array.from({ length: shape.nLayers }, (_, layer) => (slides(layer) ? window : null)),
  }
}

/** The sizes that a configuration gives, checked against one another. */
function decoderShape(c: DecoderConfig, nKvHeads: number, where: string): ModelShape {
  return {
    nLayers: c.num_hidden_layers,
    dModel: c.hidden_size,
    nHeads: c.num_attention_heads,
    nKvHeads,
    dHead: headSize(c, nKvHeads, where),
    dMlp: c.intermediate_size,
    dVocab: c.vocab_size,
    nCtx: c.max_position_embeddings,
  }
}

/** The size of a head, and the checks that the numbers fit together. */
function headSize(
  c: { hidden_size: number; num_attention_heads: number; head_dim?: number | null | undefined },
  nKvHeads: number,
  where: string,
): number {
  const dHead = c.head_dim ?? c.hidden_size / c.num_attention_heads
  if (!Number.isInteger(dHead) || dHead % 2 !== 0) {
    throw new LabError(
      'model.config',
      `${where}: hidden_size ${c.hidden_size} and num_attention_heads ${c.num_attention_heads} give heads of ${dHead}; an even whole number is needed`,
      { option: 'head_dim' },
    )
  }
  if (c.num_attention_heads % nKvHeads !== 0) {
    throw new LabError(
      'model.config',
      `${where}: num_attention_heads ${c.num_attention_heads} is no multiple of num_key_value_heads ${nKvHeads}`,
      { option: 'num_key_value_heads' },
    )
  }
  return dHead
}

/** Attention windows `[nLayers]` from `layer_types`, in tokens with the query's own; null for all before it. */
function windowsOf(
  layerTypes: readonly string[],
  slidingWindow: number | null,
  nLayers: number,
  where: string,
): (number | null)[] {
  if (layerTypes.length !== nLayers) {
    throw new LabError(
      'model.config',
      `${where}: layer_types names ${layerTypes.length} layers, num_hidden_layers is ${nLayers}`,
      { option: 'layer_types' },
    )
  }
  return layerTypes.map((type) => {
    if (type === 'full_attention') return null
    if (type === 'sliding_attention' && slidingWindow !== null) return slidingWindow
    throw new LabError(
      'model.unknown-option',
      `${where}: the layer type ${type} is not understood (or lacks its sliding_window)`,
      { option: 'layer_types' },
    )
  })
}
