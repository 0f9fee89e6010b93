import { LabError } from '../../src-preload/contract/errors'
import type { ModelInfo } from '../../src-preload/contract/model'
import { modelCost } from '../engine/model/model-cost'
import { planEngines } from '../experiments/memory-plan'
import type { Machine } from '../home/context'
import type { OpenedModel } from '../models/open-model'

/** Whether a model can be run on this machine: known from its header, before anything is loaded. */
export function fits(opened: Pick<OpenedModel, 'graph'>, { memoryBytes: budget, cores }: Machine): ModelInfo['fits'] {
  try {
    const plan = planEngines(modelCost(opened.graph), 8, { memoryBytes: budget, cores })
    const how = plan.layout === 'prepacked' ? 'weights laid out for speed' : 'weights mapped from disk'
    return {
      fits: true,
      bytes: plan.bytes,
      budgetBytes: budget,
      why: `${plan.nEngines} x ${plan.threads} threads, ${how}, about ${(plan.bytes / 1e9).toFixed(2)} GB of ${(budget / 1e9).toFixed(2)} GB`,
    }
  } catch (error) {
    if (error instanceof LabError && error.code === 'engine.memory')
      return { fits: false, bytes: Number(error.data['bytes'] ?? 0), budgetBytes: budget, why: error.message }
    throw error
  }
}
