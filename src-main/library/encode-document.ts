import type { CacheKind } from '../../src-preload/contract/answer'
import { LabError } from '../../src-preload/contract/errors'
import { EXACT_MATCH } from '../../src-preload/contract/metrics'
import { textRequest, type TokenRequest, type WritingRequest } from '../../src-preload/contract/request'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import type { SetDocument } from '../store/document-store'
import { encodePair, encodeWhole } from '../tasks/encode'
import { described, targetText, type ScorableDocument, type Task } from '../tasks/task'

/** How texts become token ids. */
export interface Encoding {
  readonly tokenizer: ModelTokenizer
  readonly addBos: boolean
  readonly nCtx: number
  /** What is asked: the task's requests, or each document's text with its right answer as a whole. */
  readonly asks: 'requests' | 'text'
  /** As the experiment has it for generating tasks. */
  readonly writing: WritingChoice
}

export interface WritingChoice {
  readonly maxNewTokens?: number | undefined
  readonly cache: CacheKind
  /** Of the model. */
  readonly endTokens: readonly number[]
}

/** What a model is asked about a document, as token ids. */
export interface EncodedDocument extends Pick<SetDocument, 'target' | 'lengths' | 'bytes'> {
  readonly requests: readonly TokenRequest[]
  /** Of a generating task: what is to be written, and what is right. */
  readonly writing?: WritingRequest & { readonly target: string }
}

/** What a model is asked about a document. */
export async function encodeDocument(
  { kind, window = Infinity, generation }: Pick<Task, 'kind' | 'window' | 'generation'>,
  document: ScorableDocument,
  { tokenizer, addBos, nCtx, asks, writing }: Encoding,
  where: string,
  examples = '',
): Promise<EncodedDocument> {
  const { target, lengths, bytes } = document
  const pairs = described(document, examples)
  if (kind === 'rolling' && asks === 'requests') {
    const requests = await encodeWhole(tokenizer, pairs[0]?.continuation ?? '', addBos, Math.min(nCtx, window), where)
    return { target, lengths, bytes, requests }
  }
  if (generation && asks === 'requests') {
    const context = pairs[0]?.context ?? ''
    const maxNewTokens = writing.maxNewTokens ?? generation.maxNewTokens
    const room = nCtx - maxNewTokens
    if (room < 1)
      throw new LabError(
        'engine.context',
        `${where}: an answer of ${maxNewTokens} tokens leaves no room for its question in a context of ${nCtx}; give fewer with --max-new-tokens`,
        { n: maxNewTokens, most: nCtx - 1 },
      )
    // what does not fit is cut on the left
    const prompt = (await tokenizer.encode(context, addBos)).slice(-room)
    const ones = EXACT_MATCH.map(() => 1)
    const asked = { prompt, maxNewTokens, until: generation.until, endTokens: writing.endTokens, cache: writing.cache }
    return { target, lengths: ones, bytes: ones, requests: [], writing: { ...asked, target: targetText(document) } }
  }
  const right = <T>(values: readonly T[]): T[] => values.slice(target, target + 1)
  const requests: TokenRequest[] = []
  for (const pair of asks === 'text' ? right(pairs) : pairs) {
    requests.push(await encodePair(tokenizer, pair, addBos, nCtx, where))
  }
  if (asks === 'requests') return { target, lengths, bytes, requests }
  const texts = requests.map(({ ids }) => textRequest(ids, nCtx))
  return { target: 0, lengths: right(lengths), bytes: right(bytes), requests: texts }
}
