import { textRequest, type TokenRequest } from '../../src-preload/contract/request'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import type { SetDocument } from '../store/document-store'
import { encodePair, encodeWhole } from '../tasks/encode'
import { described, type ScorableDocument, type Task } from '../tasks/task'

/** How texts become token ids. */
export interface Encoding {
  readonly tokenizer: ModelTokenizer
  readonly addBos: boolean
  readonly nCtx: number
  /** What is asked: the task's requests, or each document's text with its right answer as a whole. */
  readonly asks: 'requests' | 'text'
}

/** What a model is asked about a document. */
export async function encodeDocument(
  { kind, window = Infinity }: Pick<Task, 'kind' | 'window'>,
  document: ScorableDocument,
  { tokenizer, addBos, nCtx, asks }: Encoding,
  where: string,
  examples = '',
): Promise<Pick<SetDocument, 'target' | 'lengths' | 'bytes'> & { readonly requests: readonly TokenRequest[] }> {
  const { target, lengths, bytes } = document
  const pairs = described(document, examples)
  if (kind === 'rolling' && asks === 'requests') {
    const requests = await encodeWhole(tokenizer, pairs[0]?.continuation ?? '', addBos, Math.min(nCtx, window), where)
    return { target, lengths, bytes, requests }
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
