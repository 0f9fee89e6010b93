import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { LabError } from '../../src-preload/contract/errors'
import { hasNaNBits } from './dequantise/half'
import { STORAGE, type TensorType } from './dequantise/tensor-types'
import type { OpenedModel } from './open-model'

const CHUNK_BYTES = 1 << 22

interface Region {
  readonly name: string
  readonly type: TensorType
  readonly file: string
  readonly offset: number
  readonly bytes: number
}

/**
 * The fingerprint of a model's content: what its graph computes, and every weight's bytes. It survives moving, renaming
 * and re-sharding the files. This is the first full read of the weights, so it also refuses NaN (in float types; block
 * formats are checked when they are dequantised) and a stored head that differs from the embedding it is tied to.
 *
 * @param onProgress bytes read so far
 * @throws `model.nan`, `model.truncated`, `model.extra-tensor`
 */
export async function fingerprint(model: OpenedModel, onProgress?: (bytes: number) => void): Promise<string> {
  const handles = new Map<string, FileHandle>()
  let done = 0
  const digest = async (region: Region): Promise<string> => {
    const handle = handles.get(region.file) ?? (await open(region.file, 'r'))
    handles.set(region.file, handle)
    return digestRegion(handle, region, (bytes) => onProgress?.((done += bytes)))
  }
  try {
    const digests = new Map<string, string>()
    for (const weight of [...model.weights].sort((a, b) =>
      a.file === b.file ? a.offset - b.offset : a.file < b.file ? -1 : 1,
    )) {
      digests.set(weight.name, `${weight.type} ${weight.interleavedHeads ?? ''} ${await digest(weight)}`)
    }
    await checkTiedCopy(model, digest)
    const description = JSON.stringify(model.graph.identity)
    const lines = [...digests].map(([name, value]) => `${name} ${value}`).sort()
    return createHash('sha256').update(description).update('\n').update(lines.join('\n')).digest('hex')
  } finally {
    await Promise.all([...handles.values()].map((h) => h.close()))
  }
}

/** A copy may be of another precision than the embedding: then it is as near to it as that one is. */
async function checkTiedCopy(model: OpenedModel, digest: (region: Region) => Promise<string>): Promise<void> {
  const copy = model.tiedCopy
  const [embedding] = model.weights
  if (!copy || typeof copy.type === 'object' || !embedding) return
  const { type } = copy
  const isEqual =
    type === embedding.type
      ? (await digest({ ...copy, type })) === (await digest(embedding))
      : await isRounded({ ...copy, type }, embedding)
  if (isEqual) return
  throw new LabError(
    'model.extra-tensor',
    `${copy.file}: lm_head.weight differs from the embedding, although the configuration ties them; set tie_word_embeddings to false if the head is its own`,
    { tensor: copy.name },
  )
}

/** By how much of it a value differs at most when it is rounded or cut: a step of bfloat16, the coarsest. */
const COARSEST = 2 ** -7
/** And where float16 has no smaller steps. */
const SMALLEST = 2 ** -24

async function isRounded(copy: Region, of: Region): Promise<boolean> {
  const [a, b] = await Promise.all([open(copy.file, 'r'), open(of.file, 'r')])
  try {
    const [one, other] = [STORAGE[copy.type], STORAGE[of.type]]
    const units = copy.bytes / one.bytes
    const step = Math.ceil(CHUNK_BYTES / 4 / Math.max(one.values, other.values)) * Math.max(one.values, other.values)
    for (let at = 0; at < units * one.values; at += step) {
      const n = Math.min(step, units * one.values - at)
      const [x, y] = await Promise.all([values(a, copy, at, n), values(b, of, at, n)])
      if (x.some((v, i) => Math.abs(v - (y[i] ?? NaN)) > COARSEST * Math.abs(y[i] ?? NaN) + SMALLEST)) return false
    }
    return true
  } finally {
    await Promise.all([a.close(), b.close()])
  }
}

async function values(handle: FileHandle, { type, offset }: Region, from: number, n: number): Promise<Float32Array> {
  const storage = STORAGE[type]
  const bytes = Buffer.alloc((n / storage.values) * storage.bytes)
  await handle.read(bytes, 0, bytes.length, offset + (from / storage.values) * storage.bytes)
  const decoded = new Float32Array(n)
  storage.decode(bytes, decoded)
  return decoded
}

async function digestRegion(handle: FileHandle, region: Region, onRead: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.from(new ArrayBuffer(CHUNK_BYTES))
  for (let at = 0; at < region.bytes;) {
    let filled = 0
    const wanted = Math.min(CHUNK_BYTES, region.bytes - at)
    while (filled < wanted) {
      const { bytesRead } = await handle.read(buffer, filled, wanted - filled, region.offset + at + filled)
      if (bytesRead === 0)
        throw new LabError(
          'model.truncated',
          `${region.file}: ends inside the tensor ${region.name}; it was changed since it was opened`,
          { tensor: region.name },
        )
      filled += bytesRead
    }
    const chunk = buffer.subarray(0, wanted)
    if (hasNaNBits(region.type, chunk)) {
      throw new LabError(
        'model.nan',
        `${region.file}: the tensor ${region.name} holds NaN; the file is damaged or the model diverged`,
        { tensor: region.name },
      )
    }
    hash.update(chunk)
    onRead(wanted)
    at += wanted
  }
  return hash.digest('hex')
}
