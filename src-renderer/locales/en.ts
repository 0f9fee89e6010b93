import { commonTexts } from './en/common'
import { compareTexts } from './en/compare'
import { designerTexts } from './en/designer'
import { editorTexts } from './en/editor'
import { figuresTexts } from './en/figures'
import { modelsTexts } from './en/models'
import { plansTexts } from './en/plans'
import { playgroundTexts } from './en/playground'
import { reportsTexts } from './en/reports'
import { runsTexts } from './en/runs'
import { samplesTexts } from './en/samples'
import { settingsTexts } from './en/settings'
import { shellTexts } from './en/shell'
import { newTaskTexts } from './en/new-task'
import { tasksTexts } from './en/tasks'
import { termsTexts } from './en/terms'

/** English texts, by screen. Plans, metric names, task names and paths are never translated. Plurals: `one | many`. */
export const en = {
  ...commonTexts,
  ...shellTexts,
  ...plansTexts,
  ...designerTexts,
  ...editorTexts,
  ...playgroundTexts,
  ...reportsTexts,
  ...runsTexts,
  ...samplesTexts,
  ...figuresTexts,
  ...compareTexts,
  ...modelsTexts,
  ...newTaskTexts,
  ...tasksTexts,
  ...termsTexts,
  ...settingsTexts,
} as const
