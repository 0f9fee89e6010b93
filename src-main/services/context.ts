import { join } from 'node:path'
import { availableParallelism, freemem, totalmem } from 'node:os'
import type { SpawnEngine } from '../engine/process/engine-client'
import type { WeightCache } from '../engine/weight-files'
import { openDatabase, type Database } from '../store/database'
import { DocumentStore } from '../store/document-store'
import { ModelStore } from '../store/model-store'
import { RunStore } from '../store/run-store'
import { ScoreStore } from '../store/score-store'
import packageJson from '../../package.json'

/** What every service works on: one data folder, its stores, and a way to start engines. */
export interface Context {
  readonly home: string
  readonly db: Database
  readonly models: ModelStore
  readonly documents: DocumentStore
  readonly scores: ScoreStore
  readonly runs: RunStore
  readonly spawnEngine: SpawnEngine
  readonly cache: WeightCache
}

const WEIGHT_CACHE_CAP_BYTES = 40_000_000_000

export async function openContext(home: string, spawnEngine: SpawnEngine): Promise<Context> {
  const db = await openDatabase(home)
  return {
    home,
    db,
    models: new ModelStore(db),
    documents: new DocumentStore(db),
    scores: new ScoreStore(db),
    runs: new RunStore(db),
    spawnEngine,
    cache: { folder: join(home, 'cache', 'weights'), capBytes: WEIGHT_CACHE_CAP_BYTES },
  }
}

/** Everything that can change a number, by name. */
export const VERSIONS: Readonly<Record<string, string>> = {
  atelier: packageJson.version,
  'onnxruntime-node': packageJson.dependencies['onnxruntime-node'],
  tokenizers: packageJson.dependencies.tokenizers,
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
}

/** What a run may take unless a person says otherwise: most of what is free now, in bytes. */
export function defaultMemoryBytes(): number {
  const limit = process.constrainedMemory() || Infinity
  return Math.floor(0.8 * Math.min(freemem(), totalmem(), limit))
}

export const coreCount = (): number => availableParallelism()
