import { utilityProcess } from 'electron'
import type { EngineProcess, SpawnEngine } from '../engine/process/engine-client'
import type { FromEngine } from '../engine/process/protocol'
import { builtFile } from '../system/package-files'
import { LastWords } from '../system/last-words'

/** Starts engines as Electron utility processes. */
export function spawnElectronEngine(): SpawnEngine {
  return (environment): EngineProcess => {
    const child = utilityProcess.fork(builtFile('main', 'engine.js'), [], {
      env: { ...process.env, ...environment },
      serviceName: 'Atelier engine',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const lastWords = new LastWords()
    child.stderr?.on('data', (text: Buffer) => lastWords.add(text.toString()))
    return {
      get pid() {
        return child.pid ?? -1
      },
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
      onExit: (listener) => void child.on('exit', (code) => listener(lastWords.explain(`exit code ${code}`))),
      kill: () => void child.kill(),
    }
  }
}
