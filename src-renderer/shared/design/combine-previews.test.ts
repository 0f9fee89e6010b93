import { expect, it } from 'vitest'
import type { ExperimentPreview } from '@contract/experiment'
import { combinePreviews } from './combine-previews'

const preview = (change: Partial<ExperimentPreview>): ExperimentPreview => ({
  nPlans: 2,
  nSchedules: 2,
  tasks: [],
  plans: [],
  layerApplications: { naive: 10, stored: 1, shared: 2, computed: 7 },
  seconds: 3,
  secondsFrom: 'measured',
  memory: { fits: true, bytes: 100, budgetBytes: 1000, why: 'a' },
  device: { name: 'cpu', why: { code: 'device.asked', message: '', data: {} } },
  ...change,
})

it('adds up work and time, takes the largest memory and the least certain speed', () => {
  expect(combinePreviews([])).toBeNull()
  const one = preview({})
  expect(combinePreviews([one])).toEqual(one)
  const both = combinePreviews([
    one,
    preview({
      nPlans: 5,
      seconds: 4,
      secondsFrom: 'guess',
      memory: { fits: true, bytes: 300, budgetBytes: 1000, why: 'b' },
    }),
  ])!
  expect(both).toMatchObject({
    nPlans: 7,
    seconds: 7,
    secondsFrom: 'guess',
    layerApplications: { naive: 20, stored: 2, shared: 4, computed: 14 },
    memory: { why: 'b' },
  })
  // a model that does not fit is what is told, however small
  expect(
    combinePreviews([
      preview({ memory: { fits: true, bytes: 900, budgetBytes: 1000, why: 'large' } }),
      preview({ memory: { fits: false, bytes: 50, budgetBytes: 10, why: 'no room' } }),
    ])!.memory.why,
  ).toBe('no room')
})
