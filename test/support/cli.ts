import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RunResult } from '../../src-preload/contract/run'
import { temporaryFolder } from './tiny-model'

const CLI = resolve(import.meta.dirname, '../../out/main/cli.js')

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** Resolves when the error output matches. */
  readonly says: (pattern: RegExp) => Promise<void>
}

/** Starts the built command line on a data folder. */
export function start(
  home: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Started {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ATELIER_HOME: home, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd ? { cwd: options.cwd } : {}),
  })
  let stdout = ''
  let stderr = ''
  const waiting: { pattern: RegExp; resolve: () => void }[] = []
  child.stdout.setEncoding('utf8').on('data', (t: string) => (stdout += t))
  child.stderr.setEncoding('utf8').on('data', (t: string) => {
    stderr += t
    for (const w of waiting) if (w.pattern.test(stderr)) w.resolve()
  })
  const finished = new Promise<Finished>((done) =>
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr })),
  )
  return {
    child,
    finished,
    says: (pattern) =>
      new Promise((done, fail) => {
        if (pattern.test(stderr)) return done()
        waiting.push({ pattern, resolve: done })
        void finished.then((f) =>
          fail(new Error(`it ended (${f.code}) without saying ${String(pattern)}: ${f.stderr}`)),
        )
      }),
  }
}

export const run = (home: string, ...args: string[]): Promise<Finished> => start(home, args).finished

export async function runJson(home: string, ...args: string[]): Promise<RunResult> {
  const { code, stdout, stderr } = await run(home, ...args, '--json')
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`)
  return JSON.parse(stdout) as RunResult
}

const WORDS =
  'painter ochre terracotta light layers picture laid over moved left question answer café owner mind mixed before changed one another'.split(
    ' ',
  )

/** A file of LAMBADA-like documents and one of ARC-like ones, made of a few words. */
export function documents(n: number): { readonly lambada: string; readonly arc: string } {
  const folder = temporaryFolder('documents')
  const text = (seed: number, length: number): string =>
    Array.from({ length }, (_, i) => WORDS[(seed * 7 + i * i * 3 + i * seed) % WORDS.length]).join(' ')
  const lambada = join(folder, 'lambada.jsonl')
  const arc = join(folder, 'arc.jsonl')
  writeFileSync(lambada, Array.from({ length: n }, (_, i) => JSON.stringify({ text: `${text(i + 1, 6)}.` })).join('\n'))
  writeFileSync(
    arc,
    Array.from({ length: n }, (_, i) =>
      JSON.stringify({
        id: `q${i}`,
        question: `${text(i + 5, 4)}?`,
        choices: { text: [text(i, 2), text(i + 3, 1), text(i + 4, 2), text(i + 9, 1)], label: ['A', 'B', 'C', 'D'] },
        answerKey: 'ABCD'[i % 4],
      }),
    ).join('\n'),
  )
  return { lambada, arc }
}
