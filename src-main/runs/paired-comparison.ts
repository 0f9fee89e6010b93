import { decides, higherIsBetter, primaryMetric } from '../../src-preload/contract/metrics'
import type {
  ComparedDocuments,
  ComparedDocumentsQuery,
  ComparisonDifference,
  PairedComparison,
  PairedRow,
  Side,
} from '../../src-preload/contract/comparison'
import { LabError } from '../../src-preload/contract/errors'
import { pairedAccuracy, pairedStatistic } from '../metrics/paired-metrics'
import { holm, PAIRED_DRAWS, PAIRED_SEED } from '../metrics/paired-statistics'
import { isRight } from '../metrics/accuracy'
import type { StoredTask } from '../store/run/run-records'
import type { StoredRun } from '../store/run/run-row'
import type { Context } from '../home/context'
import type { ScoredSample } from './results'
import type { RunSamples } from './samples'
import { shownScores } from './scored-documents'
import { asRead } from '../library/document-text'

interface OpenSide {
  readonly side: Side
  readonly run: StoredRun
  readonly tasks: readonly StoredTask[]
}

/** Paired statistics of two plans, of one run or of two, on the documents that both were scored on. */
export class PairedComparisons {
  constructor(
    private readonly context: Context,
    private readonly samples: RunSamples,
  ) {}

  compare(aSide: Side, bSide: Side): PairedComparison {
    const a = this.open(aSide)
    const b = this.open(bSide)
    const differences = this.differences(a, b)
    const rows = a.tasks.flatMap((task) => {
      const other = b.tasks.find((t) => t.task === task.task)
      return other ? this.rowsOf(a, task, b, other) : []
    })
    const adjusted = holm(rows.map((r) => (r.isTested ? r.p : null)))
    return {
      rows: rows.map((row, i) => ({ ...row, pHolm: adjusted[i] ?? null })),
      differences,
      bootstrapDraws: PAIRED_DRAWS,
      bootstrapSeed: PAIRED_SEED,
    }
  }

  async documents({
    a: aSide,
    b: bSide,
    task: name,
    metric,
    filter,
    offset,
    limit,
  }: ComparedDocumentsQuery): Promise<ComparedDocuments> {
    const a = this.open(aSide)
    const b = this.open(bSide)
    const aTask = taskOf(a, name)
    const bTask = taskOf(b, name)
    const definition = await this.samples.task(a.run.id, aTask.ordinal)
    const pairs = this.inCommon(a, aTask, b, bTask).map(([x, y]) => {
      const right = { a: isRight(aTask.kind, metric, x.scored), b: isRight(bTask.kind, metric, y.scored) }
      const atTarget = {
        a: x.scored.loglikelihoods[x.scored.target] as number,
        b: y.scored.loglikelihoods[y.scored.target] as number,
      }
      return { x, y, right, atTarget, delta: atTarget.b - atTarget.a }
    })
    const passes: Record<typeof filter, (p: (typeof pairs)[number]) => boolean> = {
      flips: ({ right }) => right.a !== right.b,
      'right-wrong': ({ right }) => right.a && !right.b,
      'wrong-right': ({ right }) => !right.a && right.b,
      'both-right': ({ right }) => right.a && right.b,
      'both-wrong': ({ right }) => !right.a && !right.b,
      all: () => true,
    }
    const counts = Object.fromEntries(
      Object.entries(passes).map(([k, test]) => [k, pairs.filter(test).length]),
    ) as ComparedDocuments['counts']
    const matching = pairs
      .filter(passes[filter])
      .sort(
        (p, q) => (Number.isFinite(p.delta) ? p.delta : -Infinity) - (Number.isFinite(q.delta) ? q.delta : -Infinity),
      )
    return {
      counts,
      rows: matching.slice(offset, offset + limit).map(({ x, y, right, delta }) => ({
        docId: x.docId,
        ...asRead(definition, this.context.documents.document(x.documentId)),
        a: { right: right.a, ...shownScores(x.scored) },
        b: { right: right.b, ...shownScores(y.scored) },
        delta: Number.isFinite(delta) ? delta : null,
      })),
      scatter: pairs
        .filter((p) => Number.isFinite(p.delta))
        .map(({ atTarget, right }) => [atTarget.a, atTarget.b, right.a === right.b ? 0 : right.a ? 1 : 2] as const),
    }
  }

