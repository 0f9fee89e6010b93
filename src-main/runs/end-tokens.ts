import type { OpenedModel } from '../models/open-model'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'

/** Tokens that end an answer: the configuration's, and the tokenizer's own. */
export const endTokensOf = (
  { endTokens }: Pick<OpenedModel, 'endTokens'>,
  { eosId }: Pick<ModelTokenizer, 'eosId'>,
): number[] => [...new Set([...endTokens, ...(eosId === null ? [] : [eosId])])]
