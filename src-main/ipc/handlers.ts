import { freemem, totalmem } from 'node:os'
import { toWireError } from '../../src-preload/contract/errors'
import type { Lab } from './lab'
import { clearWeightCache, createBackup, listBackups, mergeBackup, storageSizes } from '../home/backups'
import { CATALOGUE } from '../library/catalogue'
import { coreCount, VERSIONS } from '../home/context'
import { installCudaProvider } from '../machine/cuda-provider'
import { examine } from '../machine/doctor'
import { browse, suggestModels } from '../library/file-browser'
import { compareRuns } from '../runs/runs-table'
import { describeRun } from '../runs/run-detail'
import { exportRun } from '../runs/export/lm-eval'
import type { Handlers } from './router'

/** What only one kind of host can do. */
export interface HostAbilities {
  readonly host: 'electron' | 'browser'
  readonly pick: (kinds: 'model' | 'documents' | 'folder' | 'database') => Promise<string | null>
  readonly printPdf: (name: string) => Promise<string | null>
  /** The data folder of the next start; null: the usual place. */
  readonly chooseHome: (path: string | null) => void
}

/** The handlers of all routes, the same for every host. */
export function createHandlers(lab: Lab, host: HostAbilities): Handlers {
  const { context, models, tasks, results, queue, previews, samples, normalised, comparisons, similarity, downloads } =
    lab
  const id = (run: string): string => context.runs.resolveId(run)
  return {
    'host.info': async () => {
      const { device, why } = await previews
        .chooseDevice(context.settings.settings().device)
        .catch((error: unknown) => ({ device: { kind: 'cpu' as const }, why: toWireError(error) }))
      return {
        version: VERSIONS['atelier'] ?? '',
        home: context.home,
        host: host.host,
        platform: VERSIONS['platform'] ?? '',
        cores: coreCount(),
        memoryBytes: totalmem(),
        freeMemoryBytes: freemem(),
        device: { name: device.kind === 'cpu' ? 'cpu' : `cuda:${device.index}`, why },
      }
    },
    'host.doctor': () => examine(context),
    'host.installCuda': () => installCudaProvider(() => undefined),
    'host.browse': ({ path, kinds }) => browse(path, kinds),
    'host.pick': ({ kinds }) => host.pick(kinds),
    'host.printPdf': ({ name }) => host.printPdf(name),
    'host.chooseHome': ({ path }) => nothing(host.chooseHome(path)),

    'settings.get': () => context.settings.settings(),
    'settings.set': (patch) =>
      context.settings.change(Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined))),
    'backup.create': () => createBackup(context),
    'backup.list': () => listBackups(context),
    'backup.merge': ({ path }) => mergeBackup(context, path),
    'cache.clear': () => clearWeightCache(context),
    'cache.size': () => storageSizes(context),

    'models.list': () => models.list(),
    'models.inspect': ({ model }) => models.inspect(model),
    'models.add': ({ path, name }) => models.add(path, name),
    'models.rename': ({ name, to }) => nothing(models.rename(name, to)),
    'models.remove': ({ name }) => nothing(models.remove(name)),
    'models.locate': ({ name, path }) => models.locate(name, path),
    'models.suggest': () =>
      suggestModels(
        context.home,
        context.models.list().map((m) => m.path),
      ),
    'models.catalogue': () => CATALOGUE,
    'downloads.list': () => downloads.list(),
    'downloads.start': ({ repo }) => downloads.start(repo),
    'downloads.cancel': ({ id: download }) => nothing(downloads.cancel(download)),

    'tasks.list': () => tasks.list(),
    'tasks.preview': ({ task, offset, limit }) => tasks.preview(task, offset, limit),
    'tasks.import': ({ task, path }) => tasks.importDocuments(task, path),

    'experiments.preview': ({ experiment }) => previews.preview(experiment),
    'experiments.list': () => context.shelf.experiments(),
    'experiments.save': ({ id: existing, name, body }) => context.shelf.saveExperiment(name, body, existing),
    'experiments.remove': ({ id: experiment }) => nothing(context.shelf.removeExperiment(experiment)),
    'experiments.restore': ({ id: experiment }) => nothing(context.shelf.restoreExperiment(experiment)),
    'draft.get': () => context.settings.draft(),
    'draft.set': ({ body }) => nothing(context.settings.setDraft(body)),

    'runs.list': ({ archived }) => context.runs.list({ archived }),
    'runs.show': ({ run }) => results.result(id(run)),
    'runs.details': ({ runs: wanted }) => wanted.map((run) => describeRun(context, id(run))),
    'runs.enqueue': async ({ experiment }) => ({ run: await queue.add(experiment) }),
    'runs.pause': ({ run }) => nothing(queue.pause(id(run))),
    'runs.cancel': ({ run }) => nothing(queue.cancel(id(run))),
    'runs.resume': ({ run }) => nothing(queue.resume(id(run))),
    'runs.move': ({ run, before }) => nothing(queue.move(id(run), before)),
    'runs.edit': ({ runs: wanted, name, note, addTags, removeTags, archived }) => {
      for (const run of wanted.map(id)) {
        if (name !== undefined) context.runs.rename(run, name)
        if (note !== undefined) context.runs.setNote(run, note)
        if (addTags || removeTags) context.runs.changeTags(run, addTags ?? [], removeTags ?? [])
        if (archived !== undefined) context.runs.setArchived(run, archived)
      }
      return null
    },
    'runs.delete': ({ runs: wanted }) => nothing(context.runs.delete(wanted.map(id))),
    'runs.restore': ({ runs: wanted }) => nothing(context.runs.restore(wanted)),
    'runs.samples': (query) => samples.page({ ...query, run: id(query.run) }),
    'runs.normalised': ({ run, metrics, floors }) => normalised.get({ run: id(run), metrics, floors }),
    'runs.export': ({ run, folder }) => exportRun(context, results, run, folder),
    'queue.get': () => queue.state(),
    'queue.release': () => nothing(queue.release()),

    'compare.runs': ({ runs: wanted, baseline }) => compareRuns(context, wanted, baseline),
    'compare.paired': ({ a, b }) => comparisons.compare(a, b),
    'compare.documents': (query) => comparisons.documents(query),
    'comparisons.list': () => context.shelf.comparisons(),
    'comparisons.save': ({ name, address }) => context.shelf.saveComparison(name, address),
    'comparisons.remove': ({ id: comparison }) => nothing(context.shelf.removeComparison(comparison)),

    'states.list': () => similarity.list(),
    'states.get': ({ ids }) => ids.flatMap((wanted) => similarity.get(wanted) ?? []),
  }
}

/** For requests that are answered by being done. */
const nothing = (_: void): null => null
