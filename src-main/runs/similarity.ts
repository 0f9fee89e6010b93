import { SIMILARITY, type HiddenStates, type HiddenStatesEntry } from '../../src-preload/contract/hidden-states'
import { resolveAllOrThrow } from '../../src-preload/contract/plan/resolve'
import { canonicalText, type Schedule } from '../../src-preload/contract/plan/schedule'
import { similarityWidth, splitSimilarity, type SimilarityValues } from '../engine/readouts/similarity'
import type { MeasuredReading } from '../store/run/measured-readings'
import type { Context } from '../home/context'

/** What every state along a schedule comes after: the embedding, then each step. A parallel group gives one state. */
export const statePositions = (schedule: Schedule): string[] => [
  'emb',
  ...schedule.map((block) => (typeof block === 'number' ? String(block) : canonicalText([block]))),
]

/** Similarities of hidden states that runs have measured, as means over documents; those measured before runs did it, too. */
export class SimilarityResults {
  constructor(private readonly context: Context) {}

  /** Newest first; of equal measurements the newest. */
  list(): HiddenStatesEntry[] {
    const measured = new Map<string, HiddenStatesEntry>()
    for (const m of this.context.runs.readings.of(SIMILARITY)) {
      if (!measured.has(m.key)) measured.set(m.key, entryOf(m))
    }
    return [...measured.values(), ...this.context.archivedStates.list()]
  }

  /** @returns undefined where nothing of it is measured (any more) */
  get(id: string): HiddenStates | undefined {
    return this.context.archivedStates.get(id) ?? this.measured(id)
  }

  private measured(id: string): HiddenStates | undefined {
    const [run = '', planOrdinal, taskOrdinal] = id.split(SEPARATOR)
    const found = this.context.runs.readings
      .of(SIMILARITY)
      .find((m) => m.run === run && m.planOrdinal === Number(planOrdinal) && m.taskOrdinal === Number(taskOrdinal))
    if (!found) return undefined
    const { nLayers } = this.context.models.describe(found.fingerprint)
    const layers = resolveAllOrThrow([found.schedule], nLayers)[0]?.layers ?? []
    const positions = statePositions(layers)
    return { ...entryOf(found), positions, ...this.means(found, positions.length) }
  }

  private means({ run, planOrdinal, taskOrdinal }: MeasuredReading, nStates: number): SimilarityValues {
    const { fingerprint, precision, provider, numerics } = this.context.runs.record.get(run)
    const schedule = this.context.runs.record.plans(run)[planOrdinal]?.schedule ?? ''
    const [scorerId = -1] = this.context.scores.findScorers([{ fingerprint, schedule, precision, provider, numerics }])
    const docSetId = this.context.runs.record.tasks(run)[taskOrdinal]?.docSetId ?? -1
    const sum = new Float64Array(similarityWidth(nStates))
    let n = 0
    for (const { requestIds } of this.context.documents.readSet(docSetId)) {
      for (const requestId of requestIds) {
        const values = this.context.readings.read({ scorerId, readout: SIMILARITY }, requestId)
        if (!values || values.length !== sum.length) continue
        n++
        values.forEach((v, i) => (sum[i] = (sum[i] ?? 0) + v))
      }
    }
    return splitSimilarity(
      Array.from(sum, (v) => Number((v / n).toPrecision(7))),
      nStates,
    )
  }
}

const SEPARATOR = '/'

const entryOf = (m: MeasuredReading): HiddenStatesEntry => ({
  id: [m.run, m.planOrdinal, m.taskOrdinal].join(SEPARATOR),
  model: m.model,
  fingerprint: m.fingerprint,
  plan: m.plan,
  schedule: m.schedule,
  task: m.task,
  nDocs: m.nDocs,
  createdAt: m.createdAt,
})
