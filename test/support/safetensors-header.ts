import { readFileSync, writeFileSync } from 'node:fs'

/** Rewrites the header of a .safetensors file, its data left as it is. */
export function editHeader(
  file: string,
  edit: (header: Record<string, { dtype: string; shape: number[]; data_offsets: number[] }>) => void,
): void {
  const bytes = readFileSync(file)
  const length = Number(bytes.readBigUInt64LE())
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Parameters<typeof edit>[0]
  edit(header)
  const text = Buffer.from(JSON.stringify(header))
  const lead = Buffer.alloc(8)
  lead.writeBigUInt64LE(BigInt(text.length))
  writeFileSync(file, Buffer.concat([lead, text, bytes.subarray(8 + length)]))
}

/** Stores a copy of the embedding as the head too, as `edit` changes it; `bf16`: its upper halves alone. */
export function storeHead(file: string, edit: (copy: Buffer) => void = () => undefined, bf16 = false): void {
  const before = readFileSync(file)
  let [from, to] = [0, 0]
  editHeader(file, (h) => {
    const embedding = h['model.embed_tokens.weight']!
    ;[from = 0, to = 0] = embedding.data_offsets
    const end = Math.max(...Object.values(h).flatMap((e) => e.data_offsets ?? []))
    const bytes = bf16 ? (to - from) / 2 : to - from
    h['lm_head.weight'] = { ...embedding, ...(bf16 ? { dtype: 'BF16' } : {}), data_offsets: [end, end + bytes] }
  })
  const start = 8 + Number(before.readBigUInt64LE())
  const whole = Buffer.from(before.subarray(start + from, start + to))
  const copy = bf16 ? Buffer.from(whole.filter((_, i) => i % 4 >= 2)) : whole
  edit(copy)
  writeFileSync(file, Buffer.concat([readFileSync(file), copy]))
}
