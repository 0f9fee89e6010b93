import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { EngineProcess, SpawnEngine } from '../engine/process/engine-client'
import type { FromEngine } from '../engine/process/protocol'

/** Starts engines as Electron utility processes. */
export function spawnElectronEngine(): SpawnEngine {
  return (environment): EngineProcess => {
    const child = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], {
      env: { ...process.env, ...environment },
      serviceName: 'Atelier engine',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let lastWords = ''
    child.stderr?.on('data', (text: Buffer) => {
      lastWords = (lastWords + text.toString()).slice(-2000)
    })
    return {
      get pid() {
        return child.pid ?? -1
      },
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
      onExit: (listener) => void child.on('exit', (code) => listener(`exit code ${code}${lastWords.trim() ? `; it last wrote: ${lastWords.trim().split('\n').at(-1)}` : ''}`)),
      kill: () => void child.kill(),
    }
  }
}
