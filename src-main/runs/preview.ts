import type { Experiment, ExperimentPreview } from '../../src-preload/contract/experiment'
import { LabError } from '../../src-preload/contract/errors'
import type { WritingRequest } from '../../src-preload/contract/request'
import { modelCost, type ModelCost } from '../engine/model/model-cost'
import type { Calibration } from '../engine/process/protocol'
import { packRows, packingOf, type Packing } from '../engine/rows/row'
import { deviceName, type Device } from '../../src-preload/contract/device'
import { profileOf } from '../engine/runtime/device-profile'
import { buildDag } from '../engine/schedule/dag'
import { compileProgram } from '../engine/schedule/program'
import { addMacs, forecastMacs, NO_MACS, programUse, secondsFor, shapeOf, type Macs } from '../experiments/estimate'
import { planEngines } from '../experiments/memory-plan'
import type { Work, WorkDocument } from '../experiments/work-queue'
import type { Context, Machine } from '../home/context'
import type { ModelService } from '../library/models'
import type { PreparedTraining, TaskService } from '../library/tasks'
import { chooseDevice, type DeviceChoice } from '../machine/devices'
import { keptReadings } from './kept-readings'
import { countDocuments, prepareRun, type PreparedRun } from './preparation'
import { compareWithStore, naiveApplications, scorerKeys, type StoredWork } from './stored-work'

/** Multiply-adds a second of one core where nothing was measured yet: a middling laptop. */
const GUESS: Calibration = { layerMacsPerSecond: 25e9, headMacsPerSecond: 25e9 }

/** What is missing, and what it takes. */
interface Forecast {
  readonly macs: Macs
  /** Of all documents together. */
  readonly layerApplications: number
  readonly statesHeld: number
}

/** Tells what an experiment would do, without storing a score or starting an engine. */
export class ExperimentPreviews {
  private readonly devices = new Map<string, Promise<DeviceChoice>>()

  constructor(
    private readonly context: Context,
    private readonly models: ModelService,
    private readonly tasks: TaskService,
  ) {}

  /** What `auto` or a named device comes to; tried once and remembered. */
  chooseDevice(wanted: string): Promise<DeviceChoice> {
    let choice = this.devices.get(wanted)
    if (!choice) {
      choice = chooseDevice(wanted, this.context.spawnEngine)
      this.devices.set(wanted, choice)
      choice.catch(() => this.devices.delete(wanted))
    }
    return choice
  }

  async preview(experiment: Experiment): Promise<ExperimentPreview> {
    const { device, why } = await this.chooseDevice(experiment.device)
    const prepared = await prepareRun(
      experiment,
      this.models,
      (choice, _, encoding) => this.tasks.prepare(choice, experiment, encoding),
      () => undefined,
    )
    const cost = modelCost(prepared.model.opened.graph)
    const stored = this.compareWithStore(prepared, device)
    const forecast = forecastWork(prepared, cost, stored.missing)
    const memory = fit(cost, forecast.statesHeld, this.context.machine(), device)
    const known = this.context.speeds.find(prepared.model.fingerprint, deviceName(device))
    const speed = known ?? { ...GUESS, nEngines: memory.nEngines }
    const nEngines = Math.max(1, Math.min(speed.nEngines, memory.nEngines))
    const { all, stored: fromStore } = naiveApplications(prepared, stored)
    const computed = forecast.layerApplications
    // of one layer applied to one document, on the average of what is missing
    const secondsEach = computed > 0 ? forecast.macs.layers / computed / speed.layerMacsPerSecond / nEngines : 0
    return {
      nPlans: prepared.plans.length,
      nSchedules: prepared.schedules.length,
      tasks: prepared.tasks.map(({ task, documents, nDocsTotal }) => ({
        task: task.id,
        nDocs: documents.length,
        nDocsTotal,
      })),
      plans: plansOf(prepared, stored, secondsEach),
      layerApplications: {
        naive: all,
        stored: fromStore,
        shared: Math.max(0, all - fromStore - computed),
        computed,
      },
      seconds: secondsFor(forecast.macs, speed) / nEngines,
      secondsFrom: known === null ? 'guess' : known.ofThisModel ? 'measured' : 'similar',
      memory: {
        fits: memory.fits,
        bytes: memory.bytes,
        budgetBytes: this.context.machine().memoryBytes,
        why: memory.why,
      },
      device: { name: deviceName(device), why },
    }
  }

