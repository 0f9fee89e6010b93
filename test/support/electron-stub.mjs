// A stand-in for the module `electron`: enough for the built main process and preload to start under Node, so that their
// settings and handlers can be looked at. It proves nothing about Chromium or its sandbox.
import { EventEmitter } from 'node:events'

export const seen = (globalThis.electronStub ??= { windows: [], handlers: new Map(), loaded: [], exposed: {} })

class WebContents extends EventEmitter {
  sent = []
  mainFrame = { name: 'main frame' }
  session = { setPermissionRequestHandler: (decide) => (this.decide = decide) }
  send(...message) {
    this.sent.push(message)
  }
  setWindowOpenHandler(open) {
    this.open = open
  }
}

export class BrowserWindow extends EventEmitter {
  webContents = new WebContents()
  constructor(options) {
    super()
    this.options = options
    seen.windows.push(this)
  }
  async loadFile(file) {
    seen.loaded.push(file)
    this.emit('ready-to-show')
  }
  show() {
    this.shown = true
  }
  maximize() {}
  isMaximized = () => false
  isDestroyed = () => false
  isFocused = () => true
  getNormalBounds = () => ({ x: 0, y: 0, width: 1440, height: 900 })
  setProgressBar(share) {
    this.progress = share
  }
  close() {
    this.emit('close', { preventDefault() {} })
  }
}

export const app = Object.assign(new EventEmitter(), {
  whenReady: () => Promise.resolve(),
  requestSingleInstanceLock: () => true,
  quit: () => app.emit('will-quit', { preventDefault() {} }),
  exit: (code) => process.exit(code),
  getLocale: () => 'zh-CN',
})
export const ipcMain = {
  handle: (channel, handler) => seen.handlers.set(channel, handler),
  removeHandler: (channel) => seen.handlers.delete(channel),
}
export const ipcRenderer = Object.assign(new EventEmitter(), {
  // arguments and answers are cloned, as between processes
  invoke: async (channel, ...args) => structuredClone(await seen.handlers.get(channel)({ senderFrame: seen.windows[0].webContents.mainFrame }, ...structuredClone(args))),
})
export const contextBridge = { exposeInMainWorld: (name, api) => (seen.exposed[name] = api) }
export const Menu = { buildFromTemplate: (template) => template, setApplicationMenu: (menu) => (seen.menu = menu) }
export const dialog = { showOpenDialog: async () => ({ canceled: true, filePaths: [] }), showSaveDialog: async () => ({ canceled: true }), showMessageBox: async () => ({ response: 1 }) }
export class Notification extends EventEmitter {
  static isSupported = () => false
  show() {}
}
export const webUtils = { getPathForFile: (file) => file.path }
export const utilityProcess = { fork: () => new EventEmitter() }
