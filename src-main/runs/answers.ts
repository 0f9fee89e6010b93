import type { Answer, Answers, CacheKind } from '../../src-preload/contract/answer'
import { LabError } from '../../src-preload/contract/errors'
import { resolveAllOrThrow, type ResolvedPlan } from '../../src-preload/contract/plan/resolve'
import { deviceName } from '../../src-preload/contract/device'
import { modelCost } from '../engine/model/model-cost'
import type { Executor } from '../executors/executor'
import type { Context } from '../home/context'
import type { ModelService } from '../library/models'
import { chooseDevice } from '../machine/devices'
import { putsBos } from '../models/tokenizers/model-tokenizer'
import { AnswerText } from './answer-text'
import { endTokensOf } from './end-tokens'

/** What is to be answered, and how. */
export interface AnswersWanted {
  readonly model: string
  /** Notations, grids included. */
  readonly plans: readonly string[]
  readonly prompt: string
  readonly maxNewTokens: number
  /** An answer ends before the first of these. */
  readonly stops: readonly string[]
  readonly cache: CacheKind
  /** As the tokenizer does where nothing is said. */
  readonly addBos?: boolean | undefined
  readonly device: string
  readonly memoryBytes?: number | undefined
}

interface AnswersTold {
  readonly signal: AbortSignal
  readonly onLog: (line: string) => void
  /** The text of an answer so far, as it grows; what could still become a stop is held back. */
  readonly onText: (plans: readonly ResolvedPlan[], text: string) => void
}

/** Greedy answers of re-arranged models to a prompt. */
export class AnswerWriter {
  constructor(
    private readonly context: Context,
    private readonly models: ModelService,
    private readonly executor: Executor,
  ) {}

  /**
   * Writes one answer a plan, in the order of the plans; those that are one schedule share theirs.
   *
   * @throws `model.*`, `plan.*`, `engine.*`: `engine.context` for a prompt that the model has no room for
   */
  async write(wanted: AnswersWanted, { signal, onLog, onText }: AnswersTold): Promise<Answers> {
    const { opened, fingerprint, tokenizer } = await this.models.identify(wanted.model, () => undefined)
    const { nLayers, nCtx } = opened.graph.shape
    const plans = resolveAllOrThrow([...wanted.plans], nLayers)
    const bySchedule = [...Map.groupBy(plans, (p) => p.schedule).values()]
    const prompt = await tokenizer.encode(wanted.prompt, putsBos(tokenizer, wanted.addBos, opened.path))
    refuseLength(prompt.length, nCtx)
    const choice = await chooseDevice(wanted.device, this.context.spawnEngine)
    onLog(`device: ${choice.why.message}`)
    const machine = this.context.machine()
    const endTokens = endTokensOf(opened, tokenizer)
    const texts = bySchedule.map((own) => {
      const tell = (text: string): void => onText(own, text)
      return new AnswerText(tokenizer, endTokens, wanted.stops, tell)
    })
    // one after the other: a text is decoded while the next token is computed
    let work: Promise<unknown> = Promise.resolve()
    let writing: AnswerText | undefined
    const closed = new Map<AnswerText, ReturnType<AnswerText['close']>>()
    const close = (text: AnswerText): unknown => closed.set(text, text.close())
    await this.executor.write(
      {
        model: { path: opened.path, fingerprint, cost: modelCost(opened.graph) },
        device: choice.device,
        schedules: bySchedule.flatMap(([first]) => (first ? [first.layers] : [])),
        prompts: [prompt],
        maxNewTokens: wanted.maxNewTokens,
        endTokens,
        cache: wanted.cache,
        memoryBytes: wanted.memoryBytes ?? machine.memoryBytes,
        cores: machine.cores,
      },
      {
        signal,
        onLog,
        onTokens: (schedule, prompts, tokens, enough) => {
          const [[token], text, before] = [tokens, texts[schedule], writing]
          if (token === undefined || !text) return
          if (before && before !== text) work = work.then(() => close(before))
          writing = text
          work = work.then(() => text.take(token, () => enough(prompts[0] ?? 0)))
        },
      },
    )
    await work
    if (writing) close(writing)
    const answers = plans.map(({ plan, schedule }): Answer => {
      const text = texts[bySchedule.findIndex(([first]) => first?.schedule === schedule)]
      const said = (text && closed.get(text)) ?? { text: '', tokenIds: [], ends: [], end: null }
      const isFull = prompt.length + said.tokenIds.length >= nCtx
      const end = said.end ?? (said.tokenIds.length >= wanted.maxNewTokens ? 'limit' : isFull ? 'context' : null)
      return { plan, schedule, ...said, end }
    })
    return { model: opened.name, nLayers, device: deviceName(choice.device), answers }
  }
}

function refuseLength(n: number, nCtx: number): void {
  if (n === 0)
    throw new LabError('engine.context', 'the prompt is empty: there is nothing to go on from', { n, most: 0 })
  if (n < nCtx) return
  throw new LabError(
    'engine.context',
    `the prompt has ${n} tokens, and the model has room for ${nCtx} with the answer; shorten it`,
    { n, most: nCtx - 1 },
  )
}
