import type { SpawnEngine } from '../engine/process/engine-client'
import { openContext } from '../home/context'
import { ExperimentPreviews } from '../runs/preview'
import { HubDownloads } from '../library/hub-downloads'
import { ModelService } from '../library/models'
import { NormalisedRuns } from '../runs/normalised-runs'
import { PairedComparisons } from '../runs/paired-comparison'
import { RunQueue } from '../runs/queue'
import { RunSamples } from '../runs/samples'
import { RunService } from '../runs/run-service'
import { StateMeasurements } from '../runs/state-measurements'
import { TaskService } from '../library/tasks'
import type { Lab } from '../ipc/lab'

/** The composition root of every host: one data folder with all that is offered on it. */
export async function openLab(home: string, spawnEngine: SpawnEngine): Promise<Lab> {
  const context = await openContext(home, spawnEngine)
  const models = new ModelService(context)
  await models.adoptBundled()
  const tasks = new TaskService(context)
  const runs = new RunService(context, models, tasks)
  const queue = new RunQueue(context, runs)
  const samples = new RunSamples(context, runs)
  const states = new StateMeasurements(context, models, tasks)
  const downloads = new HubDownloads(context, models)
  return {
    context,
    models,
    tasks,
    runs,
    queue,
    previews: new ExperimentPreviews(context, models, tasks),
    samples,
    normalised: new NormalisedRuns(context, runs),
    comparisons: new PairedComparisons(context, samples),
    states,
    downloads,
    close: async () => {
      downloads.close()
      states.close()
      await queue.close()
      context.db.close()
    },
  }
}
