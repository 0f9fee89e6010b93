import type { ModelGraph } from '../../engine/model/frozen-model'
import type { GgufMetadata } from '../readers/gguf'

/** How a GGUF tensor differs from the checkpoint's: llama.cpp interleaves the two halves of each rotary head. */
export interface GgufTensorName {
  readonly name: string
  readonly interleavedHeads?: number
}

/**
 * One architecture family: its graph, its weight names, and how its configuration is read. Adding a family means one
 * such file, one entry in `registry.ts`, and one golden fixture.
 */
export interface Family {
  readonly id: string
  /** `architectures` of config.json. */
  readonly architectures: readonly string[]
  /** `general.architecture` of GGUF files; empty where GGUF is not read. */
  readonly ggufArchitectures: readonly string[]
  /**
   * Reads config.json. `tensors` tells what the files hold, where the configuration does not.
   *
   * @throws `model.unknown-option` naming any option that is not understood, `model.config`
   */
  readonly fromConfig: (config: unknown, where: string, tensors: FolderTensors) => ModelGraph
  /**
   * Reads the metadata of a GGUF file. `tensors` tells what the file holds (tied embeddings, rope_freqs).
   *
   * @throws `model.unknown-option`, `model.config`, `model.shape`
   */
  readonly fromGguf: (metadata: GgufMetadata, tensors: GgufTensors, where: string) => ModelGraph
  /** The name in a GGUF file of a weight of the graph. */
  readonly ggufTensor: (weight: string, graph: ModelGraph) => GgufTensorName
  /** Tensors that add nothing to the others: they are passed over. */
  readonly derivable: RegExp
  /** A tensor's present name, where older files of the family have another. */
  readonly tensorName?: (stored: string) => string
}

interface FolderTensors {
  /** Whether there is one whose name ends so. */
  readonly has: (end: string) => boolean
}

export interface GgufTensors {
  readonly has: (name: string) => boolean
  /** @throws `model.shape` for anything but a float32 tensor of up to a mebibyte */
  readonly readFloat32: (name: string) => Float32Array
}
