import type { Services } from '../services/services'
import { VERSIONS } from '../services/context'
import type { Handlers } from './router'

/** The handlers of all routes, the same for every host. */
export const createHandlers = (services: Services, host: 'electron' | 'browser'): Handlers => ({
  'host.info': () => ({ version: VERSIONS['atelier'] ?? '', home: services.context.home, host }),
  'models.list': () => services.models.list(),
  'runs.list': ({ archived }) => services.runs.list({ archived }),
  'runs.show': ({ run }) => services.runs.result(services.runs.get(run).id),
})
