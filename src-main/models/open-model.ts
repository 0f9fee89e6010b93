import { closeSync, openSync, readSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { LabError } from '../../src-preload/contract/errors'
import type { ModelGraph, WeightSpec } from '../engine/model/frozen-model'
import { decodeFloat32 } from './dequantise/half'
import type { TensorType } from './dequantise/tensor-types'
import type { Family, GgufTensors } from './families/family'
import { FAMILIES } from './families/registry'
import { readGguf, type GgufMetadata } from './readers/gguf'
import { readFolderTensors, readJson, readOptionalJson } from './readers/hf-folder'
import type { TensorEntry } from './readers/tensor-entry'
import { tokenizerFromFolder } from './tokenizers/from-folder'
import { tokenizerFromGguf } from './tokenizers/from-gguf'
import type { ModelTokenizer } from './tokenizers/model-tokenizer'
import { textConfig, textTensors } from './text-part'
import type { StoredWeight } from './weights'

/** A model whose header was read and checked; no weight has been read yet. */
export interface OpenedModel {
  /** Absolute, links resolved for a file. */
  readonly path: string
  readonly name: string
  readonly format: 'safetensors' | 'gguf'
  readonly graph: ModelGraph
  readonly weights: readonly StoredWeight[]
  /** A stored head that the configuration ties to the embedding: the two must be equal. */
  readonly tiedCopy: TensorEntry | null
  /** More than the graph's where the configuration cuts the model. */
  readonly nLayersInFile: number
  readonly parameters: number
  readonly bytesOnDisk: number
  /** Tensor types by bytes, largest first. */
  readonly precision: string
  /** Tokens that end what the model writes, as its configuration has them. */
  readonly endTokens: readonly number[]
  readonly loadTokenizer: () => Promise<ModelTokenizer>
}

/**
 * Opens a Hugging Face folder or a GGUF file in place: reads headers and configuration, checks every tensor that the graph
 * needs, writes nothing.
 *
 * @throws `model.not-found`, `model.format`, `model.unknown-family`, `model.unknown-option`, `model.config`, `model.type`,
 *   `model.shape`, `model.missing-tensor`, `model.extra-tensor`, and as the readers: whatever is missing or not understood
 */
export async function openModel(path: string): Promise<OpenedModel> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new LabError('model.not-found', `${path}: there is no such file or folder`, { path })
  if (found.isDirectory()) {
    const only = await onlyGguf(path)
    return only === null ? openFolder(resolve(path)) : openGguf(await realpath(only), basename(only))
  }
  if (extname(path).toLowerCase() === '.gguf' || extname(path) === '')
    return openGguf(await realpath(path), basename(path))
  throw new LabError(
    'model.format',
    `${path}: is neither a model folder (config.json, tokenizer.json, .safetensors) nor a .gguf file`,
    { path },
  )
}

async function openFolder(folder: string): Promise<OpenedModel> {
  const config = await readJson(folder, 'config.json')
  const where = resolve(folder, 'config.json')
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new LabError('model.json', `${where}: is no JSON object`, {})
  const text = textConfig(config as Record<string, unknown>)
  const family = familyOf(text ?? (config as Record<string, unknown>), where)
  const files = readFolderTensors(folder)
  // a configuration that is not understood is told before files that are missing
  const found = await files.catch((): TensorEntry[] => [])
  const graph = family.fromConfig(text ?? config, where, { has: (end) => found.some((e) => e.name.endsWith(end)) })
  const stored = (await files).map((e) => ({ ...e, name: family.tensorName?.(e.name) ?? e.name }))
  const entries = namedAsIn(graph, text === null ? stored : textTensors(stored))
  const byName = new Map(entries.map((e) => [e.name, e]))
  const weights = graph.weights.map((spec) => toWeight(spec, byName.get(spec.name), folder))
  const beside = refuseExtras(entries, new Set(graph.weights.map((w) => w.name)), family, folder)
  const written = await readOptionalJson(folder, 'generation_config.json')
  const endTokens = idsIn(written['eos_token_id'] ?? (text ?? (config as Record<string, unknown>))['eos_token_id'])
  return describe(folder, basename(folder), 'safetensors', graph, weights, beside, endTokens, () =>
    tokenizerFromFolder(folder, graph.shape.dVocab),
  )
}

/** The GGUF file of a folder that holds one and no config.json; null for any other folder. */
async function onlyGguf(folder: string): Promise<string | null> {
  const names = await readdir(folder)
  const [first, second] = names.filter((name) => name.toLowerCase().endsWith('.gguf'))
  return first === undefined || second !== undefined || names.includes('config.json') ? null : join(folder, first)
}

