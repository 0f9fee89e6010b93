import { EXACT_MATCH } from '../../src-preload/contract/metrics'
import type { WrittenSample } from '../../src-preload/contract/sample'
import type { RunProgress } from '../../src-preload/contract/run'
import type { Device } from '../../src-preload/contract/device'
import { modelCost } from '../engine/model/model-cost'
import { buildDag } from '../engine/schedule/dag'
import type { Executor } from '../executors/executor'
import type { Context } from '../home/context'
import type { PreparedDocument } from '../library/tasks'
import { extracted, isExactMatch, type GenerationRule } from '../tasks/generation'
import type { StoredAnswer } from '../store/answer-store'
import { AnswerText } from './answer-text'
import type { PreparedRun } from './preparation'

/** Prompts that are gone on with together, at most: a step takes little longer for many than for one. */
const MOST_TOGETHER = 16
/** The share of the memory beside the weights that keys, values and kept states may take. */
const CACHE_SHARE = 0.6
const BYTES = Float32Array.BYTES_PER_ELEMENT

interface Wanted {
  readonly rule: GenerationRule
  readonly document: PreparedDocument
  readonly writing: NonNullable<PreparedDocument['writing']>
  /** Indices of schedules whose answer is not there. */
  readonly schedules: readonly number[]
}

export interface WritingOptions {
  readonly memoryBytes: number
  readonly ignoreStore: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: Omit<RunProgress, 'run'>) => void
  readonly onLog: (line: string) => void
}

/** How the writing ended. One layer application is one layer of a schedule, for one answer. */
export interface WritingReport {
  readonly complete: boolean
  readonly layerApplications: number
  readonly seconds: number
}

/** Has the answers of a run's generating tasks written: each is kept, with whether it is right, as soon as it is there. */
export class WrittenAnswers {
  constructor(
    private readonly context: Context,
    private readonly executor: Executor,
    private readonly prepared: PreparedRun,
    private readonly device: Device,
    private readonly scorerIds: readonly number[],
    private readonly options: WritingOptions,
  ) {}

  async write(): Promise<WritingReport> {
    const start = performance.now()
    const wanted = this.wanted()
    const nAnswers = wanted.reduce((n, w) => n + w.schedules.length, 0)
    const progress = new Written(nAnswers, wanted.length, this.options.onProgress)
    let layerApplications = 0
    let complete = true
    for (const together of this.batches(wanted)) {
      if (this.options.signal.aborted) complete = false
      if (!complete) break
      const done = await this.writeTogether(together, progress)
      layerApplications += done.layerApplications
      complete = done.complete
    }
    return { complete, layerApplications, seconds: (performance.now() - start) / 1000 }
  }

  /** What is to be written; what is written and only not marked is marked. */
  private wanted(): Wanted[] {
    return this.prepared.tasks.flatMap(({ task: { generation: rule }, documents }) => {
      if (!rule) return []
      return documents.flatMap((document): Wanted[] => {
        const { writing, answer, requestIds } = document
        if (!writing || answer === undefined) return []
        const schedules = this.scorerIds.flatMap((scorer, s) => {
          if (this.options.ignoreStore) return [s]
          if (this.context.scores.read(scorer, requestIds).present.every((p) => p === 1)) return []
          const known = this.context.answers.read(scorer, answer)
          if (known) this.mark({ rule, document, writing }, scorer, known.text)
          return known ? [] : [s]
        })
        return schedules.length === 0 ? [] : [{ rule, document, writing, schedules }]
      })
    })
  }

  /** Answers of the same schedules, limits and stops, as many at once as the memory takes. */
  private *batches(wanted: readonly Wanted[]): Generator<readonly Wanted[]> {
    const alike = Map.groupBy(wanted, ({ schedules, writing: { prompt: _, target: __, ...limits } }) =>
      JSON.stringify([schedules, limits]),
    )
    for (const group of alike.values()) {
      // prompts of about one length: a short one does not wait for a long one
      const sorted = group.toSorted((a, b) => a.writing.prompt.length - b.writing.prompt.length)
      for (let from = 0; from < sorted.length;) {
        const n = this.fitting(sorted.slice(from, from + MOST_TOGETHER))
        yield sorted.slice(from, from + n)
        from += n
      }
    }
  }

  /** How many of some answers may be written together: at least one. */
  private fitting(wanted: readonly Wanted[]): number {
    const { graph } = this.prepared.model.opened
    const { nKvHeads, dHead, dModel } = graph.shape
    const nNodes = buildDag((wanted[0]?.schedules ?? []).map((s) => this.layers(s))).nodes.length
    const free = CACHE_SHARE * (this.options.memoryBytes - modelCost(graph).weightBytes)
    let bytes = 0
    const most = wanted.findIndex(({ writing: { prompt, maxNewTokens } }) => {
      const cache = 2 * nKvHeads * dHead * (prompt.length + maxNewTokens) * nNodes
      bytes += BYTES * (cache + prompt.length * dModel * nNodes)
      return bytes > free
    })
    return most < 0 ? wanted.length : Math.max(1, most)
  }

