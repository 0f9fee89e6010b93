import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../src-main/models/fingerprint'
import { openModel } from '../../src-main/models/open-model'
import { start } from '../support/cli'
import { editHeader, storeHead } from '../support/safetensors-header'
import { FIXTURES, loadTiny, temporaryFolder } from '../support/tiny-model'

/** A copy of a tiny model with settings of its config.json changed. */
function changed(settings: object): string {
  const folder = temporaryFolder('folder')
  cpSync(join(FIXTURES, 'llama-tied'), folder, { recursive: true })
  const file = join(folder, 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...config, ...settings }))
  return folder
}

describe('settings that people have and that change nothing', () => {
  it.each([
    { max_sequence_length: 2048 },
    { architectures: ['LLaMAForCausalLM'] },
    { auto_map: { AutoConfig: 'configuration_x.C' } },
    { rope_scaling: { type: 'linear', factor: 1, finetuned: true } },
    { hidden_act: 'swish' },
    { model_max_length: 4096 },
    { resid_pdrop: 0, embd_pdrop: 0, attn_pdrop: 0 },
    { use_flash_attention_2: true },
    { attn_implementation: 'flash_attention_2' },
    { keys_to_ignore_at_inference: ['past_key_values'] },
    { pad_vocab_size_multiple: 64 },
    { is_decoder: true },
    { max_new_tokens: 100 },
    { neftune_noise_alpha: 5 },
    { attention_multiplier: 1 },
    { rope_theta: '10000.0' },
  ])('%j', async (settings) => {
    const [plain, with_] = await Promise.all([openModel(changed({})), openModel(changed(settings))])
    expect(with_.graph.identity).toEqual(plain.graph.identity)
  })
  it('and at other values change something: refused by name', async () => {
    await expect(openModel(changed({ attention_multiplier: 2 }))).rejects.toMatchObject({
      code: 'model.unknown-option',
      message: expect.stringContaining('attention_multiplier') as string,
    })
  })
})

it('a model that was cut by its configuration runs without the layers that are left, and says so', async () => {
  const folder = changed({ num_hidden_layers: 4 })
  const opened = await openModel(folder)
  expect([opened.graph.shape.nLayers, opened.nLayersInFile]).toEqual([4, 6])
  expect((await loadTiny(folder)).frozen.graph.weights.some((w) => w.name.startsWith('model.layers.4.'))).toBe(false)
  const { stdout } = await start(temporaryFolder('home'), ['models', 'inspect', folder]).finished
  expect(stdout).toContain('4 (the file has 6; the others are not used)')
})

describe('a multimodal folder', () => {
  /** Gemma 3 as a part of a model that sees: its settings and tensors inside, others beside them. */
  function seeing(by: (name: string) => string): string {
    const folder = temporaryFolder('seeing')
    cpSync(join(FIXTURES, 'families', 'gemma3'), folder, { recursive: true })
    const file = join(folder, 'config.json')
    const text = JSON.parse(readFileSync(file, 'utf8')) as object
    const config = { architectures: ['Gemma3ForConditionalGeneration'], model_type: 'gemma3', vision_config: { x: 1 } }
    writeFileSync(file, JSON.stringify({ ...config, mm_tokens_per_image: 256, text_config: text }))
    editHeader(join(folder, 'model.safetensors'), (h) => {
      const end = Math.max(...Object.values(h).flatMap((e) => e.data_offsets ?? []))
      const empty = { dtype: 'F32', shape: [0], data_offsets: [end, end] }
      h['vision_tower.vision_model.x.weight'] = empty
      h['multi_modal_projector.mm_input_projection_weight'] = empty
      for (const [name, held] of Object.entries(h)) {
        if (name === '__metadata__' || /^(vision|multi)/.test(name)) continue
        delete h[name]
        h[by(name)] = held
      }
    })
    return folder
  }
  it.each([
    ['transformers 4', (name: string) => `language_model.${name}`],
    ['transformers 5', (name: string) => name.replace(/^model\./, 'model.language_model.')],
  ])('is its text part, as %s names it', async (_, by) => {
    const [alone, part] = await Promise.all([openModel(join(FIXTURES, 'families', 'gemma3')), openModel(seeing(by))])
    expect(await fingerprint(part)).toBe(await fingerprint(alone))
  })
})

it('a mixture of experts is refused by that name', async () => {
  const folder = changed({ architectures: ['MixtralForCausalLM'], num_local_experts: 8 })
  await expect(openModel(folder)).rejects.toThrowError(/MixtralForCausalLM is a mixture of experts/)
})

describe('weights as people save them', () => {
  /** Renames the tensors of a safetensors file. */
  const rename = (file: string, by: (name: string) => string): void =>
    editHeader(file, (h) => {
      for (const [name, entry] of Object.entries(h)) {
        if (name === '__metadata__') continue
        delete h[name]
        h[by(name)] = entry
      }
    })
  const same = async (folder: string): Promise<void> => {
    const [a, b] = await Promise.all([openModel(join(FIXTURES, 'llama-tied')), openModel(folder)])
    expect(await fingerprint(b)).toBe(await fingerprint(a))
  }
  it.each([
    ['without the name of the model', (name: string) => name.replace(/^model\./, '')],
    ['as the compiler names them', (name: string) => `_orig_mod.${name}`],
  ])('%s: the same model', async (_, by) => {
    const folder = changed({})
    rename(join(folder, 'model.safetensors'), by)
    await same(folder)
  })
  it('without the name of the model, a tied head beside it', async () => {
    const folder = changed({})
    const file = join(folder, 'model.safetensors')
    storeHead(file)
    rename(file, (name) => name.replace(/^model\./, ''))
    await same(folder)
  })
  it('with the tied head beside it in half precision; with another head they are refused', async () => {
    const folder = changed({})
    storeHead(join(folder, 'model.safetensors'), undefined, true)
    await same(folder)
    const other = changed({})
    // the exponent of one value
    storeHead(join(other, 'model.safetensors'), (copy) => (copy[2001]! ^= 0x10), true)
    await expect(openModel(other).then((m) => fingerprint(m))).rejects.toThrowError(/differs from the embedding/)
  })
  it('in files of other names, without an index: the same model', async () => {
    const folder = changed({})
    renameSync(join(folder, 'model.safetensors'), join(folder, 'checkpoint-00001.safetensors'))
    await same(folder)
  })
  it('as the only GGUF file of a folder', async () => {
    const folder = temporaryFolder('gguf')
    cpSync(join(FIXTURES, 'llama-tied.gguf'), join(folder, 'weights.gguf'))
    expect(await openModel(folder)).toMatchObject({ name: 'weights', format: 'gguf' })
  })
})

it('--bos is refused where the tokenizer has none', async () => {
  const folder = changed({})
  const file = join(folder, 'tokenizer_config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  writeFileSync(file, JSON.stringify({ ...config, bos_token: null }))
  const { code, stderr } = await start(temporaryFolder('home'), [
    ...['run', '-m', folder, '-p', 'full', '-t', 'sense', '--limit', '2', '--bos'],
  ]).finished
  expect(code).toBe(2)
  expect(stderr).toContain('has no BOS token')
})
