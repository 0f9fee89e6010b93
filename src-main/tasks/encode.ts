import { LabError } from '../../src-preload/contract/errors'
import { tokenRequest, type TokenRequest } from '../../src-preload/contract/request'
import { pythonTrimEnd } from './task'

/** What encoding needs of a tokenizer. */
export interface Encoder {
  readonly bosId: number | null
  readonly eosId: number | null
  readonly encode: (text: string, addBos: boolean) => Promise<number[]>
}

/**
 * Tokenises a pair as lm-evaluation-harness 0.4.13 does (api/model.py, TemplateLM.loglikelihood and _encode_pair): white
 * space at the end of the context moves to the continuation; the continuation's ids are those of the whole from the
 * context's length on; an empty context becomes the BOS, else the EOS token.
 *
 * @throws `task.continuation` where nothing is left to score, or more than the model's context takes
 */
export async function encodePair(
  tokenizer: Encoder,
  pair: { readonly context: string; readonly continuation: string },
  addBos: boolean,
  nCtx: number,
  where: string,
): Promise<TokenRequest> {
  const { context, continuation } = await contextAndContinuation(tokenizer, pair, addBos, where)
  if (continuation.length === 0)
    throw new LabError(
      'task.continuation',
      `${where}: no token of ${JSON.stringify(pair.continuation.slice(0, 40))} is left to score after its context`,
      {},
    )
  if (continuation.length > nCtx)
    throw new LabError(
      'task.continuation',
      `${where}: ${continuation.length} tokens are to be scored, the model's context takes ${nCtx}`,
      {},
    )
  return tokenRequest(context, continuation, nCtx)
}

/**
 * Tokenises a text that is scored as a whole, in windows of the model's context: every token once, each window after the
 * first beginning with the last token of the one before it (lm-evaluation-harness 0.4.13, HFLM.loglikelihood_rolling).
 *
 * @throws `task.continuation` where the text has no token, or nothing can stand before the first
 */
export async function encodeWhole(
  tokenizer: Encoder,
  text: string,
  addBos: boolean,
  nCtx: number,
  where: string,
): Promise<TokenRequest[]> {
  const prefix = tokenizer.bosId ?? tokenizer.eosId
  if (prefix === null)
    throw new LabError(
      'task.continuation',
      `${where}: the tokenizer has neither BOS nor EOS to put before the first token`,
      {},
    )
  const encoded = await tokenizer.encode(text, addBos)
  // a text that begins with BOS is not given it twice
  const isTwice = addBos && encoded[0] === tokenizer.bosId && encoded[1] === tokenizer.bosId
  const tokens = isTwice ? encoded.slice(1) : encoded
  if (tokens.length === 0) throw new LabError('task.continuation', `${where}: its text has no token`, {})
  return rollingWindows(tokens, prefix, nCtx)
}

/** @param tokens `[tokens]`, every one of which is scored once */
export function rollingWindows(tokens: readonly number[], prefix: number, nCtx: number): TokenRequest[] {
  const windows = [tokenRequest([prefix], tokens.slice(0, nCtx), nCtx)]
  for (let scored = nCtx; scored < tokens.length;) {
    const end = Math.min(scored + nCtx, tokens.length)
    windows.push(tokenRequest(tokens.slice(end - nCtx - 1, scored), tokens.slice(scored, end), nCtx))
    scored = end
  }
  return windows
}

/**
 * How many tokens at the end of the context would be others if the tokenizer read the context and what is scored after it
 * as one text: the boundary between them goes through a token.
 */
export async function tokensAcross(
  tokenizer: Encoder,
  pair: { readonly context: string; readonly continuation: string },
  addBos: boolean,
): Promise<number> {
  const kept = pythonTrimEnd(pair.context)
  if (kept === '') return 0
  const context = await tokenizer.encode(kept, addBos)
  const whole = await tokenizer.encode(pair.context + pair.continuation, addBos)
  const first = context.findIndex((id, i) => whole[i] !== id)
  return first < 0 ? 0 : context.length - first
}

async function contextAndContinuation(
  tokenizer: Encoder,
  pair: { readonly context: string; readonly continuation: string },
  addBos: boolean,
  where: string,
): Promise<{ context: number[]; continuation: number[] }> {
  const kept = pythonTrimEnd(pair.context)
  const moved = pair.context.slice(kept.length) + pair.continuation
  const context = kept === '' ? [] : await tokenizer.encode(kept, addBos)
  if (context.length > 0) {
    const whole = await tokenizer.encode(kept + moved, addBos)
    return { context, continuation: whole.slice(context.length) }
  }
  const prefix = tokenizer.bosId ?? tokenizer.eosId
  const continuation = await tokenizer.encode(moved, false)
  if (prefix === null)
    throw new LabError(
      'task.continuation',
      `${where}: its context is empty, and the tokenizer has neither BOS nor EOS to put there`,
      {},
    )
  // a continuation that begins with the prefix token is not given it twice
  return continuation[0] === prefix
    ? { context: continuation.slice(0, 1), continuation: continuation.slice(1) }
    : { context: [prefix], continuation }
}
