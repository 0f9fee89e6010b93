import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import type { PathKind } from '../../src-preload/contract/host'
import type { HostAbilities } from '../ipc/host-abilities'
import type { MenuTexts } from './menu-texts'

const GGUF = [{ name: 'GGUF', extensions: ['gguf'] }]
const DOCUMENTS = ['jsonl', 'json', 'csv', 'tsv', 'parquet', 'txt']
const KINDS: Readonly<Record<Exclude<PathKind, 'model'>, OpenDialogOptions>> = {
  documents: {
    properties: ['openFile'],
    filters: [{ name: DOCUMENTS.join(', '), extensions: DOCUMENTS }],
  },
  folder: { properties: ['openDirectory', 'createDirectory'] },
  database: { properties: ['openFile'], filters: [{ name: 'Atelier', extensions: ['db', 'zip'] }] },
}

/** A dialog for files and folders alike exists on macOS only: elsewhere a person says first which it is. Null: neither. */
async function modelOptions(window: BrowserWindow, t: MenuTexts): Promise<OpenDialogOptions | null> {
  if (process.platform === 'darwin') return { properties: ['openFile', 'openDirectory'], filters: GGUF }
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: t.modelQuestion,
    buttons: [t.modelFolder, t.modelFile, t.cancel],
    defaultId: 0,
    cancelId: 2,
  })
  return response === 0
    ? { properties: ['openDirectory'] }
    : response === 1
      ? { properties: ['openFile'], filters: GGUF }
      : null
}

/** The platform's dialogs. */
export function electronAbilities(
  window: BrowserWindow,
  texts: () => MenuTexts,
  chooseHome: (path: string | null) => void,
): HostAbilities {
  return {
    host: 'electron',
    async pick(kinds, several) {
      const options = kinds === 'model' ? await modelOptions(window, texts()) : KINDS[kinds]
      if (options === null) return []
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        ...options,
        properties: [...(options.properties ?? []), ...(several ? (['multiSelections'] as const) : [])],
      })
      return canceled ? [] : filePaths
    },
    chooseHome,
  }
}
