import { open } from 'node:fs/promises'
import { LabError } from '../../../src-preload/contract/errors'

const ARRAY = 9
const STRING = 8
const MOST_HEADER_BYTES = 1 << 28

/**
 * Arrays of strings in the metadata of a GGUF file, to the byte: the reader that the rest is read by drops a byte order mark
 * at the beginning of a string, and vocabularies have tokens that begin with one. Keys of which the file has no such array
 * are left out.
 *
 * @param end where the metadata end, in bytes
 * @throws `model.gguf` where the file ends inside the array
 */
export async function readStrings(
  file: string,
  keys: readonly string[],
  end: number,
): Promise<Record<string, string[]>> {
  const header = await firstBytes(file, Math.min(end, MOST_HEADER_BYTES))
  const found: Record<string, string[]> = {}
  for (const key of keys) {
    try {
      const strings = stringsAt(header, key)
      if (strings) found[key] = strings
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      throw new LabError('model.gguf', `${file}: ends inside ${key}; it is truncated or damaged`, {}, { cause })
    }
  }
  return found
}

async function firstBytes(file: string, n: number): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(n), 0, n, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function stringsAt(header: Buffer, key: string): string[] | null {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const name = Buffer.from(key)
  for (let at = header.indexOf(name); at >= 0; at = header.indexOf(name, at + 1)) {
    let offset = at + name.length
    // the key itself, not a text that names it: its length stands before it, an array of strings after it
    const isKey = at >= 8 && header.readBigUInt64LE(at - 8) === BigInt(name.length)
    if (!isKey || header.readUInt32LE(offset) !== ARRAY || header.readUInt32LE(offset + 4) !== STRING) continue
    const count = Number(header.readBigUInt64LE(offset + 8))
    offset += 16
    const strings: string[] = []
    for (let i = 0; i < count; i++) {
      const length = Number(header.readBigUInt64LE(offset))
      strings.push(decoder.decode(header.subarray(offset + 8, offset + 8 + length)))
      offset += 8 + length
    }
    return strings
  }
  return null
}