/**
 * Tensors by the names of the graph, where a whole file leaves out the name of the model around them (`h.0…` for
 * `transformer.h.0…`, as checkpoints of GPT-2 have it), or PyTorch's compiler or its parallel training have put their own
 * before them.
 */
function namedAsIn(graph: ModelGraph, entries: readonly TensorEntry[]): readonly TensorEntry[] {
  const plain = entries.map((e) => ({ ...e, name: e.name.replaceAll('_orig_mod.', '').replace(/^module\./, '') }))
  const names = new Set(plain.map((e) => e.name))
  const first = graph.weights[0]?.name ?? ''
  const around = first.slice(0, first.indexOf('.') + 1)
  if (names.has(first) || !names.has(first.slice(around.length))) return plain
  // the head stands beside the model, a copy that is tied to the embedding too
  const own = new Set([...graph.weights.map((w) => w.name), 'lm_head.weight'])
  return plain.map((e) => (own.has(e.name) ? e : { ...e, name: `${around}${e.name}` }))
}

const EXPERTS = ['num_local_experts', 'num_experts', 'n_routed_experts']

function familyOf(config: Record<string, unknown>, where: string): Family {
  const stated = config['architectures']
  const architecture = Array.isArray(stated) && typeof stated[0] === 'string' ? stated[0] : null
  const family = FAMILIES.find((f) =>
    architecture === null ? f.id === config['model_type'] : f.architectures.includes(architecture),
  )
  if (family) return family
  const named = architecture ?? (typeof config['model_type'] === 'string' ? config['model_type'] : 'nothing')
  if (/moe|mixtral/i.test(named) || EXPERTS.some((key) => Number(config[key] ?? 0) > 0))
    throw new LabError(
      'model.unknown-family',
      `${where}: ${named.slice(0, 80)} is a mixture of experts, which is not computed here`,
      { family: named },
    )
  const known = FAMILIES.flatMap((f) => f.architectures).join(', ')
  throw new LabError(
    'model.unknown-family',
    `${where}: names the architecture ${named.slice(0, 80)}; Atelier knows ${known}`,
    { family: named },
  )
}

async function openGguf(file: string, name: string): Promise<OpenedModel> {
  const { metadata, tensors } = await readGguf(file)
  const architecture = metadata['general.architecture']
  const family = FAMILIES.find((f) => f.ggufArchitectures.includes(String(architecture)))
  if (!family) {
    throw new LabError(
      'model.unknown-family',
      `${file}: is of architecture ${String(architecture ?? 'missing').slice(0, 80)}; Atelier reads ${FAMILIES.flatMap((f) => f.ggufArchitectures).join(', ')} from GGUF`,
      { family: String(architecture) },
    )
  }
  const byName = new Map(tensors.map((t) => [t.name, t]))
  const used = new Set<string>()
  const graph = family.fromGguf(metadata, ggufTensors(byName, file, used), file)
  const weights = graph.weights.map((spec) => {
    const place = family.ggufTensor(spec.name, graph)
    used.add(place.name)
    const weight = toWeight(spec, byName.get(place.name), file, place.name)
    return place.interleavedHeads === undefined ? weight : { ...weight, interleavedHeads: place.interleavedHeads }
  })
  const beside = refuseExtras(tensors, used, family, file)
  const endTokens = idsIn(metadata['tokenizer.ggml.eos_token_id'])
  return describe(file, name.replace(/\.gguf$/i, ''), 'gguf', graph, weights, beside, endTokens, () =>
    tokenizerOf(metadata, graph, file),
  )
}

/** A token id, or a list of them. */
const idsIn = (value: unknown): number[] => [value].flat().filter((id) => typeof id === 'number')

const tokenizerOf = (metadata: GgufMetadata, graph: ModelGraph, file: string): Promise<ModelTokenizer> =>
  tokenizerFromGguf(metadata, graph.shape.dVocab, file)

/** @param read names of those that were read: they are no extras */
function ggufTensors(byName: ReadonlyMap<string, TensorEntry>, file: string, read: Set<string>): GgufTensors {
  return {
    has: (name) => byName.has(name),
    readFloat32(name) {
      read.add(name)
      const entry = byName.get(name)
      if (entry?.type !== 'F32' || entry.bytes > 1 << 20)
        throw new LabError('model.shape', `${file}: the tensor ${name} should be a small F32 tensor`, { tensor: name })
      const values = new Float32Array(entry.bytes / 4)
      const bytes = Buffer.alloc(entry.bytes)
      const handle = openSync(file, 'r')
      try {
        readSync(handle, bytes, 0, bytes.length, entry.offset)
      } finally {
        closeSync(handle)
      }
      decodeFloat32(bytes, values)
      return values
    },
  }
}

