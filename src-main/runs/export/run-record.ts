import type { RunResults } from '../results'
import type { StoredRun } from '../../store/run/run-row'

/** A run as JSON tells it: what it was, on what, and what it measured. */
export function runRecord(results: RunResults, run: StoredRun): object {
  return {
    ...results.result(run.id),
    name: run.name,
    status: run.status,
    startedAt: run.createdAt,
    finishedAt: run.finishedAt,
    device: run.device,
    deviceWhy: run.deviceWhy.message,
    addBos: run.addBos,
    versions: run.versions,
    tags: run.tags,
    note: run.note,
    error: run.error,
    experiment: run.experiment,
  }
}
