import { z } from 'zod'
import { PATH_KINDS, type Finding, type FolderListing, type HostInfo, type WideFont } from '../host'
import { settingsPatchSchema, type Settings } from '../settings'
import { nothing, path, returns, route } from './route'

/** The host: its machine, files, settings, backups. */
export const hostRoutes = {
  'host.info': route(nothing, returns<HostInfo>()),
  'host.doctor': route(nothing, returns<readonly Finding[]>()),
  'host.installCuda': route(nothing, returns<string>()),
  /** Folders of this computer, for a page that has no file dialog of its own. */
  'host.browse': route(z.strictObject({ path: path.optional(), kinds: z.enum(PATH_KINDS) }), returns<FolderListing>()),
  /** Opens the platform's dialog; empty: the person chose nothing, or the host has no dialogs. */
  'host.pick': route(z.strictObject({ kinds: z.enum(PATH_KINDS), several: z.boolean() }), returns<readonly string[]>()),
  /** The glyphs of a text from a font of this system that has Chinese characters. */
  'host.wideFont': route(z.strictObject({ text: z.string().max(1_000_000) }), returns<WideFont>()),
  /** Prints the present page into a PDF file through the platform's dialog; null where nothing was chosen. */
  'host.chooseHome': route(z.strictObject({ path: path.nullable() }), returns<null>()),

  'settings.get': route(nothing, returns<Settings>()),
  'settings.set': route(settingsPatchSchema, returns<Settings>()),
  'backup.create': route(nothing, returns<{ readonly path: string; readonly bytes: number }>()),
  'backup.list': route(
    nothing,
    returns<readonly { readonly path: string; readonly bytes: number; readonly createdAt: string }[]>(),
  ),
  'backup.merge': route(
    z.strictObject({ path }),
    returns<{ readonly runs: number; readonly scores: number; readonly models: number }>(),
  ),
  'cache.clear': route(nothing, returns<{ readonly bytes: number }>()),
  'cache.size': route(nothing, returns<{ readonly bytes: number; readonly database: number }>()),
} as const
