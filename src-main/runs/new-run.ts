import type { Experiment } from '../../src-preload/contract/experiment'
import { LabError } from '../../src-preload/contract/errors'
import type { ResolvedPlan } from '../../src-preload/contract/plan/resolve'
import { deviceName } from '../../src-preload/contract/device'
import { NUMERICS_VERSION } from '../engine/numerics'
import { VERSIONS, type Context } from '../home/context'
import type { DeviceChoice } from '../machine/devices'
import type { NewRun } from '../store/run/run-records'
import type { PreparedRun } from './preparation'

/** A prepared experiment as the row of a run, with everything that decides what its numbers are. */
export function newRun(
  context: Context,
  experiment: Experiment,
  prepared: PreparedRun,
  { device, why }: DeviceChoice,
): NewRun {
  const { model, plans, tasks, readout } = prepared
  const about = plans.length === 1 ? experiment.plans.join() : `${plans.length} plans`
  return {
    name: experiment.name ?? `${model.name}, ${about}`,
    fingerprint: model.fingerprint,
    modelName: model.name,
    modelPath: model.opened.path,
    tokenizer: model.tokenizer.fingerprint,
    experiment,
    device: deviceName(device),
    deviceWhy: why,
    provider: device.kind,
    precision: experiment.precision,
    numerics: NUMERICS_VERSION,
    addBos: prepared.addBos,
    versions: VERSIONS,
    note: experiment.note,
    tags: experiment.tags,
    plans: storedPlans(context, plans),
    tasks: tasks.map(({ task, fingerprint, source, nDocsTotal, nExamples, documents }) => ({
      task: task.id,
      kind: task.kind,
      metrics: readout.kept === 'score' ? task.metrics : [],
      floor: task.floor ?? 0,
      fingerprint,
      source,
      docSetId: context.documents.saveSet(documents),
      nDocsTotal,
      nExamples,
    })),
  }
}

export function storedPlans(context: Context, plans: readonly ResolvedPlan[]): NewRun['plans'] {
  const scheduleIds = context.scores.scheduleIds(plans.map((p) => p.schedule))
  return plans.map(({ plan, schedule, affectedLayers, layerApplications }, i) => {
    const scheduleId = scheduleIds[i]
    if (scheduleId === undefined) throw new LabError('internal', `the schedule ${schedule} has no number`)
    return { plan, schedule, scheduleId, affectedLayers, layerApplications }
  })
}
