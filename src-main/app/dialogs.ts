import { writeFile } from 'node:fs/promises'
import type { BrowserWindow} from 'electron';
import { dialog, type OpenDialogOptions } from 'electron'
import type { HostAbilities } from '../ipc/handlers'

const KINDS: Readonly<Record<'model' | 'documents' | 'folder' | 'database', OpenDialogOptions>> = {
  model: { properties: ['openFile', 'openDirectory'], filters: [{ name: 'GGUF', extensions: ['gguf'] }] },
  documents: { properties: ['openFile'], filters: [{ name: 'jsonl, csv, parquet', extensions: ['jsonl', 'csv', 'parquet'] }] },
  folder: { properties: ['openDirectory', 'createDirectory'] },
  database: { properties: ['openFile'], filters: [{ name: 'Atelier', extensions: ['db'] }] },
}

/** The platform's dialogs, and Electron's own printing. */
export function electronAbilities(window: BrowserWindow, chooseHome: (path: string | null) => void): HostAbilities {
  return {
    host: 'electron',
    async pick(kinds) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, KINDS[kinds])
      return canceled ? null : (filePaths[0] ?? null)
    },
    async printPdf(name) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: `${name}.pdf`, filters: [{ name: 'PDF', extensions: ['pdf'] }] })
      if (canceled) return null
      await writeFile(filePath, await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }))
      return filePath
    },
    chooseHome,
  }
}
