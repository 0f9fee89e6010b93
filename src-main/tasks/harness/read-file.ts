import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { LabError } from '../../../src-preload/contract/errors'
import type { FunctionRule } from '../../python/protocol'

export type Raw = Readonly<Record<string, unknown>>

/**
 * A task file of lm-evaluation-harness with what it includes; its own keys win. Functions are read with the text of the
 * file that they stand in, documents by the folder of the file that names them.
 *
 * @throws `task.definition` naming the file and the key
 */
export async function readTaskFile(path: string, seen: readonly string[] = []): Promise<Raw> {
  const file = resolve(path)
  if (seen.includes(file)) throw problem(path, 'it includes itself')
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new LabError(
      'task.unknown',
      `${path}: cannot be read (${cause.code ?? cause.message})`,
      { task: path },
      { cause },
    )
  })
  const raw = parseTaskText(text, path)
  const { include, ...own } = (await resolved(raw, dirname(file), path)) as Record<string, unknown>
  let merged: Record<string, unknown> = {}
  for (const name of include === undefined ? [] : [include].flat()) {
    if (typeof name !== 'string') throw problem(path, 'the field include is no name of a file')
    const included = isAbsolute(name) ? name : join(dirname(file), name)
    merged = { ...merged, ...(await readTaskFile(included, [...seen, file])) }
  }
  return { ...merged, ...own }
}

/** As PyYAML reads it: YAML 1.1, with `!function`. Throws `task.definition`. */
export function parseTaskText(text: string, path: string): Raw {
  let value: unknown
  try {
    value = parse(text, { version: '1.1', customTags: [FUNCTION_TAG] })
  } catch (cause) {
    throw problem(path, `is no valid YAML or JSON: ${(cause as Error).message.split('\n')[0]}`, cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw problem(path, 'is no task file: it holds no fields')
  return value as Raw
}

const problem = (path: string, why: string, cause?: unknown): LabError =>
  new LabError('task.definition', `${path}: ${why}`, {}, { cause })

class NamedFunction {
  constructor(readonly name: string) {}
}
const FUNCTION_TAG = { tag: '!function', resolve: (name: string): NamedFunction => new NamedFunction(name) }

/** Values with the functions that they name read, and the files of documents found. */
async function resolved(value: unknown, folder: string, path: string, key = ''): Promise<unknown> {
  if (value instanceof NamedFunction) return readFunction(value.name, folder, path, key)
  if (Array.isArray(value)) return Promise.all(value.map((v) => resolved(v, folder, path, key)))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(
    async ([k, v]) => [k, k === 'data_files' ? located(v, folder) : await resolved(v, folder, path, k)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

/** An address elsewhere stays as it is: its file is given by the person. */
export const isAddress = (file: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(file)

const located = (files: unknown, folder: string): unknown =>
  typeof files === 'string'
    ? isAddress(files)
      ? files
      : resolve(folder, files)
    : Array.isArray(files)
      ? files.map((f) => located(f, folder))
      : files instanceof Object
        ? Object.fromEntries(Object.entries(files).map(([split, f]) => [split, located(f, folder)]))
        : files

async function readFunction(name: string, folder: string, path: string, key: string): Promise<FunctionRule> {
  const at = name.lastIndexOf('.')
  const file = join(folder, `${name.slice(0, at).replaceAll('.', '/')}.py`)
  const text = at < 0 ? null : await readFile(file, 'utf8').catch(() => null)
  if (text === null)
    throw problem(path, `the field ${key} is !function ${name}, and ${file} is not there: put that file beside it`)
  return { module: file, text, function: name.slice(at + 1) }
}
