import { LabError } from '../../../src-preload/contract/errors'
import type { TensorType } from '../dequantise/tensor-types'

/** A tensor as it lies in a file. `type` is the file's own word where Atelier does not read it. */
export interface TensorEntry {
  readonly name: string
  readonly type: TensorType | { readonly unreadable: string }
  /** Row-major, outermost dimension first. */
  readonly shape: readonly number[]
  readonly file: string
  readonly offset: number
  readonly bytes: number
}

/**
 * Refuses tensors that overlap, leave the data area, or (where `dense`) leave gaps.
 *
 * @param start first byte of the data area in the file
 * @param end the byte after its last
 * @throws `model.truncated`, `model.overlap`, `model.gap`
 */
export function checkLayout(
  entries: readonly TensorEntry[],
  start: number,
  end: number,
  where: string,
  dense: boolean,
): void {
  let at = start
  let gap: LabError | undefined
  let before: TensorEntry | undefined
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset || a.bytes - b.bytes)) {
    const last = entry.offset + entry.bytes
    if (entry.offset < start || last > end) {
      throw new LabError(
        'model.truncated',
        `${where}: the tensor ${entry.name} reaches to byte ${last}, the file ends at ${end}; the file is truncated or damaged`,
        { tensor: entry.name },
      )
    }
    if (entry.offset < at) {
      throw new LabError(
        'model.overlap',
        `${where}: the tensors ${before?.name ?? '?'} and ${entry.name} overlap; the file is damaged`,
        { tensor: entry.name },
      )
    }
    if (dense && entry.offset > at)
      gap ??= new LabError(
        'model.gap',
        `${where}: ${entry.offset - at} bytes before the tensor ${entry.name} belong to no tensor; the file is damaged`,
        { tensor: entry.name },
      )
    at = Math.max(at, last)
    if (entry.bytes > 0) before = entry
  }
  if (gap) throw gap
  if (dense && at !== end)
    throw new LabError(
      'model.truncated',
      `${where}: the tensors end at byte ${at}, the file at ${end}; the file is damaged`,
      {},
    )
}
