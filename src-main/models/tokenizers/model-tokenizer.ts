import { createHash } from 'node:crypto'
import { Tokenizer, type TruncationOptions } from 'tokenizers'
import { LabError } from '../../../src-preload/contract/errors'

/** A model's own tokenizer, as lm-evaluation-harness uses it. */
export interface ModelTokenizer {
  /** What it was rebuilt from, for people: `BPE`, `gpt2 (smollm)`, … */
  readonly kind: string
  /** Number of tokens, added ones included. */
  readonly vocabularySize: number
  /** SHA-256 of its definition. */
  readonly fingerprint: string
  readonly bosId: number | null
  readonly eosId: number | null
  /** Whether it puts a BOS before a text unless told otherwise. */
  readonly addsBos: boolean
  /**
   * Token ids of a text, without special tokens but a BOS: `addBos` puts it first unless the text begins with it
   * (lm-evaluation-harness, models/huggingface.py, tok_encode).
   *
   * @throws `model.token` on ids outside the model
   */
  readonly encode: (text: string, addBos: boolean) => Promise<number[]>
  /**
   * One text or two as an encoder reads them, with the special tokens that the definition's own post-processor puts; what is
   * longer than `most` tokens in all is cut, the longer text first (transformers, truncation "longest_first").
   *
   * @throws `model.token` on ids outside the model
   */
  readonly encodeTexts: (texts: readonly [string] | readonly [string, string], most: number) => Promise<EncodedTexts>
  /** The text that tokens stand for, special tokens left out (lm-evaluation-harness, tok_decode). */
  readonly decode: (ids: readonly number[]) => Promise<string>
  /** What each token stands for in a text, its blanks kept. */
  readonly pieces: (ids: readonly number[]) => Promise<string[]>
}

/** By its name: the package has it as an enumeration of types alone. */
const LONGEST_FIRST = { strategy: 'LongestFirst' } as unknown as TruncationOptions

interface EncodedTexts {
  readonly ids: readonly number[]
  /** Which text a token is of, as the model's embedding tells them apart. */
  readonly types: readonly number[]
  readonly cut: boolean
}

export interface TokenizerSettings {
  readonly kind: string
  readonly bosToken: string | null
  readonly eosToken: string | null
  /** null: what the definition's own post-processor does. */
  readonly addsBos: boolean | null
}

/**
 * @param definition the text of a tokenizer.json (Hugging Face tokenizers)
 * @param dVocab rows of the model's embedding: ids from there on are refused
 * @param where the file, for messages
 * @throws `model.tokenizer` where the definition is not understood
 */
export async function loadTokenizer(
  definition: string,
  settings: TokenizerSettings,
  dVocab: number,
  where: string,
): Promise<ModelTokenizer> {
  let tokenizer: Tokenizer
  try {
    tokenizer = Tokenizer.fromString(definition)
  } catch (cause) {
    throw new LabError(
      'model.tokenizer',
      `${where}: the tokenizer is not understood (${(cause as Error).message.slice(0, 160)})`,
      {},
      { cause },
    )
  }
  // what a saved tokenizer pads or cuts by itself must not reach the scores
  tokenizer.disablePadding()
  tokenizer.disableTruncation()

  const idOf = (token: string | null): number | null => (token === null ? null : tokenizer.tokenToId(token))
  const put = await tokenPutFirst(tokenizer)
  const bosId = idOf(settings.bosToken) ?? put
  const bosText = bosId === null ? null : tokenizer.idToToken(bosId)
  const addsBos = settings.addsBos ?? (put !== null && put === bosId)

  const refuseBeyond = (ids: readonly number[], text: string): void => {
    const tooLarge = ids.find((id) => id >= dVocab)
    if (tooLarge === undefined) return
    throw new LabError(
      'model.token',
      `${where}: the tokenizer gives the token ${tooLarge} for ${JSON.stringify(text.slice(0, 40))}, the model's embedding has ${dVocab} rows; tokenizer and weights do not belong together`,
      {},
    )
  }
  /** Of its own for each length: how texts are cut is a setting of the whole tokenizer. */
  const cuttings = new Map<number, Tokenizer>()
  const cutting = (most: number): Tokenizer => {
    let held = cuttings.get(most)
    if (!held) {
      held = Tokenizer.fromString(definition)
      held.disablePadding()
      held.setTruncation(most, LONGEST_FIRST)
      cuttings.set(most, held)
    }
    return held
  }

  return {
    kind: settings.kind,
    vocabularySize: tokenizer.getVocabSize(true),
    fingerprint: createHash('sha256').update(definition).digest('hex'),
    bosId,
    eosId: idOf(settings.eosToken),
    addsBos,
    async encode(text, addBos) {
      const ids = (await tokenizer.encode(text, null, { addSpecialTokens: false })).getIds()
      refuseBeyond(ids, text)
      if (!addBos || bosId === null || (bosText !== null && text.startsWith(bosText))) return ids
      return [bosId, ...ids]
    },
    async encodeTexts([first, second = null], most) {
      const encoded = await cutting(most).encode(first, second, { addSpecialTokens: true })
      const ids = encoded.getIds()
      refuseBeyond(ids, first)
      return { ids, types: encoded.getTypeIds(), cut: encoded.getOverflowing().length > 0 }
    },
    decode: (ids) => tokenizer.decode([...ids], true),
    async pieces(ids) {
      // some decoders drop the blank before the first token of a text: each is read after the one before it
      const alone = await tokenizer.decodeBatch(
        ids.map((id) => [id]),
        false,
      )
      const after = await tokenizer.decodeBatch(
        ids.map((id, i) => ids.slice(Math.max(0, i - 1), i + 1)),
        false,
      )
      return ids.map((_, i) => (i === 0 ? alone[0] : after[i]?.slice(alone[i - 1]?.length)) ?? '')
    },
  }
}

/**
 * Whether a BOS goes before every text: as asked, or as the tokenizer does by itself.
 *
 * @param path the model, for messages
 * @throws `model.no-bos` where there is none to put
 */
export function putsBos({ addsBos, bosId }: ModelTokenizer, asked: boolean | undefined, path: string): boolean {
  const puts = asked ?? addsBos
  if (puts && bosId === null)
    throw new LabError(
      'model.no-bos',
      `${path}: its tokenizer has no BOS token that could be put before a text; leave out --bos, or give --no-bos`,
      {},
    )
  return puts
}

/** The token that the definition's own post-processor puts before a text; null where it puts none. */
async function tokenPutFirst(tokenizer: Tokenizer): Promise<number | null> {
  const [bare, processed] = await Promise.all(
    [false, true].map(async (addSpecialTokens) => (await tokenizer.encode('a', null, { addSpecialTokens })).getIds()),
  )
  const first = processed?.[0]
  return first === undefined || first === bare?.[0] ? null : first
}
