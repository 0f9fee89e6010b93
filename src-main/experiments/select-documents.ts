import { pythonShuffle } from '../../src-preload/contract/plan/python-random'
import type { EntryDocuments, Experiment } from '../../src-preload/contract/experiment'

type Documents = Pick<Experiment, 'limit' | 'sample'>

/** Which documents a task takes: as its own entry says, else as the experiment does. */
export function documentsOf({ limit, sample }: EntryDocuments, experiment: Documents): Documents {
  if (limit === undefined && sample === undefined) return { limit: experiment.limit, sample: experiment.sample }
  return { limit: limit === 'all' ? undefined : limit, sample }
}

/** Row numbers of the documents an experiment takes: all, the first N, or a random N with a seed; in the file's order. */
export function selectDocuments(nDocs: number, experiment: Documents): number[] {
  const all = Array.from({ length: nDocs }, (_, i) => i)
  if (experiment.sample) {
    return pythonShuffle(all, experiment.sample.seed)
      .slice(0, experiment.sample.n)
      .sort((a, b) => a - b)
  }
  return all.slice(0, experiment.limit ?? nDocs)
}
