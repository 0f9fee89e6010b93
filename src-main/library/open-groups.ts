import type { Experiment } from '../../src-preload/contract/experiment'
import { tasksOfGroup } from '../tasks/harness/group'

/** An experiment with the tasks of its groups in place of them: what is said of a group counts for each. */
export async function openGroups(experiment: Experiment): Promise<Experiment> {
  const tasks = experiment.tasks.map(async (entry) => {
    const { task, ...rest } = typeof entry === 'string' ? { task: entry } : entry
    const held = await tasksOfGroup(task)
    return held === null ? [entry] : held.map((name) => ({ task: name, ...rest }))
  })
  return { ...experiment, tasks: (await Promise.all(tasks)).flat() }
}
