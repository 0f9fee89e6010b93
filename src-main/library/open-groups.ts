import { openGroup, statedName, type HarnessGroup } from '../tasks/harness/group'
import { GLUE_GROUP } from '../tasks/glue/task'
import type { TaskChoice } from './tasks'

/** Tasks with those of groups in place of these. */
export interface OpenedTasks {
  readonly tasks: readonly TaskChoice[]
  /** Those that give a score of their tasks together. */
  readonly groups: readonly (HarnessGroup | typeof GLUE_GROUP)[]
  /** What tasks are called, by their files. */
  readonly names: ReadonlyMap<string, string>
}

/** What is said of a group counts for each of its tasks. */
export async function openGroups(choices: readonly TaskChoice[]): Promise<OpenedTasks> {
  const names = new Map<string, string>()
  const opened = await Promise.all(
    choices.map(async ({ task, ...rest }): Promise<Pick<OpenedTasks, 'tasks' | 'groups'>> => {
      if (task === GLUE_GROUP.group)
        return { tasks: GLUE_GROUP.tasks.map((name) => ({ task: name, ...rest })), groups: [GLUE_GROUP] }
      const held = await openGroup(task)
      if (held === null) {
        const name = await statedName(task)
        if (name !== null) names.set(task, name)
        return { tasks: [{ task, ...rest }], groups: [] }
      }
      for (const m of held.members) names.set(m.from, m.task)
      return { tasks: held.tasks.map((name) => ({ task: name, ...rest })), groups: held.groups }
    }),
  )
  return { tasks: opened.flatMap((o) => o.tasks), groups: opened.flatMap((o) => o.groups), names }
}
