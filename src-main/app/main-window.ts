import { BrowserWindow } from 'electron'
import { builtFile } from '../services/built-file'

/** The app's only window: sandboxed, without remote content, without navigation, new windows or permissions. */
export function openMainWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
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
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  window.webContents.session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  window.once('ready-to-show', () => window.show())
  const development = process.env['ELECTRON_RENDERER_URL']
  void (development === undefined ? window.loadFile(builtFile('renderer', 'index.html')) : window.loadURL(development))
  return window
}
