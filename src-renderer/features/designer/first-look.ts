import type { ExperimentInput } from '@contract/experiment'
import type { LibraryModel } from '@contract/model'
import { isUsual, type TaskEntry } from '@contract/task'
import { everyVariant, FIRST_LOOK_DOCUMENTS } from '@contract/plan/figure-plans'

const MOST_TASKS = 5

/** The first experiment: a quick figure 11 on what is at hand; null where no task has documents. */
export function firstLook(
  model: Pick<LibraryModel, 'name' | 'nLayers'>,
  tasks: readonly TaskEntry[],
  name: string,
): ExperimentInput | null {
  const atHand = tasks.filter((t) => t.nDocs !== null && isUsual(t.kind))
  const bundled = atHand.filter((t) => t.origin === 'bundled')
  const chosen = (bundled.length > 0 ? bundled : atHand).slice(0, MOST_TASKS)
  if (chosen.length === 0) return null
  return {
    name,
    model: model.name,
    plans: everyVariant(model.nLayers, true),
    tasks: chosen.map((t) => t.task),
    limit: FIRST_LOOK_DOCUMENTS,
    device: 'auto',
    precision: 'fp32',
    tags: [],
    note: '',
  }
}
