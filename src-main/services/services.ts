import type { SpawnEngine } from '../engine/process/engine-client'
import { openContext, type Context } from './context'
import { ModelService } from './model-service'
import { RunService } from './run-service'
import { TaskService } from './task-service'

/** Everything a host offers to people, on one data folder. */
export interface Services {
  readonly context: Context
  readonly models: ModelService
  readonly tasks: TaskService
  readonly runs: RunService
  readonly close: () => void
}

export async function createServices(home: string, spawnEngine: SpawnEngine): Promise<Services> {
  const context = await openContext(home, spawnEngine)
  const models = new ModelService(context)
  const tasks = new TaskService(context)
  return { context, models, tasks, runs: new RunService(context, models, tasks), close: () => context.db.close() }
}
