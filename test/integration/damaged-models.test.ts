import { cpSync, readFileSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabError } from '../../src-preload/contract/errors'
import { fingerprint } from '../../src-main/models/fingerprint'
import { openModel } from '../../src-main/models/open-model'
import { editHeader, storeHead } from '../support/safetensors-header'
import { FIXTURES, temporaryFolder } from '../support/tiny-model'

/** Everything that happens before an engine is started: open, tokenizer, the first full read. */
async function openFully(path: string): Promise<string> {
  const model = await openModel(path)
  const tokenizer = await model.loadTokenizer()
  await tokenizer.encode('Question: what is 12 + 30?', false)
  return fingerprint(model)
}

const copyOf = (name: string): string => {
  const target = join(temporaryFolder('damaged'), name)
  cpSync(join(FIXTURES, name), target, { recursive: true })
  return target
}

async function refusal(path: string): Promise<LabError> {
  const error: unknown = await openFully(path).then(
    () => new Error('accepted'),
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(LabError)
  return error as LabError
}

const editJson = (file: string, edit: (json: Record<string, unknown>) => void): void => {
  const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  edit(json)
  writeFileSync(file, JSON.stringify(json))
}

describe('what is refused, and how', () => {
  const Q = 'model.layers.0.self_attn.q_proj.weight'
  it.each<[string, string, (folder: string) => void, RegExp]>([
    [
      'an unknown family',
      'model.unknown-family',
      (f) => editJson(join(f, 'config.json'), (c) => (c['architectures'] = ['RwkvForCausalLM'])),
      /RwkvForCausalLM/,
    ],
    [
      'an unknown option',
      'model.unknown-option',
      (f) => editJson(join(f, 'config.json'), (c) => (c['attn_logit_softcapping'] = 30)),
      /attn_logit_softcapping = 30/,
    ],
    [
      'an unknown rope type',
      'model.unknown-option',
      (f) => editJson(join(f, 'config.json'), (c) => (c['rope_scaling'] = { rope_type: 'spiral', factor: 2 })),
      /spiral/,
    ],
    [
      'another activation',
      'model.config',
      (f) => editJson(join(f, 'config.json'), (c) => (c['hidden_act'] = 'relu')),
      /hidden_act/,
    ],
    [
      'heads that do not divide',
      'model.config',
      (f) => editJson(join(f, 'config.json'), (c) => (c['num_key_value_heads'] = 4)),
      /multiple/,
    ],
    [
      'a missing tensor',
      'model.missing-tensor',
      (f) => editJson(join(f, 'config.json'), (c) => (c['tie_word_embeddings'] = false)),
      /lm_head/,
    ],
    [
      'another shape',
      'model.shape',
      (f) => editJson(join(f, 'config.json'), (c) => (c['intermediate_size'] = 81)),
      /80x48.*81x48/,
    ],
    [
      'an extra tensor',
      'model.extra-tensor',
      (f) =>
        editHeader(join(f, 'model.safetensors'), (h) => {
          const end = Math.max(...Object.values(h).flatMap((e) => e.data_offsets ?? []))
          h['model.extra.weight'] = { dtype: 'F32', shape: [0], data_offsets: [end, end] }
        }),
      /model\.extra/,
    ],
    ['no weights', 'model.missing-file', (f) => rmSync(join(f, 'model.safetensors')), /safetensors/],
    ['no tokenizer', 'model.missing-file', (f) => rmSync(join(f, 'tokenizer.json')), /tokenizer\.json/],
    ['no config', 'model.missing-file', (f) => rmSync(join(f, 'config.json')), /config\.json/],
    ['a config that is no JSON', 'model.json', (f) => writeFileSync(join(f, 'config.json'), '{'), /JSON/],
    [
      'a tokenizer of an unknown kind',
      'model.tokenizer',
      (f) => editJson(join(f, 'tokenizer.json'), (t) => ((t['model'] as { type: string }).type = 'Magic')),
      /tokenizer/,
    ],
    [
      'a truncated file',
      'model.truncated',
      (f) => truncateSync(join(f, 'model.safetensors'), readFileSync(join(f, 'model.safetensors')).length - 10),
      /truncated/,
    ],
    [
      'a header larger than the file',
      'model.header',
      (f) => {
        const bytes = readFileSync(join(f, 'model.safetensors'))
        bytes.writeBigUInt64LE(2n ** 62n)
        writeFileSync(join(f, 'model.safetensors'), bytes)
      },
      /claims 4611686018427387904 bytes/,
    ],
    [
      'overlapping tensors',
      'model.overlap',
      (f) =>
        editHeader(
          join(f, 'model.safetensors'),
          (h) => (h[Q]!.data_offsets = h[Q.replace('.0.', '.1.')]!.data_offsets),
        ),
      /overlap/,
    ],
    [
      'offsets out of range',
      'model.truncated',
      (f) => editHeader(join(f, 'model.safetensors'), (h) => (h[Q]!.data_offsets = [1e9, 1e9 + 9216])),
      /reaches to byte/,
    ],
    [
      'NaN weights',
      'model.nan',
      (f) => {
        const bytes = readFileSync(join(f, 'model.safetensors'))
        bytes.writeUInt32LE(0x7fc00000, bytes.length - 400)
        writeFileSync(join(f, 'model.safetensors'), bytes)
      },
      /NaN/,
    ],
  ])('%s', async (_what, code, damage, sentence) => {
    const folder = copyOf('llama-tied')
    damage(folder)
    const error = await refusal(folder)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(sentence)
    expect(error.message.split('\n')).toHaveLength(1)
  })

  it('an index that points outside the folder', async () => {
    const folder = copyOf('llama3-biases-sharded')
    editJson(
      join(folder, 'model.safetensors.index.json'),
      (i) => ((i['weight_map'] as Record<string, string>)['model.norm.weight'] = '../../etc/passwd'),
    )
    expect((await refusal(folder)).code).toBe('model.index')
  })

  it('a head that differs from the embedding it is tied to; an equal one is passed over', async () => {
    for (const [value, ok] of [
      [0, true],
      [1, false],
    ] as const) {
      const folder = copyOf('llama-tied')
      storeHead(join(folder, 'model.safetensors'), (copy) => (copy[40] = (copy[40]! + value) % 120))
      if (ok) await openFully(folder)
      else expect((await refusal(folder)).code).toBe('model.extra-tensor')
    }
  })

  it('a link in a Hub snapshot is followed', async () => {
    const folder = copyOf('llama-tied')
    const blobs = temporaryFolder('blobs')
    cpSync(join(folder, 'model.safetensors'), join(blobs, 'abc'))
    rmSync(join(folder, 'model.safetensors'))
    symlinkSync(join(blobs, 'abc'), join(folder, 'model.safetensors'))
    expect(await openFully(folder)).toBe(await openFully(join(FIXTURES, 'llama-tied')))
  })

  it('the fingerprint is of the content: moved and re-sharded models keep it, changed ones do not', async () => {
    const original = await openFully(join(FIXTURES, 'llama-tied'))
    expect(await openFully(copyOf('llama-tied'))).toBe(original)
    const changed = copyOf('llama-tied')
    editJson(join(changed, 'config.json'), (c) => (c['rope_theta'] = 20_000))
    expect(await openFully(changed)).not.toBe(original)
  })
})

/**
 * Random damage to the structure. Each mutant is refused with a sentence within a second, or is harmless: it has the
 * fingerprint and the token ids of the original, or a fingerprint of its own (other values, well-formed).
 */
describe('mutated files', () => {
  async function verdict(path: string): Promise<string> {
    const start = performance.now()
    const before = process.memoryUsage().rss
    let outcome: string
    try {
      await openFully(path)
      outcome = 'harmless'
    } catch (error) {
      if (!(error instanceof LabError) || !error.code.startsWith('model.')) throw error
      expect(error.message).not.toContain('\n')
      outcome = 'refused'
    }
    // a file that is read byte by byte takes minutes; a busy machine takes a second
    expect(performance.now() - start).toBeLessThan(5000)
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
    return outcome
  }

  it.each([
    ['llama-tied', 'model.safetensors', 150],
    ['llama-tied', 'config.json', 80],
    ['llama-tied', 'tokenizer.json', 40],
    ['llama3-biases-sharded', 'model.safetensors.index.json', 60],
    ['llama-tied.gguf', '', 200],
  ])(
    '%s %s',
    async (model, part, numRuns) => {
      const folder = copyOf(model)
      const file = part === '' ? folder : join(folder, part)
      const original = readFileSync(resolve(FIXTURES, model, part))
      // the structure: the header of binary files, all of the others
      const structure =
        part === 'model.safetensors' ? 8 + Number(original.readBigUInt64LE()) : part === '' ? 12_000 : original.length
      const at = fc.integer({ min: 0, max: Math.min(structure, original.length) - 1 })
      const mutation = fc.oneof(
        fc.record({ kind: fc.constant('byte' as const), at, value: fc.integer({ min: 0, max: 255 }) }),
        fc.record({ kind: fc.constant('word' as const), at, value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
        fc.record({ kind: fc.constant('digit' as const), at, value: fc.integer({ min: 0, max: 9 }) }),
        fc.record({ kind: fc.constant('cut' as const), at, value: fc.integer({ min: 1, max: 400 }) }),
        fc.record({ kind: fc.constant('end' as const), at, value: fc.constant(0) }),
      )
      const counts: Record<string, number> = {}
      await fc.assert(
        fc.asyncProperty(mutation, async (m) => {
          const bytes = Buffer.from(original)
          let mutant: Buffer = bytes
          if (m.kind === 'byte') bytes[m.at] = m.value
          else if (m.kind === 'digit') bytes[m.at] = 48 + m.value
          else if (m.kind === 'word') bytes.writeBigUInt64LE(m.value, Math.min(m.at, bytes.length - 8))
          else if (m.kind === 'cut') mutant = Buffer.concat([bytes.subarray(0, m.at), bytes.subarray(m.at + m.value)])
          else mutant = bytes.subarray(0, m.at)
          writeFileSync(file, mutant)
          const outcome = await verdict(folder)
          counts[outcome] = (counts[outcome] ?? 0) + 1
        }),
        { numRuns, seed: 11 },
      )
      expect(counts['refused']).toBeGreaterThan(numRuns / 10)
      expect(readdirSync(FIXTURES)).toContain('llama-tied')
    },
    120_000,
  )
})