  private open(side: Side): OpenSide {
    const run = this.context.runs.record.get(this.context.runs.record.resolveId(side.run))
    if (!this.context.runs.record.plans(run.id)[side.plan])
      throw new LabError('host.input', `the run ${run.id} has no plan number ${side.plan}`, { run: run.id })
    return { side: { ...side, run: run.id }, run, tasks: this.context.runs.record.tasks(run.id) }
  }

  private differences(a: OpenSide, b: OpenSide): ComparisonDifference[] {
    const out: ComparisonDifference[] = []
    const differ = (what: ComparisonDifference['what'], x: string, y: string): void => {
      if (x !== y) out.push({ what, values: [x, y], blocks: false })
    }
    differ(
      'model',
      `${a.run.modelName} (${a.run.fingerprint.slice(0, 8)})`,
      `${b.run.modelName} (${b.run.fingerprint.slice(0, 8)})`,
    )
    differ('tokenizer', a.run.tokenizer.slice(0, 8), b.run.tokenizer.slice(0, 8))
    differ('precision', a.run.precision, b.run.precision)
    differ('device', a.run.provider, b.run.provider)
    differ('numerics', String(a.run.numerics), String(b.run.numerics))
    differ('addBos', String(a.run.addBos), String(b.run.addBos))
    for (const task of a.tasks) {
      const other = b.tasks.find((t) => t.task === task.task)
      if (!other) continue
      if (other.fingerprint !== task.fingerprint)
        out.push({
          what: 'task',
          task: task.task,
          values: [task.fingerprint.slice(0, 8), other.fingerprint.slice(0, 8)],
          blocks: true,
        })
      else {
        const [x, y] = [task, other].map((t) => this.context.documents.readSet(t.docSetId).map((d) => d.documentId))
        const theirs = new Set(y)
        const common = new Set((x ?? []).filter((d) => theirs.has(d))).size
        if (common !== x?.length || common !== y?.length)
          out.push({
            what: 'documents',
            task: task.task,
            values: [String(x?.length), String(y?.length), String(common)],
            blocks: common === 0,
          })
      }
    }
    const only = (own: OpenSide, other: OpenSide): string =>
      own.tasks.flatMap((t) => (other.tasks.some((x) => x.task === t.task) ? [] : [t.task])).join(', ')
    const [onlyA, onlyB] = [only(a, b), only(b, a)]
    if (onlyA !== '' || onlyB !== '') {
      const hasCommon = a.tasks.some((t) => b.tasks.some((x) => x.task === t.task))
      out.push({ what: 'tasks', values: [onlyA, onlyB], blocks: !hasCommon })
    }
    return out
  }

  /** Documents that both sides have scored. They are matched by content: runs may have taken different parts of a file. */
  private inCommon(
    a: OpenSide,
    aTask: StoredTask,
    b: OpenSide,
    bTask: StoredTask,
  ): (readonly [ScoredSample, ScoredSample])[] {
    if (aTask.fingerprint !== bTask.fingerprint) return []
    const others = new Map(this.samples.scored(b.side.run, b.side.plan, bTask.ordinal).map((s) => [s.documentId, s]))
    return this.samples.scored(a.side.run, a.side.plan, aTask.ordinal).flatMap((s) => {
      const other = others.get(s.documentId)
      return other ? [[s, other] as const] : []
    })
  }

  private rowsOf(a: OpenSide, aTask: StoredTask, b: OpenSide, bTask: StoredTask): Omit<PairedRow, 'pHolm'>[] {
    const pairs = this.inCommon(a, aTask, b, bTask)
    const shared = aTask.metrics.filter((m) => bTask.metrics.includes(m))
    const tested = primaryMetric(shared)
    return shared.map((metric) => {
      const about = {
        task: aTask.task,
        metric,
        higherIsBetter: higherIsBetter(metric),
        isTested: metric === tested,
        n: pairs.length,
        pHolm: null,
      }
      return decides(metric)
        ? {
            ...about,
            ...pairedAccuracy(
              pairs.map(
                ([x, y]) => [isRight(aTask.kind, metric, x.scored), isRight(bTask.kind, metric, y.scored)] as const,
              ),
            ),
          }
        : {
            ...about,
            ...pairedStatistic(
              metric,
              pairs.map(([x, y]) => [x.scored, y.scored] as const),
            ),
          }
    })
  }
}

function taskOf(side: OpenSide, name: string): StoredTask {
  const task = side.tasks.find((t) => t.task === name)
  if (!task) throw new LabError('host.input', `the run ${side.run.id} has no task ${name}`, { run: side.run.id })
  return task
}
