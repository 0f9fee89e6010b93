import type { Migration } from 'kysely/migration'
import { initial } from './0001-initial'
import { app } from './0002-app'
import { deviceReason } from './0003-device-reason'
import { readings } from './0004-readings'
import { reports } from './0005-reports'
import { examples } from './0006-examples'
import { answers } from './0007-answers'
import { adaptations } from './0008-adaptations'

/** Every migration, in order. Forward only: what was released is never changed, a change is a new entry. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-app': app,
  '0003-device-reason': deviceReason,
  '0004-readings': readings,
  '0005-reports': reports,
  '0006-examples': examples,
  '0007-answers': answers,
  '0008-adaptations': adaptations,
}
