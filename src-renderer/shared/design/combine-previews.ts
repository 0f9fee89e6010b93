import type { ExperimentPreview } from '@contract/experiment'

const CONFIDENCE: readonly ExperimentPreview['secondsFrom'][] = ['measured', 'similar', 'guess']

/** What an experiment on several models would do: they run one after the other, so work and time add up and memory does not. Null for none. */
export function combinePreviews(previews: readonly ExperimentPreview[]): ExperimentPreview | null {
  const [first] = previews
  if (!first) return null
  const sum = (of: (p: ExperimentPreview) => number): number => previews.reduce((n, p) => n + of(p), 0)
  const largest = previews.reduce((a, b) =>
    (Number(a.memory.fits) - Number(b.memory.fits) || b.memory.bytes - a.memory.bytes) > 0 ? b : a,
  )
  return {
    ...first,
    nPlans: sum((p) => p.nPlans),
    nSchedules: sum((p) => p.nSchedules),
    layerApplications: {
      naive: sum((p) => p.layerApplications.naive),
      stored: sum((p) => p.layerApplications.stored),
      shared: sum((p) => p.layerApplications.shared),
      computed: sum((p) => p.layerApplications.computed),
    },
    seconds: sum((p) => p.seconds),
    secondsFrom: CONFIDENCE[Math.max(...previews.map((p) => CONFIDENCE.indexOf(p.secondsFrom)))] ?? 'guess',
    memory: largest.memory,
  }
}