function toWeight(
  spec: WeightSpec,
  entry: TensorEntry | undefined,
  where: string,
  storedName = spec.name,
): StoredWeight {
  if (!entry)
    throw new LabError('model.missing-tensor', `${where}: the tensor ${storedName} is missing`, { tensor: storedName })
  if (typeof entry.type === 'object') {
    throw new LabError(
      'model.type',
      `${where}: the tensor ${storedName} is stored as ${entry.type.unreadable}; Atelier reads F32, F16, BF16 and, in GGUF, Q4_0 to Q8_0, Q2_K to Q6_K, IQ4_NL, IQ4_XS`,
      { tensor: storedName },
    )
  }
  if (entry.shape.length !== spec.shape.length || entry.shape.some((d, i) => d !== spec.shape[i])) {
    throw new LabError(
      'model.shape',
      `${where}: the tensor ${storedName} has the shape ${entry.shape.join('x')}, the configuration asks for ${spec.shape.join('x')}`,
      { tensor: storedName },
    )
  }
  const { file, offset, bytes } = entry
  return { name: spec.name, type: entry.type, shape: spec.shape, file, offset, bytes }
}

interface Beside {
  readonly tiedCopy: TensorEntry | null
  /** 0 where it has no layers that are not used. */
  readonly nLayersInFile: number
}

/** Refuses tensors that the graph does not use, unless they follow from others or are of layers that were cut off. */
function refuseExtras(
  entries: readonly TensorEntry[],
  used: ReadonlySet<string>,
  family: Family,
  where: string,
): Beside {
  let tiedCopy: TensorEntry | null = null
  let nLayersInFile = 0
  for (const entry of entries) {
    if (used.has(entry.name) || family.derivable.test(entry.name)) continue
    const later = laterLayer(entry.name, used)
    if (later !== null) nLayersInFile = Math.max(nLayersInFile, later + 1)
    else if (entry.name === 'lm_head.weight') tiedCopy = entry
    else
      throw new LabError(
        'model.extra-tensor',
        `${where}: holds the tensor ${entry.name}, which a ${family.id} model of this configuration does not have`,
        { tensor: entry.name },
      )
  }
  return { tiedCopy, nLayersInFile }
}

/**
 * The layer of a tensor of one that the configuration no longer counts: how people cut a model, and what transformers
 * passes over. Null for any other tensor.
 */
function laterLayer(name: string, used: ReadonlySet<string>): number | null {
  const layer = /\.(\d+)\./.exec(name)?.[1]
  return layer !== undefined && used.has(name.replace(/\.\d+\./, '.0.')) ? Number(layer) : null
}

function describe(
  path: string,
  name: string,
  format: OpenedModel['format'],
  graph: ModelGraph,
  weights: readonly StoredWeight[],
  { tiedCopy, nLayersInFile }: Beside,
  endTokens: readonly number[],
  load: () => Promise<ModelTokenizer>,
): OpenedModel {
  const embedding = weights[0]
  if (tiedCopy && embedding && tiedCopy.shape.join() !== embedding.shape.join()) {
    throw new LabError(
      'model.extra-tensor',
      `${path}: lm_head.weight is ${tiedCopy.shape.join(' x ')}, although the configuration ties it to the embedding, which is ${embedding.shape.join(' x ')}; set tie_word_embeddings to false if the head is its own`,
      { tensor: 'lm_head.weight' },
    )
  }
  const bytesByType = new Map<TensorType, number>()
  for (const w of weights) bytesByType.set(w.type, (bytesByType.get(w.type) ?? 0) + w.bytes)
  let tokenizer: Promise<ModelTokenizer> | undefined
  return {
    path,
    name,
    format,
    graph,
    weights,
    tiedCopy,
    nLayersInFile: Math.max(nLayersInFile, graph.shape.nLayers),
    parameters: weights.reduce((sum, w) => sum + w.shape.reduce((a, b) => a * b, 1), 0),
    bytesOnDisk: weights.reduce((sum, w) => sum + w.bytes, 0),
    precision: [...bytesByType]
      .sort((a, b) => b[1] - a[1])
      .map(([type]) => type)
      .join(' + '),
    endTokens,
    loadTokenizer: () => (tokenizer ??= load()),
  }
}
