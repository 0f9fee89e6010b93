import { createHash } from 'node:crypto'
import type { TokenRequest, WritingRequest } from '../../src-preload/contract/request'

/** The content hash of a request (16 bytes), what its results are kept under: token ids and scored span, nothing else. */
export function requestHash({ ids, nScored, label, head }: TokenRequest): Buffer {
  return createHash('sha256')
    .update(head ?? '')
    .update(Int32Array.of(label === undefined ? nScored : -1 - label, ...ids))
    .digest()
    .subarray(0, 16)
}

/** The same of a prompt that is to be gone on with, with everything that its answer depends on. */
export function writingHash({ prompt, maxNewTokens, until, endTokens, cache }: WritingRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(['write', maxNewTokens, until, endTokens, cache]))
    .update(Int32Array.from(prompt))
    .digest()
    .subarray(0, 16)
}

/** And of whether an answer is right: by which rule, against which target. */
export function markHash(writing: Buffer, rule: string, target: string): Buffer {
  return createHash('sha256')
    .update(writing)
    .update(JSON.stringify(['mark', rule, target]))
    .digest()
    .subarray(0, 16)
}
