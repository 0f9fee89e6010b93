import { Worker } from 'node:worker_threads'
import { LabError } from '../../src-preload/contract/errors'
import { builtFile } from '../system/package-files'
import { hasPythonPackages, pythonFolder } from './packages'
import type {
  FunctionRule,
  ProcessAnswer,
  ProcessRequest,
  RenderAnswer,
  RenderedRow,
  RenderRequest,
  StartProblem,
} from './protocol'

/** Rows that go to Python at once: an answer comes often enough for progress, and a call costs nothing beside them. */
const ROWS_AT_ONCE = 2000
/** A thread that nobody asks is given back: it holds about 150 MB. */
const IDLE_MS = 120_000

/** A Python that was started, and one question after another to it. */
class Python {
  private last: Promise<unknown> = Promise.resolve()
  private idle: NodeJS.Timeout | undefined

  private constructor(
    private readonly worker: Worker,
    private readonly onEnd: () => void,
  ) {
    this.rest()
  }

  static async start(folder: string, onEnd: () => void): Promise<Python> {
    if (!(await hasPythonPackages(folder)))
      throw new LabError(
        'task.no-python',
        'templates need Jinja2, which is not there: atelier doctor --install templates fetches it (200 kB)',
        {},
      )
    const worker = new Worker(builtFile('main', 'python.js'), { workerData: folder, stdout: true, stderr: true })
    worker.unref()
    const first = (await answerOf(worker)) as '' | StartProblem
    if (first !== '') {
      await worker.terminate()
      throw new LabError('task.no-python', `Python could not be started: ${first.problem.slice(0, 200)}`, {})
    }
    return new Python(worker, onEnd)
  }

  ask<T>(request: RenderRequest | ProcessRequest): Promise<T> {
    clearTimeout(this.idle)
    const asked = this.last.then(async () => {
      const answer = answerOf(this.worker)
      this.worker.postMessage(JSON.stringify(request))
      return JSON.parse((await answer) as string) as T
    })
    this.last = asked.catch(() => this.end())
    void this.last.finally(() => this.rest())
    return asked
  }

  private rest(): void {
    clearTimeout(this.idle)
    this.idle = setTimeout(() => this.end(), IDLE_MS).unref()
  }

  private end(): void {
    this.onEnd()
    void this.worker.terminate()
  }
}

/** The next thing that a thread says, or why it says nothing more. */
function answerOf(worker: Worker): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const failed = (why: string): void =>
    reject(new LabError('task.python', `Python ended while it worked on a template: ${why.slice(0, 200)}`, {}))
  const onError = (error: Error): void => failed(error.message)
  const onExit = (code: number): void => failed(`exit code ${code}`)
  worker.once('message', resolve).once('error', onError).once('exit', onExit)
  // a waiting question keeps the host alive, an idle thread does not
  worker.ref()
  return promise.finally(() => {
    worker.off('message', resolve).off('error', onError).off('exit', onExit)
    worker.unref()
  })
}

let running: Promise<Python> | undefined

/**
 * What templates and functions make of rows, as Jinja2 and lm-evaluation-harness 0.4.13 do. Python is started at the first
 * call (1 to 6 s) and given back when nobody asks it any more.
 *
 * @returns a row each
 * @throws `task.no-python` where Jinja2 is not installed; `task.definition` naming the field that cannot be read
 */
export async function renderRows(
  { fields, columns, rows }: RenderRequest,
  where: string,
  folder = pythonFolder(),
): Promise<readonly RenderedRow[]> {
  const python = await started(folder)
  const rendered: RenderedRow[] = []
  for (let from = 0; from === 0 || from < rows.length; from += ROWS_AT_ONCE) {
    const answer = await python.ask<RenderAnswer>({ fields, columns, rows: rows.slice(from, from + ROWS_AT_ONCE) })
    if (!('rows' in answer)) throw unusable(where, answer)
    for (const row of answer.rows) rendered.push(row)
  }
  return rendered
}

/**
 * Rows through a function of a task file that takes and gives a whole split, as JSON texts.
 *
 * @throws `task.no-python` as `renderRows`; `task.definition` where the function fails
 */
export async function processRows(
  process: FunctionRule,
  rows: readonly string[],
  where: string,
): Promise<readonly string[]> {
  const python = await started(pythonFolder())
  const answer = await python.ask<ProcessAnswer>({ process, rows })
  if (!('processed' in answer)) throw unusable(where, answer)
  return answer.processed
}

async function started(folder: string): Promise<Python> {
  running ??= Python.start(folder, () => (running = undefined))
  return running.catch((error: unknown) => {
    running = undefined
    throw error
  })
}

const unusable = (where: string, { field, why }: { readonly field: string; readonly why: string }): LabError =>
  new LabError('task.definition', `${where}: the field ${field} is not usable: ${why}`, { field })
