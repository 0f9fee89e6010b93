import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { useShelf } from '@/shared/data/shelf'
import type { Scored } from '@/shared/series/scored'
import type { Subject } from '@/shared/series/subject'

/** Tasks that other models of a figure were run on and this one was not. */
export interface MissingTasks {
  readonly subject: Subject
  readonly tasks: readonly string[]
}

/** What a model would have to be run on to be compared on every task: set up as an experiment, with its cost, not started. */
export function useMissingTasks(scored: () => Scored) {
  const router = useRouter()
  const shelf = useShelf()
  const missing = computed<readonly MissingTasks[]>(() => {
    const { tasks, subjects } = scored()
    return subjects.flatMap((subject) => {
      const own = new Set(subject.runs.flatMap((r) => r.tasks.map((t) => t.task)))
      const others = tasks.map((t) => t.task).filter((task) => !own.has(task))
      return others.length > 0 ? [{ subject, tasks: others }] : []
    })
  })
  function setUp({ subject, tasks }: MissingTasks): void {
    const [first] = subject.runs
    if (!first) return
    const plans = [...new Set(subject.runs.flatMap((r) => r.experiment.plans))]
    shelf.open({ ...first.experiment, plans, tasks: [...tasks] }, null)
    void router.push('/designer')
  }
  return { missing, setUp }
}
