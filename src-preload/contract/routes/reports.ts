import { z } from 'zod'
import { reportContentSchema, type Report, type ReportBlock, type ReportEntry } from '../report'
import { id, name, nothing, returns, route } from './route'

/** Reports and their blocks. What is taken out can be brought back. */
export const reportsRoutes = {
  'reports.list': route(nothing, returns<readonly ReportEntry[]>()),
  'reports.get': route(z.strictObject({ report: id }), returns<Report>()),
  'reports.create': route(z.strictObject({ name }), returns<ReportEntry>()),
  'reports.rename': route(z.strictObject({ report: id, name }), returns<null>()),
  'reports.duplicate': route(z.strictObject({ report: id, name }), returns<ReportEntry>()),
  'reports.remove': route(z.strictObject({ report: id }), returns<null>()),
  'reports.restore': route(z.strictObject({ report: id }), returns<null>()),
  /** `before`: the block that it is put before; null: at the end. */
  'reports.add': route(
    z.strictObject({ report: id, content: reportContentSchema, before: id.nullable() }),
    returns<ReportBlock>(),
  ),
  /** `revision`: of what it was made of. Null: another content is kept by now, and stays. */
  'reports.change': route(
    z.strictObject({ block: id, content: reportContentSchema, revision: z.number().int().min(0) }),
    returns<ReportBlock | null>(),
  ),
  'reports.move': route(z.strictObject({ block: id, before: id.nullable() }), returns<null>()),
  'reports.removeBlock': route(z.strictObject({ block: id }), returns<null>()),
  'reports.restoreBlock': route(z.strictObject({ block: id }), returns<null>()),
} as const
