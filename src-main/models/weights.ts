import { open, type FileHandle } from 'node:fs/promises'
import { LabError } from '../../src-preload/contract/errors'
import type { MappedTensor, WeightSource } from '../engine/model/frozen-model'
import { hasNaN } from './dequantise/half'
import { STORAGE, type TensorType } from './dequantise/tensor-types'

/** One weight of the graph, found in a file and checked. */
export interface StoredWeight {
  readonly name: string
  readonly type: TensorType
  readonly shape: readonly number[]
  readonly file: string
  readonly offset: number
  readonly bytes: number
  /** Heads whose rotary halves llama.cpp has interleaved. */
  readonly interleavedHeads?: number
}

/**
 * The files of a model's weights, each opened when the first of its tensors is read; tensors are read and converted to
 * float32 one at a time.
 */
export function openWeights(weights: readonly StoredWeight[]): WeightSource {
  const byName = new Map(weights.map((w) => [w.name, w]))
  const handles = new Map<string, Promise<FileHandle>>()
  const handleOf = (file: string): Promise<FileHandle> => {
    const handle = handles.get(file) ?? open(file, 'r')
    handles.set(file, handle)
    return handle
  }
  const find = (name: string): StoredWeight => {
    const weight = byName.get(name)
    if (!weight) throw new Error(`no weight ${name}`)
    return weight
  }
  return {
    mapped(name): MappedTensor | null {
      const { type, file, offset, bytes, interleavedHeads } = find(name)
      return type === 'F32' && interleavedHeads === undefined ? { file, offset, bytes } : null
    },
    async read(name) {
      const weight = find(name)
      const values = await readWeight(await handleOf(weight.file), weight)
      if (hasNaN(values))
        throw new LabError(
          'model.nan',
          `${weight.file}: the tensor ${name} holds NaN; the file is damaged or the model diverged`,
          { tensor: name },
        )
      return values
    },
    async close() {
      await Promise.all([...handles.values()].map(async (h) => (await h).close()))
      handles.clear()
    },
  }
}

async function readWeight(handle: FileHandle, weight: StoredWeight): Promise<Float32Array> {
  const bytes = Buffer.allocUnsafe(weight.bytes)
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, 1 << 30), weight.offset + at)
    if (bytesRead === 0)
      throw new LabError(
        'model.truncated',
        `${weight.file}: ends inside the tensor ${weight.name}; it was changed since it was opened`,
        { tensor: weight.name },
      )
    at += bytesRead
  }
  const values = new Float32Array(weight.shape.reduce((a, b) => a * b, 1))
  STORAGE[weight.type].decode(bytes, values)
  return weight.interleavedHeads === undefined
    ? values
    : deinterleave(values, weight.interleavedHeads, weight.shape[1] ?? 1)
}

/**
 * Undoes llama.cpp's permutation of q and k: it stores the rows of every head as (0, d/2, 1, d/2 + 1, …), Hugging Face as
 * (0, 1, …, d - 1), rotated by halves. (convert_hf_to_gguf.py, LlamaModel.permute)
 */
function deinterleave(values: Float32Array, nHeads: number, rowLength: number): Float32Array {
  const perHead = values.length / nHeads
  const half = perHead / rowLength / 2
  const out = new Float32Array(values.length)
  for (let h = 0; h < nHeads; h++) {
    for (let i = 0; i < half; i++) {
      for (let part = 0; part < 2; part++) {
        const from = h * perHead + (2 * i + part) * rowLength
        out.set(values.subarray(from, from + rowLength), h * perHead + (part * half + i) * rowLength)
      }
    }
  }
  return out
}
