import type { reportsRoutes } from '../../../src-preload/contract/routes/reports'
import type { Lab } from '../lab'
import type { HandlersOf } from '../router'

/** Every change is told to all windows. */
export function reportsHandlers({ context }: Pick<Lab, 'context'>): HandlersOf<typeof reportsRoutes> {
  const { reports, events } = context
  const told = <T>(report: string, value: T): T => {
    events.tell('reports.changed', { report })
    return value
  }
  const done = (report: string, _: void): null => told(report, null)
  return {
    'reports.list': () => reports.list(),
    'reports.get': ({ report }) => reports.get(report),
    'reports.create': ({ name }) => {
      const made = reports.create(name)
      return told(made.id, made)
    },
    'reports.rename': ({ report, name }) => done(report, reports.rename(report, name)),
    'reports.duplicate': ({ report, name }) => {
      const made = reports.duplicate(report, name)
      return told(made.id, made)
    },
    'reports.remove': ({ report }) => done(report, reports.remove(report)),
    'reports.restore': ({ report }) => done(report, reports.restore(report)),
    'reports.add': ({ report, content, before }) => told(report, reports.add(report, content, before)),
    'reports.change': ({ block, content, revision }) =>
      told(reports.reportOf(block), reports.changeBlock(block, content, revision)),
    'reports.move': ({ block, before }) => done(reports.reportOf(block), reports.moveBlock(block, before)),
    'reports.removeBlock': ({ block }) => done(reports.reportOf(block), reports.removeBlock(block)),
    'reports.restoreBlock': ({ block }) => done(reports.reportOf(block), reports.restoreBlock(block)),
  }
}
