/** The part of a multimodal model that reads text: what surrounds it (vision, sound, their projections) is left alone by name. */

type Config = Record<string, unknown>

/** Tensors of other senses, by how their names begin. */
const OTHER_SENSES =
  /^(model\.)?(vision_tower|vision_model|visual|multi_modal_projector|mm_projector|audio_tower|audio_model|embed_vision|embed_audio)\./

/** The configuration of a multimodal model's text part; null for a model of text alone. */
export function textConfig(config: Config): Config | null {
  const stated = config['architectures']
  const isMultimodal = Array.isArray(stated) && /ForConditionalGeneration$/.test(String(stated[0]))
  const text = config['text_config']
  if (!isMultimodal || typeof text !== 'object' || text === null) return null
  const { tie_word_embeddings: tied } = config
  return { ...(tied === undefined ? {} : { tie_word_embeddings: tied }), ...text, architectures: undefined }
}

/**
 * Tensors of the text part, by the names that it has alone: transformers 4 writes `language_model.model.…`, transformers 5
 * `model.language_model.…`.
 */
export const textTensors = <T extends { readonly name: string }>(entries: readonly T[]): readonly T[] =>
  entries
    .filter((e) => !OTHER_SENSES.test(e.name))
    .map((e) => ({
      ...e,
      name: e.name.replace(/^language_model\.(?=model\.|lm_head\.)/, '').replace(/^model\.language_model\./, 'model.'),
    }))
