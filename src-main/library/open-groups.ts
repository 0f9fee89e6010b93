import type { Experiment } from '../../src-preload/contract/experiment'
import { openGroup, type HarnessGroup } from '../tasks/harness/group'

/** An experiment with the tasks of its groups in place of them, and the groups that give a score of them together. */
interface Opened {
  readonly experiment: Experiment
  readonly groups: readonly HarnessGroup[]
}

/** What is said of a group counts for each of its tasks. */
export async function openGroups(experiment: Experiment): Promise<Opened> {
  const opened = await Promise.all(
    experiment.tasks.map(async (entry) => {
      const { task, ...rest } = typeof entry === 'string' ? { task: entry } : entry
      const held = await openGroup(task)
      return held === null
        ? { tasks: [entry], groups: [] }
        : { tasks: held.tasks.map((name) => ({ task: name, ...rest })), groups: held.groups }
    }),
  )
  return {
    experiment: { ...experiment, tasks: opened.flatMap((o) => o.tasks) },
    groups: opened.flatMap((o) => o.groups),
  }
}
