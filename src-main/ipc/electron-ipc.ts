import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import { EVENT, REQUEST } from '../../src-preload/contract/ipc-names'
import type { Lab } from './lab'
import { createHandlers } from './create-handlers'
import type { HostAbilities } from './host-abilities'
import { createRouter } from './router'

/** Answers the requests of our own window's main frame, and of nobody else; passes events on. Returns a function that ends it. */
export function connectIpc(lab: Lab, window: BrowserWindow, abilities: HostAbilities): () => void {
  const route = createRouter(createHandlers(lab, abilities))
  ipcMain.handle(REQUEST, (event: IpcMainInvokeEvent, name: unknown, input: unknown) => {
    if (event.senderFrame !== window.webContents.mainFrame) throw new Error('a request from a frame that is not ours')
    return route(name, input)
  })
  const stopTelling = lab.context.events.subscribe((event, payload) => {
    if (!window.isDestroyed()) window.webContents.send(EVENT, event, payload)
  })
  return () => {
    stopTelling()
    ipcMain.removeHandler(REQUEST)
  }
}
