import type { ModelGraph } from '../../../engine/model/frozen-model'
import type { GgufTensorName } from '../family'

type Names = readonly (readonly [RegExp, string])[]

/** Where norms stand on both sides of each half (Gemma): what Llama calls post-attention is another one there. */
export const SANDWICH_NAMES: Names = [
  [/^model\.layers\.(\d+)\.post_attention_layernorm\./, 'blk.$1.post_attention_norm.'],
  [/^model\.layers\.(\d+)\.pre_feedforward_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^model\.layers\.(\d+)\.post_feedforward_layernorm\./, 'blk.$1.post_ffw_norm.'],
]

/** Weights of the Llama line by their names in a GGUF file (llama.cpp, gguf-py/gguf/tensor_mapping.py). */
const GGUF_NAMES: Names = [
  [/^model\.embed_tokens\./, 'token_embd.'],
  [/^model\.norm\./, 'output_norm.'],
  [/^lm_head\./, 'output.'],
  [/^model\.layers\.(\d+)\.input_layernorm\./, 'blk.$1.attn_norm.'],
  [/^model\.layers\.(\d+)\.post_attention_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^model\.layers\.(\d+)\.self_attn\.([qkv])_proj\./, 'blk.$1.attn_$2.'],
  [/^model\.layers\.(\d+)\.self_attn\.([qk])_norm\./, 'blk.$1.attn_$2_norm.'],
  [/^model\.layers\.(\d+)\.self_attn\.o_proj\./, 'blk.$1.attn_output.'],
  [/^model\.layers\.(\d+)\.mlp\.(gate|up|down)_proj\./, 'blk.$1.ffn_$2.'],
  // in one weight (Phi-3)
  [/^model\.layers\.(\d+)\.self_attn\.qkv_proj\./, 'blk.$1.attn_qkv.'],
  [/^model\.layers\.(\d+)\.mlp\.gate_up_proj\./, 'blk.$1.ffn_up.'],
  // without a gate (StarCoder 2)
  [/^model\.layers\.(\d+)\.mlp\.c_fc\./, 'blk.$1.ffn_up.'],
  [/^model\.layers\.(\d+)\.mlp\.c_proj\./, 'blk.$1.ffn_down.'],
]

/** The name that a list of rules gives a weight. */
export function ggufName(weight: string, names: Names): GgufTensorName {
  const rule = names.find(([pattern]) => pattern.test(weight))
  if (!rule) throw new Error(`no GGUF name for ${weight}`)
  return { name: weight.replace(rule[0], rule[1]) }
}

/**
 * The GGUF name of a decoder's weight.
 *
 * @param interleaved whether llama.cpp permutes q and k of this architecture (convert_hf_to_gguf.py, permute)
 * @param own names that the architecture has for itself
 */
export function ggufDecoderTensor(
  weight: string,
  graph: ModelGraph,
  interleaved: boolean,
  own: Names = [],
): GgufTensorName {
  const { name } = ggufName(weight, [...own, ...GGUF_NAMES])
  const projection = /self_attn\.([qk])_proj\./.exec(weight)?.[1]
  if (!interleaved || !projection) return { name }
  return { name, interleavedHeads: projection === 'q' ? graph.shape.nHeads : graph.shape.nKvHeads }
}
