import { app, Notification } from 'electron'
import { electronAbilities } from './app/dialogs'
import { askBeforeClosing, openMainWindow } from './app/main-window'
import { setMenu } from './app/menu'
import { menuTexts, type MenuTexts } from './app/menu-texts'
import { spawnElectronEngine } from './app/spawn-electron-engine'
import { dataFolder, rememberDataFolder } from './hosts/data-folder'
import { connectIpc } from './ipc/electron-ipc'
import { openLab } from './hosts/lab'
import { watchStore } from './home/store-watcher'

/** Composition root of the desktop app: constructs in order, disposes in reverse. */
async function start(): Promise<void> {
  await app.whenReady()
  const home = dataFolder()
  const lab = await openLab(home, spawnElectronEngine())
  const { context, queue } = lab
  const texts = (): MenuTexts => menuTexts(context.settings.settings().language, app.getLocale())
  setMenu(texts())
  const window = openMainWindow(home)
  askBeforeClosing(window, () => queue.state().running !== null, texts)
  const disconnect = connectIpc(lab, window, electronAbilities(window, texts, rememberDataFolder))
  const stopWatching = watchStore(context)
  const stopTelling = context.events.subscribe((event, payload) => {
    if (event === 'store.changed') setMenu(texts())
    if (event === 'run.progress') window.setProgressBar((payload as { fraction: number }).fraction)
    if (event === 'queue.changed' && queue.state().running === null) {
      window.setProgressBar(-1)
      if (!window.isFocused() && Notification.isSupported() && queue.state().waiting.length === 0)
        new Notification({ title: 'Atelier', body: context.runs.entries.entries()[0]?.name ?? '' }).show()
    }
  })
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    stopTelling()
    stopWatching()
    disconnect()
    void lab.close().finally(() => {
      closed = true
      app.quit()
    })
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
