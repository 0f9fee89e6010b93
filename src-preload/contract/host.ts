import type { Sentence, WireError } from './errors'

/** What the host tells about itself, its machine and its files. */

export interface HostInfo {
  readonly version: string
  readonly home: string
  readonly host: 'electron' | 'browser'
  readonly platform: string
  readonly cores: number
  readonly memoryBytes: number
  readonly freeMemoryBytes: number
  /** The device that `auto` takes now, and why. */
  readonly device: { readonly name: string; readonly why: Sentence }
}

/** One line of the doctor's report. */
export interface Finding {
  /** A program, a library or a part of the machine, in English. */
  readonly what: string
  readonly ok: boolean
  readonly text: Sentence
}

/** A folder as the file picker of the browser page shows it. */
export interface FolderListing {
  readonly path: string
  readonly parent: string | null
  readonly entries: readonly {
    readonly name: string
    readonly path: string
    readonly kind: 'folder' | 'model' | 'file'
    readonly bytes: number | null
  }[]
}

/** A task and where its documents are. */
export interface TaskEntry {
  readonly task: string
  readonly kind: 'loglikelihood' | 'multiple-choice'
  readonly metrics: readonly string[]
  readonly floor: number
  readonly source: {
    readonly dataset: string
    readonly split: string
    readonly documents: number | null
    readonly licence: string
  }
  /** Documents at hand; null where none were imported. */
  readonly nDocs: number | null
  readonly path: string | null
  /** Comes with Atelier: its documents are always at hand. */
  readonly bundled: boolean
}

/** A document as the model is asked about it. */
export interface TaskPreviewRow {
  readonly docId: number
  readonly context: string
  readonly choices: readonly string[]
  readonly target: number
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

export interface Download {
  readonly id: string
  readonly repo: string
  readonly status: 'running' | 'done' | 'failed' | 'cancelled'
  readonly bytes: number
  readonly bytesTotal: number | null
  /** Why it failed; null otherwise. */
  readonly error: WireError | null
  readonly path: string | null
}

export interface SavedExperiment {
  readonly id: string
  readonly name: string
  /** What `atelier run --experiment` takes. */
  readonly body: unknown
  readonly updatedAt: string
}
