import { textRequest, type TokenRequest } from '../../src-preload/contract/request'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import type { SetDocument } from '../store/document-store'
import { scorable } from '../tasks/documents'
import { encodePair } from '../tasks/encode'
import type { Task } from '../tasks/task'

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
  task: Task,
  row: unknown,
  { tokenizer, addBos, nCtx, asks }: Encoding,
  where: string,
): Promise<Pick<SetDocument, 'target' | 'lengths' | 'bytes'> & { readonly requests: readonly TokenRequest[] }> {
  const { pairs, target, lengths, bytes } = scorable(task, row)
  const right = <T>(values: readonly T[]): T[] => values.slice(target, target + 1)
  const requests: TokenRequest[] = []
  for (const pair of asks === 'text' ? right(pairs) : pairs) {
    requests.push(await encodePair(tokenizer, pair, addBos, nCtx, where))
  }
  if (asks === 'requests') return { target, lengths, bytes, requests }
  const texts = requests.map(({ ids }) => textRequest(ids, nCtx))
  return { target: 0, lengths: right(lengths), bytes: right(bytes), requests: texts }
}
