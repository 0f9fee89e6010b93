import type { runsRoutes } from '../../../src-preload/contract/routes/runs'
import { bundleInto } from '../../runs/export/bundle'
import { exportRun } from '../../runs/export/lm-eval'
import { describeRun } from '../../runs/run-detail'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'
import { done } from './done'

type Needs = Pick<Lab, 'context' | 'results' | 'queue' | 'samples'>

export function runsHandlers({ context, results, queue, samples }: Needs): HandlersOf<typeof runsRoutes> {
  const id = (run: string): string => context.runs.record.resolveId(run)
  const { labels } = context.runs
  return {
    'runs.list': (options) => context.runs.entries.entries(options),
    'runs.show': ({ run }) => results.result(id(run)),
    'runs.details': ({ runs: wanted }) => wanted.map((run) => describeRun(context, results, id(run))),
    'runs.enqueue': async ({ experiment, ahead }) => ({ run: await queue.add(experiment, ahead) }),
    'runs.pause': ({ run }) => done(queue.pause(id(run))),
    'runs.cancel': ({ run }) => done(queue.cancel(id(run))),
    'runs.resume': ({ run }) => done(queue.resume(id(run))),
    'runs.move': ({ run, before }) => done(queue.move(id(run), before)),
    'runs.edit': ({ runs: wanted, ...edit }) => done(labels.edit(wanted.map(id), edit)),
    'runs.delete': ({ runs: wanted }) => done(labels.delete(wanted.map(id))),
    'runs.restore': ({ runs: wanted }) => done(labels.restore(wanted)),
    'runs.samples': (query) => samples.page({ ...query, run: id(query.run) }),
    'runs.export': ({ run, folder }) => exportRun(context, results, run, folder),
    'runs.bundle': async ({ runs: wanted, folder }) => ({
      path: await bundleInto(context, results, wanted.map(id), folder),
    }),
    'queue.get': () => queue.state(),
    'queue.release': () => done(queue.release()),
  }
}
