import { LabError, toWireError } from '../../src-preload/contract/errors'
import type { OwnTaskCheck, PromptPreview, PromptToken } from '../../src-preload/contract/own-task'
import { encodePair, encodeWhole, tokensAcross } from '../tasks/encode'
import { described, utf8Bytes, type ScorableDocument } from '../tasks/task'
import { inWords } from './document-text'
import type { IdentifiedModel } from './models'

/**
 * A row as the engine will ask it, with the tokens of a model where there is one.
 *
 * @param isWhole whether it is a text that is scored in windows
 */
export async function asPrompt(
  document: ScorableDocument,
  docId: number,
  model: IdentifiedModel | null,
  isWhole = false,
): Promise<PromptPreview> {
  const read = { docId, ...inWords(document) }
  if (model === null) return { ...read, tokens: null, problem: null }
  try {
    const tokens = await Promise.all(
      described(document).map((pair) => (isWhole ? firstWindow : tokensOf)(pair, model, `row ${docId + 1}`)),
    )
    return { ...read, tokens, problem: null }
  } catch (cause) {
    // another model may well be asked it: the task is none the worse
    if (cause instanceof LabError) return { ...read, tokens: null, problem: toWireError(cause) }
    throw cause
  }
}

/** Of a text that is scored in windows, the first of them. */
async function firstWindow(
  { continuation }: { readonly continuation: string },
  { tokenizer, opened }: IdentifiedModel,
  where: string,
): Promise<readonly PromptToken[]> {
  const { nCtx } = opened.graph.shape
  const [window] = await encodeWhole(tokenizer, continuation, tokenizer.addsBos, nCtx, where)
  const { ids, nScored } = window ?? { ids: [], nScored: 0 }
  const pieces = await tokenizer.pieces(ids)
  return pieces.map((text, i) => ({ text, isScored: i >= ids.length - nScored, isAcross: false }))
}

async function tokensOf(
  pair: { readonly context: string; readonly continuation: string },
  { tokenizer, opened }: IdentifiedModel,
  where: string,
): Promise<readonly PromptToken[]> {
  const { ids, nScored } = await encodePair(tokenizer, pair, tokenizer.addsBos, opened.graph.shape.nCtx, where)
  const pieces = await tokenizer.pieces(ids)
  const begin = ids.length - nScored
  const nAcross = await tokensAcross(tokenizer, pair, tokenizer.addsBos)
  return pieces.map((text, i) => ({ text, isScored: i >= begin, isAcross: i < begin && i >= begin - nAcross }))
}

const ROWS_MEASURED = 1000

/** How many rows are longer than the model's context, so that they lose their beginning. */
export async function longRows(
  documents: readonly ScorableDocument[],
  { tokenizer, opened }: IdentifiedModel,
): Promise<OwnTaskCheck['long']> {
  const { nCtx } = opened.graph.shape
  // a token stands for a byte at least, but for what a tokenizer puts before a text or writes out
  const mayBeLong = (text: string): boolean => 2 * utf8Bytes(text) + 8 > nCtx
  const seen = documents.slice(0, ROWS_MEASURED)
  let nLong = 0
  for (const { pairs } of seen) {
    for (const pair of pairs.filter((p) => mayBeLong(p.context + p.continuation))) {
      const request = await encodePair(tokenizer, pair, tokenizer.addsBos, nCtx, '').catch((cause: unknown) => {
        // what cannot be asked at all is told with its row
        if (cause instanceof LabError) return null
        throw cause
      })
      if (request?.cut !== true) continue
      nLong++
      break
    }
  }
  return { nLong, nSeen: seen.length, nCtx }
}
