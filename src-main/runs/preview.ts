import type { Experiment, ExperimentPreview } from '../../src-preload/contract/experiment'
import { LabError } from '../../src-preload/contract/errors'
import { buildDag } from '../engine/schedule/dag'
import { compileProgram } from '../engine/schedule/program'
import { NUMERICS_VERSION } from '../engine/numerics'
import { deviceName, type Device } from '../engine/runtime/runtime'
import { rowShape, workMacs, type RowShape } from '../experiments/forecast'
import { secondsFor } from '../experiments/estimate'
import { planEngines } from '../experiments/memory-plan'
import type { Context } from '../home/context'
import { chooseDevice, type DeviceChoice } from '../machine/devices'
import type { ModelService } from '../library/models'
import { PRECISION, prepareRun, type PreparedRun } from './preparation'
import type { TaskService } from '../library/tasks'

/** Multiply-adds a second of one core where nothing was measured yet: a middling laptop. */
const GUESS = { layerMacsPerSecond: 25e9, headMacsPerSecond: 25e9 }

/** Tells what an experiment would do, without storing a score or starting an engine. */
export class ExperimentPreviews {
  private device = new Map<string, Promise<DeviceChoice>>()

  constructor(
    private readonly context: Context,
    private readonly models: ModelService,
    private readonly tasks: TaskService,
  ) {}

  /** What `auto` or a named device comes to; tried once and remembered. */
  chooseDevice(wanted: string): Promise<DeviceChoice> {
    let choice = this.device.get(wanted)
    if (!choice) {
      choice = chooseDevice(wanted, this.context.spawnEngine)
      this.device.set(wanted, choice)
      choice.catch(() => this.device.delete(wanted))
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
    const stored = this.findStored(prepared, device.kind)
    const { graph } = prepared.model.opened
    const { memoryBytes, cores } = this.context.machine()

    // documents that want the same schedules are one piece of work
    const groups = new Map<string, { wanted: number[]; shapes: RowShape[] }>()
    const shapes = prepared.tasks.map((task) => task.documents.map((d) => rowShape(d.requests)))
    prepared.tasks.forEach((task, t) =>
      task.documents.forEach((_, i) => {
        const wanted = prepared.schedules.flatMap((__, s) => (stored[s]?.[t]?.[i] === 1 ? [] : [s]))
        if (wanted.length === 0) return
        const key = wanted.length === prepared.schedules.length ? '*' : wanted.join()
        const group = groups.get(key) ?? { wanted, shapes: [] }
        groups.set(key, group)
        group.shapes.push(shapes[t]?.[i] as RowShape)
      }),
    )
    const dag = buildDag(prepared.schedules.map((s) => s.layers))
    let computed = 0
    let macs = { layers: 0, head: 0 }
    let nSlots = 1
    for (const { wanted, shapes: rows } of groups.values()) {
      const program = compileProgram(dag, wanted)
      nSlots = Math.max(nSlots, program.nSlots)
      computed += program.layerApplications * rows.length
      const more = workMacs(graph, program, rows)
      macs = { layers: macs.layers + more.layers, head: macs.head + more.head }
    }
    const known = this.context.speeds.find(prepared.model.fingerprint, deviceName(device))
    const memory = this.memory(graph, nSlots, memoryBytes, cores, device)
    const speed = known ?? { ...GUESS, nEngines: memory.nEngines }
    const nEngines = Math.max(1, Math.min(speed.nEngines, memory.nEngines))
    const seconds = secondsFor(macs, speed) / nEngines

    const nDocs = prepared.tasks.map((t) => t.documents.length)
    const total = nDocs.reduce((a, b) => a + b, 0)
    const uses = prepared.schedules.map(() => 0)
    for (const s of prepared.planSchedule) uses[s] = (uses[s] as number) + 1
    let naive = 0
    let fromStore = 0
    prepared.schedules.forEach(({ applications }, s) => {
      const n = applications * (uses[s] as number)
      naive += n * total
      fromStore += n * (stored[s] as Uint8Array[]).reduce((sum, task) => sum + task.reduce((a, b) => a + b, 0), 0)
    })
    const macsNaive = macs.layers > 0 && computed > 0 ? macs.layers / computed : 0
    return {
      nPlans: prepared.plans.length,
      nSchedules: prepared.schedules.length,
      tasks: prepared.tasks.map((t, i) => ({ task: t.task.id, nDocs: nDocs[i] as number, nDocsTotal: t.nDocsTotal })),
      plans: prepared.plans.map((p, i) => {
        const s = prepared.planSchedule[i] as number
        const perTask = (stored[s] as Uint8Array[]).map((marks) => marks.reduce((a, b) => a + b, 0))
        const missing = total - perTask.reduce((a, b) => a + b, 0)
        return {
          plan: p.plan,
          nTasksStored: perTask.filter((n, t) => n === nDocs[t]).length,
          seconds: (missing * p.layerApplications * macsNaive) / speed.layerMacsPerSecond / nEngines,
        }
      }),
      layerApplications: { naive, stored: fromStore, shared: Math.max(0, naive - fromStore - computed), computed },
      seconds,
      secondsFrom: known === null ? 'guess' : known.ofThisModel ? 'measured' : 'similar',
      memory: { fits: memory.fits, bytes: memory.bytes, budgetBytes: memoryBytes, why: memory.why },
      device: { name: deviceName(device), why },
    }
  }

  /** `[schedule][task][document]`: 1 where all scores are in the store. */
  private findStored(prepared: PreparedRun, provider: string): Uint8Array[][] {
    const { fingerprint } = prepared.model
    const scorers = this.context.scores.findScorers(
      prepared.schedules.map((s) => ({
        fingerprint,
        schedule: s.canonical,
        precision: PRECISION,
        provider,
        numerics: NUMERICS_VERSION,
      })),
    )
    const ids = prepared.tasks.map((t) => t.documents.flatMap((d) => d.requestIds))
    return scorers.map((scorer) =>
      prepared.tasks.map((task, t) => {
        if (scorer === undefined) return new Uint8Array(task.documents.length)
        const { present } = this.context.scores.read(scorer, ids[t] as number[])
        let at = 0
        return Uint8Array.from(task.documents, (d) =>
          Number(present.subarray(at, (at += d.requestIds.length)).every((p) => p === 1)),
        )
      }),
    )
  }

  private memory(
    graph: Parameters<typeof planEngines>[0],
    nSlots: number,
    budget: number,
    cores: number,
    device: Device,
  ): { fits: boolean; bytes: number; nEngines: number; why: string } {
    try {
      const plan = planEngines(graph, nSlots, budget, device.kind === 'cuda' ? 1 : cores)
      return {
        fits: true,
        bytes: plan.bytes,
        nEngines: plan.nEngines,
        why: `${plan.nEngines} x ${plan.threads}, ${plan.layout}`,
      }
    } catch (error) {
      if (error instanceof LabError && error.code === 'engine.memory')
        return { fits: false, bytes: Number(error.data['bytes'] ?? 0), nEngines: 1, why: error.message }
      throw error
    }
  }
}
