import type { SpawnEngine } from '../engine/process/engine-client'
import { openContext } from '../home/context'
import { AnswerWriter } from '../runs/answers'
import { ExperimentPreviews } from '../runs/preview'
import { HubDownloads } from '../library/hub-downloads'
import { ModelService } from '../library/models'
import { CommonScoresOfRuns } from '../runs/common-scores'
import { PairedComparisons } from '../runs/paired-comparison'
import { RunQueue } from '../runs/queue'
import { RunSamples } from '../runs/samples'
import { RunLifecycle } from '../runs/lifecycle'
import { RunResults } from '../runs/results'
import { SimilarityResults } from '../runs/similarity'
import { LocalExecutor } from '../executors/local/local-executor'
import { OwnTasks } from '../library/own-tasks'
import { TaskService } from '../library/tasks'
import type { Lab } from '../ipc/lab'

/** The composition root of every host: one data folder with all that is offered on it. */
export async function openLab(home: string, spawnEngine: SpawnEngine): Promise<Lab> {
  const context = await openContext(home, spawnEngine)
  const models = new ModelService(context)
  await models.adoptBundled()
  const tasks = new TaskService(context)
  const executor = new LocalExecutor(spawnEngine, context.cache)
  const results = new RunResults(context)
  const runs = new RunLifecycle(context, models, tasks, results, executor)
  const queue = new RunQueue(context, runs)
  const samples = new RunSamples(context, results)
  const downloads = new HubDownloads(context, models)
  return {
    context,
    models,
    tasks,
    ownTasks: new OwnTasks(context, models, tasks),
    executor,
    runs,
    results,
    queue,
    previews: new ExperimentPreviews(context, models, tasks),
    samples,
    commonScores: new CommonScoresOfRuns(context, results),
    comparisons: new PairedComparisons(context, samples),
    similarity: new SimilarityResults(context),
    answers: new AnswerWriter(context, models, executor),
    downloads,
    close: async () => {
      downloads.close()
      await queue.close()
      runs.close()
      await executor.close()
      context.db.close()
    },
  }
}
