import { pythonShuffle } from '../../src-preload/contract/plan/python-random'
import type { Experiment } from '../../src-preload/contract/experiment'

/** Row numbers of the documents an experiment takes: all, the first N, or a random N with a seed; in the file's order. */
export function selectDocuments(nDocs: number, experiment: Pick<Experiment, 'limit' | 'sample'>): number[] {
  const all = Array.from({ length: nDocs }, (_, i) => i)
  if (experiment.sample) {
    return pythonShuffle(all, experiment.sample.seed)
      .slice(0, experiment.sample.n)
      .sort((a, b) => a - b)
  }
  return all.slice(0, experiment.limit ?? nDocs)
}
