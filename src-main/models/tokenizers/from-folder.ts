import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../../src-preload/contract/errors'
import { readOptionalJson } from '../readers/hf-folder'
import { asNamedClass } from './named-class'
import { loadTokenizer, type ModelTokenizer } from './model-tokenizer'

const MAX_BYTES = 200_000_000

/**
 * The tokenizer of a Hugging Face folder: tokenizer.json, and the special tokens that tokenizer_config.json names, else
 * special_tokens_map.json.
 *
 * @param dVocab rows of the model's embedding
 * @throws `model.missing-file`, `model.json`, `model.tokenizer`
 */
export async function tokenizerFromFolder(folder: string, dVocab: number): Promise<ModelTokenizer> {
  const file = join(folder, 'tokenizer.json')
  const found = await stat(file).catch(() => null)
  if (!found?.isFile())
    throw new LabError(
      'model.missing-file',
      `${file}: is missing; save the tokenizer as tokenizer.json (fast tokenizer) beside the weights`,
      { file },
    )
  if (found.size > MAX_BYTES)
    throw new LabError('model.tokenizer', `${file}: has ${found.size} bytes; at most ${MAX_BYTES} are read`, { file })
  const stored = await readFile(file, 'utf8')
  const config = await readOptionalJson(folder, 'tokenizer_config.json')
  const named = asNamedClass(stored, config, await readOptionalJson(folder, 'config.json'))
  const definition = named?.definition ?? stored
  const specials = await readOptionalJson(folder, 'special_tokens_map.json')
  const token = (key: string): string | null => tokenText(config[key]) ?? tokenText(specials[key])
  return loadTokenizer(
    definition,
    {
      kind: modelKind(definition) + (named ? `, as the class ${named.className} of transformers 5 reads it` : ''),
      bosToken: token('bos_token'),
      eosToken: token('eos_token'),
      // as transformers 5 with lm-evaluation-harness: what tokenizer_config.json says of it does not count
      addsBos: null,
    },
    dVocab,
    file,
  )
}

/** A special token is written as its text, or as an object that holds it. */
function tokenText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null && 'content' in value && typeof value.content === 'string')
    return value.content
  return null
}

const modelKind = (definition: string): string =>
  /"model"\s*:\s*\{\s*"type"\s*:\s*"(\w+)"/.exec(definition)?.[1] ?? 'tokenizer.json'
