import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { LabError } from '@contract/errors'
import type { SavedExperiment } from '@contract/experiment'
import { request } from '@/api/bridge'
import { openExperiment, readExperiment } from '@/shared/design/draft-experiment'
import { useDraft } from './draft'
import { useExperiment } from './experiment'
import { useModels } from './models'

/** The saved experiments. */
export const useShelf = defineStore('shelf', () => {
  const [draft, design, models] = [useDraft(), useExperiment(), useModels()]
  const saved = shallowRef<readonly SavedExperiment[]>([])

  async function load(): Promise<void> {
    saved.value = await request('experiments.list', {})
  }

  async function save(name: string, asNew = false): Promise<void> {
    draft.apply({ patch: { name }, what: 'step.name', params: { name } })
    if (!design.experiment) throw new LabError('host.usage', 'The experiment needs a model, a plan and a task.', {})
    const entry = await request('experiments.save', {
      ...(draft.openId !== null && !asNew ? { id: draft.openId } : {}),
      name,
      body: JSON.stringify(design.experiment),
    })
    draft.openId = entry.id
    await load()
  }

  /** Takes an experiment as the command line writes it. Throws `host.usage` with what is wrong. */
  function open(body: unknown, id: string | null): void {
    const experiment = readExperiment(body)
    draft.apply(openExperiment(experiment))
    draft.openId = id
    if (models.models.some((m) => m.name === experiment.model)) models.currentName = experiment.model
  }

  async function remove(id: string): Promise<void> {
    await request('experiments.remove', { id })
    await load()
  }
  async function restore(id: string): Promise<void> {
    await request('experiments.restore', { id })
    await load()
  }

  return { saved, load, save, open, remove, restore }
})
