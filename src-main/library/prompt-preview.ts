import { LabError, toWireError } from '../../src-preload/contract/errors'
import type { PromptPreview, PromptToken } from '../../src-preload/contract/own-task'
import { encodePair } from '../tasks/encode'
import { scorable } from '../tasks/documents'
import type { Task } from '../tasks/task'
import { asRead } from './document-text'
import type { IdentifiedModel } from './models'

/** A row as the engine will ask it, with the tokens of a model where there is one. */
export async function asPrompt(
  task: Task,
  row: unknown,
  docId: number,
  model: IdentifiedModel | null,
): Promise<PromptPreview> {
  const read = { docId, ...asRead(task, row) }
  if (model === null) return { ...read, tokens: null, problem: null }
  try {
    const tokens = await Promise.all(scorable(task, row).pairs.map((pair) => tokensOf(pair, model, `row ${docId + 1}`)))
    return { ...read, tokens, problem: null }
  } catch (cause) {
    // another model may well be asked it: the task is none the worse
    if (cause instanceof LabError) return { ...read, tokens: null, problem: toWireError(cause) }
    throw cause
  }
}

async function tokensOf(
  pair: { readonly context: string; readonly continuation: string },
  { tokenizer, opened }: IdentifiedModel,
  where: string,
): Promise<readonly PromptToken[]> {
  const { ids, nScored } = await encodePair(tokenizer, pair, tokenizer.addsBos, opened.graph.shape.nCtx, where)
  const pieces = await tokenizer.pieces(ids)
  return pieces.map((text, i) => ({ text, isScored: i >= ids.length - nScored }))
}
