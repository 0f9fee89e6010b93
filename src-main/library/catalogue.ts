import type { CatalogueEntry } from '../../src-preload/contract/model'

/** Models worth trying first, of families that Atelier runs; small enough for a laptop unless their size says otherwise. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  entry('smollm2-135m', 'SmolLM2-135M', 'HuggingFaceTB/SmolLM2-135M', 30, 134_515_008, 269_060_552, 'Apache-2.0'),
  entry('smollm2-360m', 'SmolLM2-360M', 'HuggingFaceTB/SmolLM2-360M', 32, 361_821_120, 723_674_912, 'Apache-2.0'),
  entry('qwen2.5-0.5b', 'Qwen2.5-0.5B', 'Qwen/Qwen2.5-0.5B', 24, 494_032_768, 988_097_824, 'Apache-2.0'),
  entry(
    'tinyllama-1.1b',
    'TinyLlama-1.1B',
    'TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T',
    22,
    1_100_048_384,
    4_400_216_536,
    'Apache-2.0',
  ),
  entry('smollm2-1.7b', 'SmolLM2-1.7B', 'HuggingFaceTB/SmolLM2-1.7B', 24, 1_711_376_384, 3_422_777_952, 'Apache-2.0'),
  entry('mistral-7b', 'Mistral-7B v0.1', 'mistralai/Mistral-7B-v0.1', 32, 7_241_732_096, 14_483_498_224, 'Apache-2.0'),
]

function entry(
  id: string,
  name: string,
  repo: string,
  nLayers: number,
  parameters: number,
  bytes: number,
  licence: string,
): CatalogueEntry {
  return { id, name, repo, revision: 'main', nLayers, parameters, bytes, licence }
}
