import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readStrings } from './gguf-strings'

const u32 = (n: number): Buffer => {
  const b = Buffer.alloc(4)
  b.writeUInt32LE(n)
  return b
}
const u64 = (n: number): Buffer => {
  const b = Buffer.alloc(8)
  b.writeBigUInt64LE(BigInt(n))
  return b
}
const text = (t: string): Buffer => Buffer.concat([u64(Buffer.byteLength(t)), Buffer.from(t)])
const strings = (list: readonly string[]): Buffer =>
  Buffer.concat([u32(9), u32(8), u64(list.length), ...list.map(text)])

it('strings keep the byte order mark that they begin with; a text that names the key is not the key', async () => {
  const tokens = ['#', '\uFEFF#', '\uFEFF', 'é', '']
  const header = Buffer.concat([
    ...[text('general.note'), u32(8), text('see tokenizer.ggml.tokens below')],
    ...[text('tokenizer.ggml.tokens'), strings(tokens)],
  ])
  const file = join(mkdtempSync(join(tmpdir(), 'atelier-gguf-')), 'header.bin')
  writeFileSync(file, header)
  const keys = ['tokenizer.ggml.tokens', 'tokenizer.ggml.merges']
  expect(await readStrings(file, keys, header.length)).toEqual({ 'tokenizer.ggml.tokens': tokens })
  await expect(readStrings(file, keys, header.length - 20)).rejects.toMatchObject({
    code: 'model.gguf',
  })
})
