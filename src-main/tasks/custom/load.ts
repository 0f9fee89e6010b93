import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { LabError } from '../../../src-preload/contract/errors'
import { DECIDING_METRICS } from '../../../src-preload/contract/metrics'
import { BUILT_IN } from '../built-in'
import { choicesDocument, codePoints, utf8Bytes, type ScorableDocument, type Task } from '../task'
import { compileTemplate, type RowTemplate } from './template'

const CLOZE = ['acc', 'perplexity', 'bits_per_byte'] as const

const naming = {
  task: z
    .string()
    .regex(/^[\w.-]{1,80}$/, 'may hold letters, digits, _, - and .')
    .optional(),
  data: z.string().optional(),
  licence: z.string().default('not stated'),
}
const floor = z.number().min(0).max(0.999)
const common = {
  ...naming,
  context: z.string(),
  target: z.string(),
  delimiter: z.string().default(' '),
  floor: floor.default(0),
}

/** The format of a person's own task (docs/tasks.md). */
const definitionSchema = z.discriminatedUnion('type', [
  // other documents, asked as a built-in task asks them
  z.strictObject({
    type: z.literal('like'),
    ...naming,
    like: z.enum(BUILT_IN.map((t) => t.id)),
    floor: floor.optional(),
    metrics: z
      .array(z.enum([...DECIDING_METRICS, 'perplexity']))
      .min(1)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('multiple_choice'),
    ...common,
    choices: z.union([z.string(), z.array(z.string()).min(2)]),
    metrics: z
      .array(z.enum(DECIDING_METRICS))
      .min(1)
      .default([...DECIDING_METRICS]),
  }),
  z.strictObject({
    type: z.literal('loglikelihood'),
    ...common,
    metrics: z.array(z.enum(CLOZE)).min(1).default(['perplexity', 'acc']),
  }),
])

type Definition = z.output<typeof definitionSchema>
type RawRow = Readonly<Record<string, unknown>>

/** Reads a task definition from a YAML or JSON file. Throws `task.definition` naming the field. */
export async function loadCustomTask(path: string): Promise<Task> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new LabError(
      'task.unknown',
      `${path}: there is no such task definition (${cause.code ?? cause.message})`,
      { task: path },
      { cause },
    )
  })
  const definition = parseDefinition(text, path)
  const named = {
    id: definition.task ?? basename(path, extname(path)),
    source: { dataset: basename(path), split: 'all', documents: null, licence: definition.licence },
    definition: createHash('sha256').update(JSON.stringify(definition)).digest('hex'),
    ...(definition.data === undefined ? {} : { dataFile: resolve(dirname(path), definition.data) }),
  }
  if (definition.type === 'like') {
    const model = BUILT_IN.find((t) => t.id === definition.like) as Task
    const foreign = definition.metrics?.find((m) => !model.metrics.includes(m))
    if (foreign !== undefined)
      throw new LabError('task.definition', `${path}: the field metrics is not usable: ${model.id} has no ${foreign}`, {
        field: 'metrics',
      })
    return { ...model, ...named, floor: definition.floor ?? model.floor, metrics: definition.metrics ?? model.metrics }
  }
  return {
    ...named,
    version: 1,
    kind: definition.type === 'multiple_choice' ? 'multiple-choice' : 'loglikelihood',
    metrics: definition.metrics,
    floor: definition.floor,
    row: z.record(z.string(), z.unknown()),
    document: reader(definition, path) as unknown as Task['document'],
  }
}

function parseDefinition(text: string, path: string): Definition {
  let raw: unknown
  try {
    raw = parse(text)
  } catch (cause) {
    throw new LabError(
      'task.definition',
      `${path}: is no valid YAML or JSON: ${(cause as Error).message.split('\n')[0]}`,
      {},
      { cause },
    )
  }
  const parsed = definitionSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
  throw new LabError(
    'task.definition',
    `${path}: the field ${field || 'type'} is not usable: ${issue?.message ?? ''}`,
    { field },
  )
}

function reader(definition: Exclude<Definition, { type: 'like' }>, path: string): (row: RawRow) => ScorableDocument {
  const context = compileTemplate(definition.context, `${path}, context`)
  const target = compileTemplate(definition.target, `${path}, target`)
  if (definition.type === 'loglikelihood') {
    return (row) => {
      const word = target(row)
      return {
        pairs: [{ context: context(row), continuation: definition.delimiter + word }],
        target: 0,
        lengths: [codePoints(word)],
        bytes: [utf8Bytes(definition.delimiter + word)],
      }
    }
  }
  const choices = choicesReader(definition.choices, path)
  return (row) => {
    const texts = choices(row)
    return choicesDocument(context(row), texts, targetIndex(target(row), texts), definition.delimiter)
  }
}

function choicesReader(choices: string | readonly string[], path: string): (row: RawRow) => string[] {
  if (typeof choices !== 'string') {
    const templates: RowTemplate[] = choices.map((c, i) => compileTemplate(c, `${path}, choices ${i + 1}`))
    return (row) => templates.map((t) => t(row))
  }
  // the name of a column that holds the list, with dots for what lies inside: choices.text
  return (row) => {
    const value = choices
      .split('.')
      .reduce<unknown>(
        (v, key) =>
          (typeof v === 'string' ? tryJson(v) : v) instanceof Object
            ? ((typeof v === 'string' ? tryJson(v) : v) as RawRow)[key]
            : undefined,
        row,
      )
    const list = typeof value === 'string' ? tryJson(value) : value
    if (!Array.isArray(list) || list.length < 2)
      throw new LabError('task.row', `the column ${choices} holds no list of two or more choices`, { column: choices })
    return list.map(String)
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A target is the index of the right choice, or its text. */
function targetIndex(target: string, choices: readonly string[]): number {
  const index = choices.includes(target) ? choices.indexOf(target) : /^\d+$/.test(target.trim()) ? Number(target) : -1
  if (index < 0 || index >= choices.length)
    throw new LabError(
      'task.row',
      `the target ${JSON.stringify(target.slice(0, 40))} is neither one of the ${choices.length} choices nor the index of one`,
      {},
    )
  return index
}
