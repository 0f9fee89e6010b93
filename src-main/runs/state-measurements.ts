import { randomUUID } from 'node:crypto'
import { LabError, toWireError } from '../../src-preload/contract/errors'
import { MAX_STATES, type StatesProgress } from '../../src-preload/contract/hidden-states'
import { resolveAllOrThrow, type ResolvedPlan } from '../../src-preload/contract/plan/resolve'
import { EngineClient } from '../engine/process/engine-client'
import { engineEnvironment } from '../engine/process/environment'
import { statePositions } from '../engine/readouts/hidden-states'
import { NUMERICS_VERSION } from '../engine/numerics'
import { planEngines } from '../experiments/memory-plan'
import type { StatesBody } from '../store/states-store'
import type { Context } from '../home/context'
import { chooseDevice } from '../machine/devices'
import type { IdentifiedModel, ModelService } from '../library/models'
import type { PreparedTask, TaskService } from '../library/tasks'

export interface StatesRequest {
  readonly model: string
  readonly plans: readonly string[]
  readonly task: string
  readonly limit: number
}

/** Measures similarities of hidden states along schedules, in an engine of its own; what was measured before is taken from the store. */
export class StateMeasurements {
  private readonly jobs = new Map<string, AbortController>()

  constructor(
    private readonly context: Context,
    private readonly models: ModelService,
    private readonly tasks: TaskService,
  ) {}

  /** Returns at once with the job's name; progress follows as events. Throws where it cannot start. */
  async start(request: StatesRequest): Promise<StatesProgress> {
    const model = await this.models.identify(request.model)
    const plans = resolveAllOrThrow(request.plans, model.opened.graph.shape.nLayers)
    const long = plans.find((p) => statePositions(p.layers).length > MAX_STATES)
    if (long)
      throw new LabError(
        'plan.too-many-states',
        `the plan ${long.plan} has more than ${MAX_STATES} states: their similarities cannot be drawn; choose a shorter one`,
        { plan: long.plan },
      )
    const addBos = model.tokenizer.addsBos
    const { nCtx } = model.opened.graph.shape
    const task = await this.tasks.prepare(
      { task: request.task },
      {
        model: request.model,
        plans: [...request.plans],
        tasks: [request.task],
        limit: request.limit,
        device: 'auto',
        precision: 'fp32',
        tags: [],
        note: '',
      },
      { tokenizer: model.tokenizer, addBos, nCtx },
    )
    const job = randomUUID()
    const stop = new AbortController()
    this.jobs.set(job, stop)
    const first: StatesProgress = {
      job,
      status: 'running',
      done: 0,
      total: plans.length * task.documents.length,
      error: null,
      ids: [],
    }
    void this.measure(first, model, plans, task, stop.signal).finally(() => this.jobs.delete(job))
    return first
  }

  cancel(job: string): void {
    this.jobs.get(job)?.abort()
  }

  close(): void {
    for (const stop of this.jobs.values()) stop.abort()
  }

  private async measure(
    first: StatesProgress,
    model: IdentifiedModel,
    plans: readonly ResolvedPlan[],
    task: PreparedTask,
    signal: AbortSignal,
  ): Promise<void> {
    let progress = first
    const tell = (change: Partial<StatesProgress>): void => {
      progress = { ...progress, ...change }
      this.context.events.tell('states.progress', progress)
    }
    let engine: EngineClient | undefined
    try {
      const { device } = await chooseDevice(this.context.settings.settings().device, this.context.spawnEngine)
      const docSetId = this.context.documents.saveSet(
        task.documents.map(({ docId, documentId, target, requestIds, lengths, bytes }) => ({
          docId,
          documentId,
          target,
          requestIds,
          lengths,
          bytes,
        })),
      )
      const texts = task.documents.map((d) => wholeText(d).slice(0, model.opened.graph.shape.nCtx))
      const keyOf = (plan: ResolvedPlan): Parameters<Context['states']['find']>[0] => ({
        fingerprint: model.fingerprint,
        schedule: plan.schedule,
        docSetId,
        provider: device.kind,
        numerics: NUMERICS_VERSION,
      })
      for (const [p, plan] of plans.entries()) {
        let id = this.context.states.find(keyOf(plan))
        if (id === undefined) {
          engine ??= await this.startEngine(model, plans, device, texts, signal)
          const body = await this.measurePlan(engine, p, plan, texts, signal, (done) =>
            tell({ done: p * texts.length + done }),
          )
          id = this.context.states.save(keyOf(plan), { model: model.name, plan: plan.plan, task: task.task.id }, body)
        }
        tell({ done: (p + 1) * texts.length, ids: [...progress.ids, id] })
      }
      tell({ status: 'done' })
    } catch (error) {
      tell(signal.aborted ? { status: 'cancelled' } : { status: 'failed', error: toWireError(error) })
    } finally {
      engine?.dispose()
    }
  }

  private async startEngine(
    model: IdentifiedModel,
    plans: readonly ResolvedPlan[],
    device: Parameters<typeof engineEnvironment>[0],
    texts: readonly Int32Array[],
    signal: AbortSignal,
  ): Promise<EngineClient> {
    const { memoryBytes, cores } = this.context.machine()
    const plan = planEngines(model.opened.graph, 4, memoryBytes, cores)
    const engine = new EngineClient(this.context.spawnEngine(engineEnvironment(device)))
    signal.addEventListener('abort', () => engine.dispose(), { once: true })
    await engine.load(
      {
        modelPath: model.opened.path,
        fingerprint: model.fingerprint,
        device,
        threads: cores,
        layout: plan.layout,
        cache: this.context.cache(),
        nPositions: Math.max(...texts.map((t) => t.length)),
        schedules: plans.map((p) => p.layers),
      },
      () => undefined,
    )
    return engine
  }

  private async measurePlan(
    engine: EngineClient,
    index: number,
    plan: ResolvedPlan,
    texts: readonly Int32Array[],
    signal: AbortSignal,
    onDocument: (done: number) => void,
  ): Promise<StatesBody> {
    const positions = statePositions(plan.layers)
    const n = positions.length
    const sums = {
      cosine: new Float64Array(n * n),
      cosineWithoutFirst: new Float64Array(n * n),
      variance: new Float64Array(n),
      varianceWithoutFirst: new Float64Array(n),
    }
    for (const [i, ids] of texts.entries()) {
      signal.throwIfAborted()
      const states = await engine.states(index, ids)
      for (const key of Object.keys(sums) as (keyof typeof sums)[])
        states[key].forEach((v, at) => (sums[key][at] = (sums[key][at] as number) + v / texts.length))
      onDocument(i + 1)
    }
    const plain = (values: Float64Array): number[] => Array.from(values, (v) => Number(v.toPrecision(7)))
    return {
      positions,
      cosine: plain(sums.cosine),
      cosineWithoutFirst: plain(sums.cosineWithoutFirst),
      variance: plain(sums.variance),
      varianceWithoutFirst: plain(sums.varianceWithoutFirst),
    }
  }
}

/** A document with its right answer, as token ids. */
function wholeText({ requests, target }: PreparedTask['documents'][number]): Int32Array {
  return Int32Array.from((requests[target] as (typeof requests)[number]).ids)
}
