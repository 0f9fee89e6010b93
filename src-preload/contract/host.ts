import type { Sentence } from './errors'

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

/** What a person may be asked to point at; `database`: a backup, or a bundle of runs. */
export const PATH_KINDS = ['model', 'documents', 'folder', 'database'] as const
export type PathKind = (typeof PATH_KINDS)[number]

/** A folder as the file picker of the browser page shows it. */
export interface FolderListing {
  readonly path: string
  readonly parent: string | null
  /** Whether the folder itself is what is chosen: a model's. */
  readonly isModel: boolean
  readonly entries: readonly {
    readonly name: string
    readonly path: string
    readonly kind: 'folder' | 'model' | 'file'
    readonly bytes: number | null
  }[]
}

/** Glyphs of a system's font that Inter does not have, as a font file. */
export interface WideFont {
  readonly bytes: Uint8Array
  /** Its outlines are TrueType's: what the writer of figures takes. */
  readonly isTrueType: boolean
}
