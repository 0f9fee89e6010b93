import type { Command } from 'commander'
import { createServices, type Services } from '../../services/services'
import { dataFolder } from '../data-folder'
import { spawnNodeEngine } from '../spawn-node-engine'

/** Adds the option that every command which touches the database takes. */
export const homeOption = (command: Command): Command =>
  command.option('--home <dir>', 'data folder (database, library); else ATELIER_HOME, else the usual place')

/** Opens the services for the time of one command. */
export async function withServices<T>(
  options: { readonly home?: string },
  work: (services: Services) => T | Promise<T>,
): Promise<T> {
  const services = await createServices(dataFolder(options.home), spawnNodeEngine())
  try {
    return await work(services)
  } finally {
    await services.close()
  }
}
