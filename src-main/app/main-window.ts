import { BrowserWindow, dialog } from 'electron'
import { builtFile } from '../system/package-files'
import type { MenuTexts } from './menu-texts'
import { readWindowState, rememberWindowState } from './window-state'

/** The only permission that the page has: to put on the clipboard what a person copies. It never reads it. */
const COPYING = 'clipboard-sanitized-write'

/** The app's only window: sandboxed, without remote content, navigation, new windows, or permissions but copying. */
export function openMainWindow(home: string): BrowserWindow {
  const state = readWindowState(home)
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    webPreferences: {
      preload: builtFile('preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  })
  if (state.maximized) window.maximize()
  rememberWindowState(home, window)
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  window.webContents.session.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === COPYING),
  )
  window.webContents.session.setPermissionCheckHandler((_contents, permission) => permission === COPYING)
  window.once('ready-to-show', () => window.show())
  const development = process.env['ELECTRON_RENDERER_URL']
  void (development === undefined ? window.loadFile(builtFile('renderer', 'index.html')) : window.loadURL(development))
  return window
}

/** Asks before a window closes while a run goes on; the run then ends at its present batch and can be resumed. */
export function askBeforeClosing(window: BrowserWindow, isRunning: () => boolean, texts: () => MenuTexts): void {
  let sure = false
  window.on('close', (event) => {
    if (sure || !isRunning()) return
    event.preventDefault()
    const t = texts()
    void dialog
      .showMessageBox(window, {
        type: 'question',
        message: t.closeQuestion,
        detail: t.closeDetail,
        buttons: [t.closeStop, t.closeStay],
        defaultId: 1,
        cancelId: 1,
      })
      .then(({ response }) => {
        if (response !== 0) return
        sure = true
        window.close()
      })
  })
}
