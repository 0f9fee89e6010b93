import { createHash } from 'node:crypto'
import type { TokenRequest } from '../../src-preload/contract/request'

/** The content hash of a request (16 bytes), what its results are kept under: token ids and scored span, nothing else. */
export function requestHash({ ids, nScored }: TokenRequest): Buffer {
  return createHash('sha256')
    .update(Int32Array.of(nScored, ...ids))
    .digest()
    .subarray(0, 16)
}
