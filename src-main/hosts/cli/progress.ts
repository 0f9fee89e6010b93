import { SingleBar } from 'cli-progress'
import type { RunProgress } from '../../../src-preload/contract/run'
import { duration } from './print'

export interface ProgressPrinter {
  readonly update: (progress: RunProgress) => void
  readonly log: (line: string) => void
  readonly stop: () => void
}

const LINE_EVERY_MS = 5_000

/** A bar on a terminal, one line every few seconds elsewhere. */
export function createProgressPrinter(stream: NodeJS.WriteStream): ProgressPrinter {
  return stream.isTTY ? barPrinter(stream) : linePrinter(stream)
}

const left = (p: RunProgress): string => (p.secondsLeft === null ? '' : `≈ ${duration(p.secondsLeft)} left`)

function barPrinter(stream: NodeJS.WriteStream): ProgressPrinter {
  const bar = new SingleBar({
    stream,
    format: '{bar} {percent} %  {documentsDone}/{documents} documents  {left}{message}',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 1,
  })
  let running = false
  const stop = (): void => {
    if (running) bar.stop()
    running = false
  }
  return {
    update(p) {
      if (!running) bar.start(100, 0, { documentsDone: 0, documents: 0, left: '', message: '', percent: '0' })
      running = true
      bar.update(p.fraction * 100, {
        documentsDone: p.documentsDone,
        documents: p.documents,
        left: left(p),
        message: p.message === '' ? '' : `  ${p.message}`,
        percent: (p.fraction * 100).toFixed(0),
      })
    },
    log(line) {
      stop()
      stream.write(`${line}\n`)
    },
    stop,
  }
}

function linePrinter(stream: NodeJS.WriteStream): ProgressPrinter {
  let last = -Infinity
  let phase = ''
  return {
    update(p) {
      const now = performance.now()
      if (now - last < LINE_EVERY_MS && p.phase === phase) return
      last = now
      phase = p.phase
      const what =
        p.phase === 'running'
          ? `${(p.fraction * 100).toFixed(1)} %, ${p.documentsDone} of ${p.documents} documents, ${left(p)}`
          : `${p.phase}${p.message === '' ? '' : `: ${p.message}`}`
      stream.write(`${what}\n`)
    },
    log: (line) => void stream.write(`${line}\n`),
    stop: () => undefined,
  }
}
