import { answersHandlers } from './handlers/answers'
import { compareHandlers } from './handlers/compare'
import { experimentsHandlers } from './handlers/experiments'
import { hostHandlers } from './handlers/host'
import { modelsHandlers } from './handlers/models'
import { reportsHandlers } from './handlers/reports'
import { runsHandlers } from './handlers/runs'
import { statesHandlers } from './handlers/states'
import { tasksHandlers } from './handlers/tasks'
import type { HostAbilities } from './host-abilities'
import type { Lab } from './lab'
import type { Handlers } from './router'

/** The handlers of all routes, the same for every host but for what it can do itself. */
export const createHandlers = (lab: Lab, host: HostAbilities): Handlers => ({
  ...hostHandlers(lab, host),
  ...modelsHandlers(lab),
  ...tasksHandlers(lab),
  ...experimentsHandlers(lab),
  ...runsHandlers(lab),
  ...compareHandlers(lab),
  ...reportsHandlers(lab),
  ...statesHandlers(lab),
  ...answersHandlers(lab),
})
