import type { RouteName } from '@contract/routes'

/** Requests that change nothing: one that the connection was lost over is asked again, so that what is shown stays until the host answers. */
const READS: ReadonlySet<RouteName> = new Set<RouteName>([
  'backup.list',
  'cache.size',
  'compare.documents',
  'compare.paired',
  'compare.runs',
  'compare.scores',
  'comparisons.list',
  'downloads.list',
  'draft.get',
  'experiments.list',
  'experiments.preview',
  'host.info',
  'models.catalogue',
  'models.inspect',
  'models.list',
  'models.suggest',
  'queue.get',
  'runs.details',
  'runs.list',
  'runs.samples',
  'runs.show',
  'settings.get',
  'states.get',
  'states.list',
  'tasks.list',
  'tasks.preview',
])

/** Requests that store something: one that was answered shows that the store can be written to. */
const WRITES: ReadonlySet<RouteName> = new Set<RouteName>([
  'comparisons.save',
  'draft.set',
  'experiments.save',
  'reports.add',
  'reports.change',
  'reports.create',
  'runs.edit',
  'runs.enqueue',
  'runs.resume',
  'settings.set',
])

export const isWrite = (route: RouteName): boolean => WRITES.has(route)

export const isRead = (route: RouteName): boolean => READS.has(route)
