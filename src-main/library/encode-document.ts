import type { CacheKind } from '../../src-preload/contract/answer'
import type { Adapt, FeatureName } from '../../src-preload/contract/adaptation'
import { LabError } from '../../src-preload/contract/errors'
import { EXACT_MATCH } from '../../src-preload/contract/metrics'
import { isClassifying } from '../../src-preload/contract/task'
import { textRequest, type TokenRequest, type WritingRequest } from '../../src-preload/contract/request'
import { typedId } from '../engine/operators/embedding'
import type { ModelTokenizer } from '../models/tokenizers/model-tokenizer'
import type { SetDocument } from '../store/document-store'
import { encodePair, encodeWhole } from '../tasks/encode'
import { described, targetText, type Classification, type ScorableDocument, type Task } from '../tasks/task'

/** How texts become token ids. */
export interface Encoding {
  readonly tokenizer: ModelTokenizer
  readonly addBos: boolean
  readonly nCtx: number
  /** What is asked: the task's requests, or each document's text with its right answer as a whole. */
  readonly asks: 'requests' | 'text'
  /** As the experiment has it for generating tasks. */
  readonly writing: WritingChoice
  /** How the model reads texts both ways; null of one that predicts what follows. */
  readonly texts: TextReading | null
}

/** Tokens of a document, where nothing is said (the paper's fine-tuning; docs/semantics.md). */
export const USUAL_LENGTH = 128

/** What an encoder makes of texts. */
export interface TextReading {
  readonly family: string
  readonly dVocab: number
  readonly nTextTypes: number
  /** Tokens of a document at most, special ones included. */
  readonly most: number
  /** Of the checkpoint's own head; null where it has none. */
  readonly nClasses: number | null
  /** What is trained before; null where the checkpoint's own head classifies. */
  readonly adapt: { readonly recipe: Adapt; readonly features: FeatureName } | null
  /** The fingerprint of a task's own training, once it is known. */
  readonly head?: string
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
  task: Pick<Task, 'id' | 'kind' | 'window' | 'generation'>,
  document: ScorableDocument,
  encoding: Encoding,
  where: string,
  examples = '',
): Promise<EncodedDocument> {
  const { kind, window = Infinity, generation } = task
  const { tokenizer, addBos, nCtx, asks, writing } = encoding
  if (encoding.texts) return encodeTexts(task, document, { tokenizer, asks, texts: encoding.texts })
  if (isClassifying(kind) && asks === 'requests') {
    throw new LabError(
      'task.not-for-model',
      `${task.id}: puts texts into classes, which needs an encoder (BERT, RoBERTa, DistilBERT); the model predicts what follows a text`,
      { task: task.id },
    )
  }
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

/** A document as an encoder reads it: a request a class, all of the same tokens. */
async function encodeTexts(
  { id, kind }: Pick<Task, 'id' | 'kind'>,
  { classification, pairs, target, lengths, bytes }: ScorableDocument,
  { tokenizer, asks, texts: reading }: Pick<Encoding, 'tokenizer' | 'asks'> & { readonly texts: TextReading },
): Promise<EncodedDocument> {
  const { family, nClasses, head } = reading
  const right = pairs[target] ?? pairs[0]
  const texts = classification?.texts ?? ([`${right?.context ?? ''}${right?.continuation ?? ''}`] as const)
  const whole = await textTokens(tokenizer, texts, reading)
  if (asks === 'text') return { target: 0, lengths: [1], bytes: [1], requests: [whole] }
  if (!classification || !isClassifying(kind))
    throw new LabError(
      'task.not-for-model',
      `${id}: asks what follows a text, and ${family} models read texts both ways; they take cola, mrpc, qnli, rte, sst2, stsb, wnli`,
      { task: id },
    )
  if (head !== undefined)
    return { target, lengths, bytes, requests: pairs.map((_, label) => ({ ...whole, label, head })) }
  if (nClasses === null)
    throw new LabError(
      'model.no-classifier',
      `${id}: the model has no classification head of its own; open a checkpoint that was fine-tuned for the task (…ForSequenceClassification), or train one with --adapt head --train-data ${id}=FILE`,
      { task: id },
    )
  if (nClasses !== classification.nClasses)
    throw new LabError(
      'task.classes',
      `${id}: has ${classification.nClasses} classes, the model's own head tells ${nClasses} apart; it was trained for another task`,
      { task: id },
    )
  return { target, lengths, bytes, requests: pairs.map((_, label) => ({ ...whole, label })) }
}

/** A text or a pair as a whole, as the model's embedding tells their tokens apart. */
export async function textTokens(
  tokenizer: Pick<ModelTokenizer, 'encodeTexts'>,
  texts: Classification['texts'],
  { dVocab, nTextTypes, most }: Pick<TextReading, 'dVocab' | 'nTextTypes' | 'most'>,
): Promise<TokenRequest> {
  const { ids, types, cut } = await tokenizer.encodeTexts(texts, most)
  const typed = nTextTypes === 0 ? ids : ids.map((word, i) => typedId(word, types[i] ?? 0, dVocab))
  return { ids: typed, nScored: 0, cut }
}
