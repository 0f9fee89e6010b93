import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import type { Services } from '../services/services'
import { createHandlers } from './handlers'
import { createRouter } from './router'

const REQUEST = 'atelier:request'

/** Answers the requests of our own window's main frame, and of nobody else. Returns a function that ends it. */
export function connectIpc(services: Services, window: BrowserWindow): () => void {
  const route = createRouter(createHandlers(services, 'electron'))
  ipcMain.handle(REQUEST, (event: IpcMainInvokeEvent, name: unknown, input: unknown) => {
    if (event.senderFrame !== window.webContents.mainFrame) throw new Error('a request from a frame that is not ours')
    return route(name, input)
  })
  return () => ipcMain.removeHandler(REQUEST)
}
