import { EngineServer } from '../engine/process/engine-server'
import type { FromEngine, ToEngine } from '../engine/process/protocol'
import { createOnnxRuntime } from '../engine/runtime/onnx/onnx-runtime'
import { openModel } from '../models/open-model'
import { openWeights } from '../models/weights'

/**
 * Entry of an engine process: started by `child_process.fork` under Node and by `utilityProcess.fork` under Electron. It
 * ends when its host does.
 */
interface ParentPort {
  readonly postMessage: (message: FromEngine) => void
  readonly on: (event: 'message', listener: (event: { readonly data: ToEngine }) => void) => void
}
const electronPort = (process as { parentPort?: ParentPort }).parentPort

const send = (message: FromEngine): void => {
  if (electronPort) electronPort.postMessage(message)
  else process.send?.(message)
}

const server = new EngineServer({
  send,
  createRuntime: createOnnxRuntime,
  async openModel(path, fingerprint) {
    const opened = await openModel(path)
    return { fingerprint, graph: opened.graph, weights: openWeights(opened.weights) }
  },
})

if (electronPort) electronPort.on('message', (event) => server.receive(event.data))
else {
  process.on('message', (message) => server.receive(message as ToEngine))
  process.on('disconnect', () => process.exit(0))
}
// Ctrl-C reaches the whole process group: the host decides what becomes of the engine
process.on('SIGINT', () => undefined)
