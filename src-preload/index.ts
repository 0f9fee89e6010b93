import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge } from './contract/bridge'
import { EVENT, REQUEST } from './contract/ipc-names'

const bridge: Bridge = {
  request: (route, input) => ipcRenderer.invoke(REQUEST, route, input),
  on(event, listener) {
    const relay = (_: unknown, name: string, payload: unknown): void => {
      if (name === event) listener(payload as never)
    }
    ipcRenderer.on(EVENT, relay)
    return () => void ipcRenderer.off(EVENT, relay)
  },
  pathOf: (file) => webUtils.getPathForFile(file as File),
}

contextBridge.exposeInMainWorld('atelier', bridge)
