import { app } from 'electron'
import { openMainWindow } from './app/main-window'
import { connectIpc } from './ipc/electron-ipc'
import { dataFolder } from './hosts/data-folder'
import { spawnElectronEngine } from './app/spawn-electron-engine'
import { createServices } from './services/services'
import { watchStore } from './services/store-watcher'

/** Composition root of the desktop app: constructs in order, disposes in reverse. */
async function start(): Promise<void> {
  await app.whenReady()
  const services = await createServices(dataFolder(), spawnElectronEngine())
  const window = openMainWindow()
  const disconnect = connectIpc(services, window)
  const stopWatching = watchStore(services.context, () => window.webContents.send('atelier:event', 'store.changed', { at: new Date().toISOString() }))
  app.on('will-quit', () => {
    stopWatching()
    disconnect()
    services.close()
  })
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    process.stderr.write(`atelier: ${error instanceof Error ? error.message : String(error)}\n`)
    app.exit(1)
  })
  app.on('window-all-closed', () => app.quit())
} else {
  app.quit()
}
