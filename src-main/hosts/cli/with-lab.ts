import type { Command } from 'commander'
import type { Lab } from '../../ipc/lab'
import { openLab } from '../lab'
import { dataFolder } from '../data-folder'
import { spawnNodeEngine } from '../spawn-node-engine'

/** Adds the option that every command which touches the database takes. */
export const homeOption = (command: Command): Command =>
  command.option('--home <dir>', 'data folder (database, library); else ATELIER_HOME, else the usual place')

/** Opens the lab for the time of one command. */
export async function withLab<T>(options: { readonly home?: string }, work: (lab: Lab) => T | Promise<T>): Promise<T> {
  const lab = await openLab(dataFolder(options.home), spawnNodeEngine())
  try {
    return await work(lab)
  } finally {
    await lab.close()
  }
}
