import { join } from 'node:path'
import { availableParallelism, freemem, totalmem } from 'node:os'
import type { SpawnEngine } from '../engine/process/engine-client'
import type { WeightCache } from '../engine/runtime/weight-files'
import { openDatabase, type Database } from '../store/database'
import { DocumentStore } from '../store/document-store'
import { ModelStore } from '../store/model-store'
import { ReportStore } from '../store/report-store'
import { runStore, type RunStore } from '../store/run-store'
import { ScoreStore } from '../store/score-store'
import { PlaceStore } from '../store/place-store'
import { SettingStore } from '../store/setting-store'
import { ShelfStore } from '../store/shelf-store'
import { SpeedStore } from '../store/speed-store'
import { ArchivedStates } from '../store/archived-states'
import { AdaptationStore } from '../store/adaptation-store'
import { AnswerStore } from '../store/answer-store'
import { ReadingStore } from '../store/reading-store'
import { EventHub } from './event-hub'
import packageJson from '../../package.json'

/** What every service works on: one data folder, its stores, and a way to start engines. */
export interface Context {
  readonly home: string
  readonly db: Database
  readonly models: ModelStore
  readonly documents: DocumentStore
  readonly scores: ScoreStore
  readonly runs: RunStore
  readonly settings: SettingStore
  readonly places: PlaceStore
  readonly shelf: ShelfStore
  readonly reports: ReportStore
  readonly speeds: SpeedStore
  readonly readings: ReadingStore
  readonly answers: AnswerStore
  readonly adaptations: AdaptationStore
  readonly archivedStates: ArchivedStates
  readonly events: EventHub
  readonly spawnEngine: SpawnEngine
  /** Where dequantised weights may lie, as the settings have it now. */
  readonly cache: () => WeightCache
  /** What a run may take, as the settings have it now. */
  readonly machine: () => Machine
}

export interface Machine {
  readonly memoryBytes: number
  readonly cores: number
}

export async function openContext(home: string, spawnEngine: SpawnEngine): Promise<Context> {
  const db = await openDatabase(home)
  const settings = new SettingStore(db)
  return {
    home,
    db,
    models: new ModelStore(db),
    documents: new DocumentStore(db),
    scores: new ScoreStore(db),
    runs: runStore(db),
    settings,
    places: new PlaceStore(db),
    shelf: new ShelfStore(db),
    reports: new ReportStore(db),
    speeds: new SpeedStore(db),
    readings: new ReadingStore(db),
    answers: new AnswerStore(db),
    adaptations: new AdaptationStore(db),
    archivedStates: new ArchivedStates(db),
    events: new EventHub(),
    spawnEngine,
    cache: () => ({ folder: weightCacheFolder(home), capBytes: settings.settings().weightCacheBytes }),
    machine: () => {
      const { memoryBytes, threads } = settings.settings()
      return { memoryBytes: memoryBytes ?? defaultMemoryBytes(), cores: threads ?? coreCount() }
    },
  }
}

export const weightCacheFolder = (home: string): string => join(home, 'cache', 'weights')

/** Everything that can change a number, by name. */
export const VERSIONS: Readonly<Record<string, string>> = {
  atelier: packageJson.version,
  'onnxruntime-node': packageJson.dependencies['onnxruntime-node'],
  tokenizers: packageJson.dependencies.tokenizers,
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
}

/** What a run may take unless a person says otherwise: most of what is free now, in bytes. */
function defaultMemoryBytes(): number {
  const limit = process.constrainedMemory() || Infinity
  return Math.floor(0.8 * Math.min(freemem(), totalmem(), limit))
}

export const coreCount = (): number => availableParallelism()
