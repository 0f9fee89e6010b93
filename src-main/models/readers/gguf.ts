import { open, stat } from 'node:fs/promises'
import { GGMLQuantizationType, gguf } from '@huggingface/gguf'
import { LabError } from '../../../src-preload/contract/errors'
import { isTensorType, storedBytes } from '../dequantise/tensor-types'
import { readStrings } from './gguf-strings'
import { checkLayout, type TensorEntry } from './tensor-entry'

type GgufValue = string | number | boolean | readonly GgufValue[]
export type GgufMetadata = Readonly<Record<string, GgufValue>>

export interface GgufFile {
  readonly metadata: GgufMetadata
  /** By GGUF names; shapes outermost dimension first. */
  readonly tensors: readonly TensorEntry[]
}

const ALIGNMENT = 32
/** Of a tokenizer, where every character counts. */
const TOKEN_LISTS = ['tokenizer.ggml.tokens', 'tokenizer.ggml.merges'] as const

/**
 * Reads the metadata and the tensor list of a GGUF file (ggml, docs/gguf.md; versions 2 and 3), no weights.
 *
 * @throws `model.gguf`, `model.header`, `model.shape`, `model.offsets`, `model.truncated`, `model.overlap` on damage;
 *   `model.gguf-split`
 */
export async function readGguf(file: string): Promise<GgufFile> {
  const { size } = await stat(file)
  await checkMagic(file, size)
  const parsed = await gguf(file, { allowLocalFile: true }).catch((cause: unknown) => {
    throw new LabError(
      'model.gguf',
      `${file}: is damaged or no GGUF file (${(cause as Error).message.slice(0, 200)})`,
      {},
      { cause },
    )
  })
  const metadata = {
    ...Object.fromEntries(Object.entries(parsed.metadata).map(([k, v]) => [k, plain(v)])),
    ...(await readStrings(file, TOKEN_LISTS, Number(parsed.tensorDataOffset))),
  } as GgufMetadata
  const shards = metadata['split.count']
  if (typeof shards === 'number' && shards > 1)
    throw new LabError(
      'model.gguf-split',
      `${file}: is one of ${shards} parts; join them with llama-gguf-split --merge first`,
      {},
    )
  const alignment = typeof metadata['general.alignment'] === 'number' ? metadata['general.alignment'] : ALIGNMENT
  if (alignment % 8 !== 0)
    throw new LabError(
      'model.gguf',
      `${file}: its alignment of ${alignment} bytes is no multiple of 8; the file is damaged`,
      {},
    )
  const start = Number(parsed.tensorDataOffset)
  const seen = new Set<string>()
  const tensors = parsed.tensorInfos.map((info): TensorEntry => {
    if (seen.has(info.name))
      throw new LabError('model.gguf', `${file}: holds the tensor ${info.name} twice`, { tensor: info.name })
    seen.add(info.name)
    const type = GGMLQuantizationType[info.dtype] ?? `type ${info.dtype}`
    const shape = info.shape.map(Number).reverse()
    const values = shape.reduce((a, b) => a * b, 1)
    if (!isTensorType(type))
      return { name: info.name, type: { unreadable: type }, shape, file, offset: start + Number(info.offset), bytes: 0 }
    const bytes = Number.isSafeInteger(values)
      ? storedBytes(type, shape.at(-1) ?? 1) === null
        ? null
        : storedBytes(type, values)
      : null
    if (bytes === null)
      throw new LabError(
        'model.shape',
        `${file}: the tensor ${info.name} of shape ${shape.join('x')} does not fill whole ${type} blocks`,
        { tensor: info.name },
      )
    if (Number(info.offset) % alignment !== 0)
      throw new LabError(
        'model.offsets',
        `${file}: the tensor ${info.name} does not start at a multiple of ${alignment} bytes; the file is damaged`,
        { tensor: info.name },
      )
    return { name: info.name, type, shape, file, offset: start + Number(info.offset), bytes }
  })
  checkLayout(tensors, start, size, file, false)
  return { metadata, tensors }
}

async function checkMagic(file: string, size: number): Promise<void> {
  const lead = Buffer.alloc(24)
  const handle = await open(file, 'r')
  const { bytesRead } = await handle.read(lead, 0, 24, 0).finally(() => handle.close())
  if (bytesRead < 24 || lead.toString('latin1', 0, 4) !== 'GGUF')
    throw new LabError('model.gguf', `${file}: is no GGUF file`, {})
  const version = lead.readUInt32LE(4)
  if (version !== 2 && version !== 3)
    throw new LabError('model.gguf', `${file}: has GGUF version ${version}; Atelier reads 2 and 3, little-endian`, {})
  // every tensor takes at least 24 bytes of header, every key at least 13: larger counts cannot be true
  if (lead.readBigUInt64LE(8) > BigInt(size) / 24n || lead.readBigUInt64LE(16) > BigInt(size) / 13n) {
    throw new LabError(
      'model.header',
      `${file}: its header claims more tensors or keys than the file can hold; it is truncated or damaged`,
      {},
    )
  }
}

/** BigInt to number where that is exact; arrays likewise. */
function plain(value: unknown): GgufValue {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plain)
  return value as GgufValue
}
