import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { loadPyodide } from 'pyodide'
import { PYTHON_PACKAGES } from './packages'
import prompts from './prompts.py?raw'
import type { StartProblem } from './protocol'

/** A thread with a Python that has Jinja2 and nothing of the machine: no files, no network. */
const port = parentPort
if (!port) throw new Error('this file is a worker of python.ts')

/** What is used of Pyodide. */
interface Interpreter {
  readonly globals: { get: (name: string) => unknown; set: (name: string, value: unknown) => void }
  readonly toPy: (value: unknown) => unknown
  readonly unpackArchive: (bytes: Uint8Array, format: string, options: { extractDir: string }) => void
  readonly runPython: (code: string) => unknown
}

/** What Pyodide itself offers of the world outside cannot be imported any more. */
const CLOSED = `
import sys
offered = ('js', 'pyodide_js', 'pyodide', '_pyodide', '_pyodide_core')
for name in {*offered, *(n for n in sys.modules if n.split('.')[0] in offered)}:
    sys.modules[name] = None
`

async function start(): Promise<(request: string) => string> {
  // none of this process's globals: a task's functions reach neither its files nor its network
  const jsglobals = { Object, setTimeout, clearTimeout } as unknown as typeof globalThis
  const python = (await loadPyodide({ jsglobals })) as unknown as Interpreter
  await addPackages(python, workerData as string)
  python.runPython(prompts)
  python.runPython(CLOSED)
  return python.globals.get('answer') as (request: string) => string
}

async function addPackages(python: Interpreter, folder: string): Promise<void> {
  const paths: string[] = []
  for (const { file, format, modules } of PYTHON_PACKAGES) {
    const into = `/packages/${file}`
    // Python takes plain arrays only, and a file is read as a Buffer
    const bytes = new Uint8Array(await readFile(join(folder, file)))
    python.unpackArchive(bytes, format, { extractDir: into })
    paths.push(modules === '' ? into : `${into}/${modules}`)
  }
  python.globals.set('paths', python.toPy(paths))
  python.runPython('import sys; sys.path += list(paths)')
}

start().then(
  (answer) => {
    port.on('message', (request: string) => port.postMessage(answer(request)))
    port.postMessage('')
  },
  (error: unknown) => port.postMessage({ problem: String((error as Error).message) } satisfies StartProblem),
)
