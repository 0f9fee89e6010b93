// A stand-in for the module `electron`: enough for the built main process and preload to run under Node, so that their
// settings, handlers, dialogs and engine can be looked at. It proves nothing about Chromium or its sandbox.
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'

/** What the main process did, and `answers`: what a person would say to its dialogs. */
export const seen = (globalThis.electronStub ??= {
  windows: [],
  handlers: new Map(),
  loaded: [],
  exposed: {},
  asked: [],
  engines: [],
  answers: { message: 1, open: null, save: null },
})

class WebContents extends EventEmitter {
  sent = []
  mainFrame = { name: 'main frame' }
  session = {
    setPermissionRequestHandler: (decide) => (this.decide = decide),
    setPermissionCheckHandler: (check) => (this.check = check),
  }
  send(channel, ...message) {
    this.sent.push(channel)
    ipcRenderer.emit(channel, {}, ...structuredClone(message))
  }
  setWindowOpenHandler(open) {
    this.open = open
  }
}

export class BrowserWindow extends EventEmitter {
  webContents = new WebContents()
  progress = []
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
  focus() {
    this.focused = true
  }
  maximize() {}
  isMinimized = () => false
  isMaximized = () => false
  isDestroyed = () => this.closed === true
  isFocused = () => true
  getNormalBounds = () => ({ x: 10, y: 20, width: 1300, height: 800 })
  setProgressBar(share) {
    this.progress.push(share)
  }
  close() {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (prevented) return
    this.closed = true
    app.emit('window-all-closed')
  }
}

export const app = Object.assign(new EventEmitter(), {
  whenReady: () => Promise.resolve(),
  requestSingleInstanceLock: () => true,
  quit: () => {
    let prevented = false
    app.emit('will-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) app.emit('quit')
  },
  exit: (code) => process.exit(code),
  getLocale: () => 'zh-CN',
})
export const ipcMain = {
  handle: (channel, handler) => seen.handlers.set(channel, handler),
  removeHandler: (channel) => seen.handlers.delete(channel),
}
export const ipcRenderer = Object.assign(new EventEmitter(), {
  // arguments and answers are cloned, as between processes
  invoke: async (channel, ...args) =>
    structuredClone(
      await seen.handlers.get(channel)(
        { senderFrame: seen.windows[0].webContents.mainFrame },
        ...structuredClone(args),
      ),
    ),
})
export const contextBridge = { exposeInMainWorld: (name, api) => (seen.exposed[name] = api) }
export const Menu = { buildFromTemplate: (template) => template, setApplicationMenu: (menu) => (seen.menu = menu) }
export const dialog = {
  showOpenDialog: async (_window, options) => (
    seen.asked.push(options),
    { canceled: seen.answers.open === null, filePaths: seen.answers.open === null ? [] : [seen.answers.open] }
  ),
  showSaveDialog: async (_window, options) => (
    seen.asked.push(options),
    { canceled: seen.answers.save === null, filePath: seen.answers.save }
  ),
  showMessageBox: async (_window, options) => (seen.asked.push(options), { response: seen.answers.message }),
}
export class Notification extends EventEmitter {
  static isSupported = () => false
  show() {}
}
export const webUtils = { getPathForFile: (file) => file.path }
/** A real process with the real engine, with the calls of Electron's utility process. */
export const utilityProcess = {
  fork(entry, args, { env, serviceName }) {
    const child = fork(entry, args, { env, serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    seen.engines.push(serviceName)
    return Object.assign(child, { postMessage: (message) => child.connected && child.send(message, () => undefined) })
  },
}
