import type { PromptPreview } from '../../src-preload/contract/own-task'
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
  if (model === null) return { ...read, tokens: null }
  const { tokenizer, opened } = model
  const tokens = await Promise.all(
    scorable(task, row).pairs.map(async (pair) => {
      const { ids, nScored } = await encodePair(
        tokenizer,
        pair,
        tokenizer.addsBos,
        opened.graph.shape.nCtx,
        `row ${docId + 1}`,
      )
      const pieces = await tokenizer.pieces(ids)
      return pieces.map((text, i) => ({ text, isScored: i >= ids.length - nScored }))
    }),
  )
  return { ...read, tokens }
}
