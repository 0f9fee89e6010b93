import { commonTexts } from './zh/common'
import { compareTexts } from './zh/compare'
import { designerTexts } from './zh/designer'
import { editorTexts } from './zh/editor'
import { figuresTexts } from './zh/figures'
import { modelsTexts } from './zh/models'
import { plansTexts } from './zh/plans'
import { playgroundTexts } from './zh/playground'
import { reportsTexts } from './zh/reports'
import { runsTexts } from './zh/runs'
import { samplesTexts } from './zh/samples'
import { settingsTexts } from './zh/settings'
import { shellTexts } from './zh/shell'
import { newTaskTexts } from './zh/new-task'
import { tasksTexts } from './zh/tasks'
import { termsTexts } from './zh/terms'

/** 简体中文。方案、指标名、任务名与路径不翻译；术语按设计中的词汇表。 */
export const zh = {
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
}
