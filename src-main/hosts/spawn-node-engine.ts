import { fork } from 'node:child_process'
import type { EngineProcess, SpawnEngine } from '../engine/process/engine-client'
import type { FromEngine } from '../engine/process/protocol'
import { builtFile } from '../system/package-files'
import { LastWords } from '../system/last-words'

/** Starts engines as children of a Node host. */
export function spawnNodeEngine(entry = builtFile('main', 'engine.js')): SpawnEngine {
  return (environment): EngineProcess => {
    const child = fork(entry, [], {
      env: { ...process.env, ...environment },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const lastWords = new LastWords()
    child.stderr?.setEncoding('utf8').on('data', (text: string) => lastWords.add(text))
    return {
      pid: child.pid ?? -1,
      send: (message) => {
        // the process may be gone already: its exit is reported, not the failed send
        if (child.connected) child.send(message, () => undefined)
      },
      onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
      onExit: (listener) => {
        let told = false
        const tell = (reason: string): void => {
          if (told) return
          told = true
          listener(lastWords.explain(reason))
        }
        child.on('exit', (code, signal) => tell(signal ? `killed by ${signal}` : `exit code ${code}`))
        child.on('error', (error) => tell(error.message))
      },
      kill: () => void child.kill('SIGKILL'),
    }
  }
}