  private compareWithStore(prepared: PreparedRun, device: Device): StoredWork {
    const scorers = this.context.scores.findScorers(scorerKeys(prepared, device.kind))
    const kept = keptReadings(this.context, prepared.readout)
    return compareWithStore(prepared, (schedule, requestIds) => {
      const scorerId = scorers[schedule]
      return scorerId === undefined ? new Uint8Array(requestIds.length) : kept.present(scorerId, requestIds)
    })
  }
}

function forecastWork(prepared: PreparedRun, cost: ModelCost, missing: Work): Forecast {
  const { readout, schedules, model } = prepared
  const dag = buildDag(schedules.map((s) => s.layers))
  const packing = packingOf(model.opened.graph)
  const byWant = Map.groupBy(missing.documents, (d) => d.want)
  return missing.wants.reduce<Forecast>(
    (sum, wanted, want) => {
      const documents: readonly WorkDocument[] = byWant.get(want) ?? []
      const program = compileProgram(dag, wanted, readout.wantedNodes)
      const shapes = documents.map((d) => {
        const writing = prepared.tasks[d.task]?.documents[d.index]?.writing
        return writing ? writtenShape(writing) : rowShape(d.requests, packing)
      })
      // a head is trained on its rows in the schedules that lack something of its task
      const training = [...new Set(documents.map((d) => d.task))].flatMap((task) =>
        trainingShapes(prepared.tasks[task]?.training, packing),
      )
      const read = [...shapes, ...training]
      return {
        macs: addMacs(sum.macs, forecastMacs(cost, programUse(program, dag, wanted, readout), read)),
        layerApplications: sum.layerApplications + program.layerApplications * read.length,
        statesHeld: Math.max(sum.statesHeld, program.nSlots + readout.statesHeld(dag, program, wanted)),
      }
    },
    { macs: NO_MACS, layerApplications: 0, statesHeld: 1 },
  )
}

const shapes = new WeakMap<WorkDocument['requests'], ReturnType<typeof shapeOf>>()

/** Tokenised documents are kept between previews: so is what their rows come to. */
function rowShape(requests: WorkDocument['requests'], packing: Packing): ReturnType<typeof shapeOf> {
  let shape = shapes.get(requests)
  if (!shape) shapes.set(requests, (shape = shapeOf(packRows(requests, packing))))
  return shape
}

const trainings = new WeakMap<PreparedTraining, readonly ReturnType<typeof shapeOf>[]>()
function trainingShapes(
  training: PreparedTraining | undefined,
  packing: Packing,
): readonly ReturnType<typeof shapeOf>[] {
  if (!training) return []
  let held = trainings.get(training)
  if (!held) trainings.set(training, (held = training.requests.map((r) => shapeOf(packRows([r], packing)))))
  return held
}

/** An answer as if it were as long as it may be, and read as fast as a text: about right, and rather too much. */
function writtenShape({ prompt, maxNewTokens }: WritingRequest): ReturnType<typeof shapeOf> {
  const tokens = prompt.length + maxNewTokens
  return { tokens, tokensSquared: tokens ** 2, scoredPositions: maxNewTokens }
}

function plansOf(prepared: PreparedRun, { nStored }: StoredWork, secondsEach: number): ExperimentPreview['plans'] {
  const nDocuments = countDocuments(prepared)
  const scheduleOf = new Map(prepared.schedules.flatMap(({ plans }, s) => plans.map((p) => [p, s] as const)))
  return prepared.plans.map(({ plan, layerApplications }, p) => {
    const perTask = nStored[scheduleOf.get(p) ?? -1] ?? []
    const training = prepared.tasks.reduce(
      (n, task, t) => n + (perTask[t] === task.documents.length ? 0 : (task.training?.requests.length ?? 0)),
      0,
    )
    const missing = nDocuments - perTask.reduce((a, b) => a + b, 0) + training
    return {
      plan,
      nTasksStored: perTask.filter((n, t) => n === prepared.tasks[t]?.documents.length).length,
      seconds: missing * layerApplications * secondsEach,
    }
  })
}

function fit(
  cost: ModelCost,
  nStates: number,
  { memoryBytes, cores }: Machine,
  device: Device,
): { readonly fits: boolean; readonly bytes: number; readonly nEngines: number; readonly why: string } {
  const profile = profileOf(device)
  try {
    const { bytes, nEngines, threads, layout } = planEngines(cost, nStates, {
      memoryBytes,
      cores: profile.nEngines ?? cores,
      batchTokens: profile.batchTokens ?? undefined,
    })
    return { fits: true, bytes, nEngines, why: `${nEngines} x ${threads}, ${layout}` }
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'engine.memory') throw error
    return { fits: false, bytes: Number(error.data['bytes'] ?? 0), nEngines: 1, why: error.message }
  }
}