  private layers(schedule: number): PreparedRun['schedules'][number]['layers'] {
    return this.prepared.schedules[schedule]?.layers ?? []
  }

  private async writeTogether(
    wanted: readonly Wanted[],
    progress: Written,
  ): Promise<Pick<WritingReport, 'complete' | 'layerApplications'>> {
    const [first] = wanted
    if (!first) return { complete: true, layerApplications: 0 }
    const { opened, fingerprint, tokenizer } = this.prepared.model
    const { maxNewTokens, until, cache, endTokens } = first.writing
    const texts = first.schedules.map(() =>
      wanted.map(() => new AnswerText(tokenizer, endTokens, until, () => undefined)),
    )
    const counts = first.schedules.map(() => wanted.map(() => 0))
    const isKept = first.schedules.map(() => wanted.map(() => false))
    let layerApplications = 0
    const keep = (s: number, row: number): void => {
      const [text, own, schedule] = [texts[s]?.[row], wanted[row], first.schedules[s]]
      const scorer = schedule === undefined ? undefined : this.scorerIds[schedule]
      if (!text || !own || schedule === undefined || scorer === undefined || isKept[s]?.[row] !== false) return
      isKept[s][row] = true
      const answer = text.close()
      this.context.answers.add(scorer, own.document.answer ?? NaN, answer)
      this.mark(own, scorer, answer.text)
      layerApplications += this.prepared.schedules[schedule]?.applications ?? 0
      progress.answered((counts[s]?.[row] ?? 0) / maxNewTokens)
    }
    // one after the other: texts are decoded while the next tokens are computed
    let work: Promise<void> = Promise.resolve()
    const complete = await this.executor.write(
      {
        model: { path: opened.path, fingerprint, cost: modelCost(opened.graph) },
        device: this.device,
        schedules: first.schedules.map((s) => this.layers(s)),
        prompts: wanted.map((w) => w.writing.prompt),
        maxNewTokens,
        endTokens,
        cache,
        memoryBytes: this.options.memoryBytes,
        cores: this.context.machine().cores,
      },
      {
        signal: this.options.signal,
        onLog: this.options.onLog,
        onTokens: (s, rows, tokens, enough) => {
          rows.forEach((row, i) => {
            const [token, text, count] = [tokens[i], texts[s]?.[row], counts[s]]
            if (token === undefined || !text || !count) return
            const n = (count[row] = (count[row] ?? 0) + 1)
            progress.token(1 / maxNewTokens)
            work = work.then(async () => {
              await text.take(token, () => enough(row))
              if (text.isComplete || n === maxNewTokens) keep(s, row)
            })
          })
        },
      },
    )
    await work
    // the model's context ended what is left
    if (complete) first.schedules.forEach((_, s) => wanted.forEach((__, row) => keep(s, row)))
    return { complete, layerApplications }
  }

  private mark(
    { rule, document, writing }: Pick<Wanted, 'rule' | 'document' | 'writing'>,
    scorer: number,
    text: string,
  ): void {
    const right = EXACT_MATCH.map((name) => isExactMatch(rule, extracted(rule.filters[name], text), writing.target))
    this.context.scores.add(
      scorer,
      document.requestIds,
      new Float32Array(right.length),
      Uint8Array.from(right, (r) => Number(r)),
    )
  }
}

/** The share of the writing from which its time can be told: prompts are read first. */
const TELLING = 0.02

/** Tells how the writing goes on: by tokens, an answer that ends early counting whole. */
class Written {
  private readonly start = performance.now()
  private share = 0
  private nDone = 0

  constructor(
    private readonly nAnswers: number,
    private readonly documents: number,
    private readonly tell: WritingOptions['onProgress'],
  ) {}

  token(part: number): void {
    this.share += part
    this.show()
  }

  /** @param written the share of its limit that it took */
  answered(written: number): void {
    this.share += 1 - written
    this.nDone++
    this.show()
  }

  private show(): void {
    const fraction = Math.min(1, this.share / Math.max(1, this.nAnswers))
    const seconds = (performance.now() - this.start) / 1000
    this.tell({
      phase: 'running',
      fraction,
      secondsLeft: fraction > TELLING ? (seconds * (1 - fraction)) / fraction : null,
      secondsElapsed: seconds,
      documentsDone: Math.floor(fraction * this.documents),
      documents: this.documents,
      message: `writing: ${this.nDone} of ${this.nAnswers} answers`,
    })
  }
}

/** A written answer as a person reads it, and what was read out of it. */
export function writtenSample(
  docId: number,
  { text, tokenIds }: StoredAnswer,
  rule: GenerationRule,
  target: string,
): WrittenSample {
  const { exact_match_strict: strict, exact_match_flexible: flexible } = rule.filters
  return {
    docId,
    text,
    tokenIds,
    extracted: { strict: extracted(strict, text), flexible: extracted(flexible, text) },
    target,
  }
}
