/** The sizes of a transformer, in the field's names (dimensions in elements, nCtx in tokens). */
export interface ModelShape {
  readonly nLayers: number
  readonly dModel: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly dMlp: number
  readonly dVocab: number
  readonly nCtx: number
}

export interface ModelInfo extends ModelShape {
  readonly name: string
  readonly path: string
  readonly format: 'safetensors' | 'gguf'
  readonly family: string
  /** Where the file has more layers than the configuration counts: those are not used. */
  readonly nLayersInFile?: number
  readonly precision: string
  readonly parameters: number
  readonly bytesOnDisk: number
  /** In float32, as it is computed. */
  readonly bytesInMemory: number
  readonly tokenizer: {
    readonly kind: string
    readonly vocabularySize: number
    readonly addsBos: boolean
    readonly fingerprint: string
  }
  readonly fits: { readonly fits: boolean; readonly bytes: number; readonly budgetBytes: number; readonly why: string }
  readonly fingerprint: string
}

/** A model of the library: registered by name, its files left where they are. */
export interface LibraryModel extends ModelInfo {
  /** The files are no longer at `path`. */
  readonly missing: boolean
  /** Comes with Atelier. */
  readonly bundled: boolean
  readonly nRuns: number
}

/** A model on this computer that is not in the library yet. */
export interface SuggestedModel {
  readonly name: string
  readonly path: string
}

/** A model worth trying, on the Hugging Face Hub. */
export interface CatalogueEntry {
  readonly id: string
  readonly name: string
  readonly repo: string
  readonly revision: string
  readonly nLayers: number
  readonly parameters: number
  readonly bytes: number
  readonly licence: string
}

/** Families that read texts both ways and put them into classes; all others predict what follows a text. */
const ENCODERS: readonly string[] = ['bert', 'roberta', 'distilbert']
export const isEncoder = (family: string): boolean => ENCODERS.includes(family)
