import { open } from 'node:fs/promises'
import { z } from 'zod'
import { LabError } from '../../../src-preload/contract/errors'
import { isTensorType, storedBytes } from '../dequantise/tensor-types'
import { checkLayout, type TensorEntry } from './tensor-entry'

const MAX_HEADER_BYTES = 100_000_000
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const headerEntry = z.object({
  dtype: z.string(),
  shape: z.array(whole).max(16),
  data_offsets: z.tuple([whole, whole]),
})

/**
 * Reads the header of a .safetensors file (format: an 8-byte little-endian length, JSON, then the data without gaps).
 * Whatever a reader would have to guess about is refused.
 *
 * @throws `model.truncated`, `model.header`, `model.offsets`, `model.shape`, `model.overlap`, `model.gap`
 */
export async function readSafetensorsHeader(file: string): Promise<TensorEntry[]> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const lead = Buffer.alloc(8)
    const { bytesRead } = await handle.read(lead, 0, 8, 0)
    if (bytesRead < 8)
      throw new LabError('model.truncated', `${file}: has ${size} bytes, too few for a safetensors header`, {})
    const length = lead.readBigUInt64LE()
    if (length > BigInt(size - 8))
      throw new LabError(
        'model.header',
        `${file}: its header claims ${length} bytes, the file has ${size}; it is truncated or no safetensors file`,
        {},
      )
    if (length > MAX_HEADER_BYTES)
      throw new LabError(
        'model.header',
        `${file}: its header claims ${length} bytes; at most ${MAX_HEADER_BYTES} are read`,
        {},
      )
    const text = Buffer.alloc(Number(length))
    await handle.read(text, 0, text.length, 8)
    const start = 8 + text.length
    const entries = Object.entries(parseHeader(text, file))
      .filter(([name]) => name !== '__metadata__')
      .map(([name, raw]) => toEntry(name, raw, file, start))
    checkLayout(entries, start, size, file, true)
    return entries
  } finally {
    await handle.close()
  }
}

function parseHeader(text: Buffer, file: string): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
  } catch (cause) {
    throw new LabError(
      'model.header',
      `${file}: its header is no valid JSON; the file is damaged or no safetensors file`,
      {},
      { cause },
    )
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new LabError(
      'model.header',
      `${file}: its header is no JSON object; the file is damaged or no safetensors file`,
      {},
    )
  }
  return header as Record<string, unknown>
}

function toEntry(name: string, raw: unknown, file: string, start: number): TensorEntry {
  const parsed = headerEntry.safeParse(raw)
  if (!parsed.success)
    throw new LabError(
      'model.header',
      `${file}: the header's entry for ${name} is damaged (${parsed.error.issues[0]?.path.join('.') ?? ''})`,
      { tensor: name },
    )
  const {
    dtype,
    shape,
    data_offsets: [from, to],
  } = parsed.data
  if (to < from)
    throw new LabError('model.offsets', `${file}: the tensor ${name} ends before it begins; the file is damaged`, {
      tensor: name,
    })
  if (isTensorType(dtype)) {
    const bytes = storedBytes(
      dtype,
      shape.reduce((a, b) => a * b, 1),
    )
    if (bytes !== to - from)
      throw new LabError(
        'model.shape',
        `${file}: the tensor ${name} of shape ${shape.join('x')} (${dtype}) takes ${bytes} bytes, the header gives it ${to - from}`,
        { tensor: name },
      )
  }
  return {
    name,
    type: isTensorType(dtype) ? dtype : { unreadable: dtype },
    shape,
    file,
    offset: start + from,
    bytes: to - from,
  }
}
