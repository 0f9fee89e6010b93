import { createHash } from 'node:crypto'
import { basename, dirname, extname, resolve } from 'node:path'
import { z } from 'zod'
import { LabError } from '../../../src-preload/contract/errors'
import { CHOICE_METRICS, DECIDING_METRICS } from '../../../src-preload/contract/metrics'
import { ASKED_ROW } from '../asked'
import { BUILT_IN } from '../built-in'
import {
  choicesDocument,
  codePoints,
  rowProblem,
  utf8Bytes,
  wholeText,
  type ScorableDocument,
  type Task,
} from '../task'
import { TEXT_SPLITS, type FileRow } from '../loaders/rows'
import { ANSWER_FORMS, type AnswerForm } from '../../../src-preload/contract/own-task'
import { ANSWER_WORDS, answerIndex } from './answer'
import { renderTemplates, type RenderedRow, type Templates } from './render'

const CLOZE = ['acc', 'perplexity', 'bits_per_byte'] as const
const WHOLE = ['word_perplexity', 'byte_perplexity', 'bits_per_byte'] as const

const naming = {
  task: z
    .string()
    .regex(/^[\w.-]{1,80}$/, 'may hold letters, digits, _, - and .')
    .optional(),
  data: z.string().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'is no SHA-256: 64 digits of 0 to 9 and a to f')
    .optional(),
  licence: z.string().default('not stated'),
  split: z.enum(TEXT_SPLITS).optional(),
  leave_out: z.array(z.number().int().min(1)).optional(),
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
    /** Of a task that has answers written. */
    max_new_tokens: z.number().int().min(1).optional(),
    /** Examples before each question, unless a run says otherwise. */
    fewshot: z.number().int().min(0).max(100).optional(),
  }),
  z.strictObject({
    type: z.literal('multiple_choice'),
    ...common,
    choices: z.union([z.string(), z.array(z.string()).min(2)]),
    answer: z.enum(ANSWER_FORMS).optional(),
    metrics: z
      .array(z.enum(CHOICE_METRICS))
      .min(1)
      .default([...CHOICE_METRICS]),
  }),
  // whole texts, in windows of the model's context
  z.strictObject({
    type: z.literal('rolling'),
    ...naming,
    /** Absent: the column `text`. */
    target: z.string().optional(),
    /** Tokens of a window, where the model's context is longer. */
    window: z.number().int().min(2).optional(),
    metrics: z
      .array(z.enum(WHOLE))
      .min(1)
      .default([...WHOLE]),
  }),
  z.strictObject({
    type: z.literal('loglikelihood'),
    ...common,
    metrics: z.array(z.enum(CLOZE)).min(1).default(['perplexity', 'acc']),
  }),
])

type Definition = z.output<typeof definitionSchema>
/** One with templates of its own. */
type Asking = Exclude<Definition, { type: 'like' | 'rolling' }>

/** A definition that was read or made, as a task; `path` is where it stands, or would. Throws `task.definition`. */
export function customTask(raw: unknown, path: string): Task {
  const definition = checked(raw, path)
  // what a file must hold is no part of how it is asked: documents are told apart by what is in them
  const { sha256: dataHash, ...asked } = definition
  const { leave_out: leftOut = [] } = definition
  const named = {
    id: definition.task ?? basename(path, extname(path)),
    source: {
      dataset: basename(path),
      split: leftOut.length === 0 ? 'all' : `all but ${leftOut.length} ${leftOut.length === 1 ? 'row' : 'rows'}`,
      documents: null,
      licence: definition.licence,
    },
    definition: createHash('sha256').update(JSON.stringify(asked)).digest('hex'),
    ...(definition.split === undefined ? {} : { split: definition.split }),
    ...(leftOut.length === 0 ? {} : { leftOut }),
    ...(dataHash === undefined ? {} : { dataHash }),
    ...(definition.data === undefined ? {} : { dataFile: resolve(dirname(path), definition.data) }),
  }
  if (definition.type === 'like') {
    const model = BUILT_IN.find((t) => t.id === definition.like) as Task
    const foreign = definition.metrics?.find((m) => !model.metrics.includes(m))
    if (foreign !== undefined)
      throw new LabError('task.definition', `${path}: the field metrics is not usable: ${model.id} has no ${foreign}`, {
        field: 'metrics',
      })
    const { fewshot, max_new_tokens: maxNewTokens, floor = model.floor, metrics = model.metrics } = definition
    const without = (field: string): LabError =>
      new LabError('task.definition', `${path}: the field ${field} is not usable: ${model.id} has no such thing`, {
        field,
      })
    if (fewshot !== undefined && !model.examples) throw without('fewshot')
    if (maxNewTokens !== undefined && !model.generation) throw without('max_new_tokens')
    return {
      ...{ ...model, ...named, floor, metrics },
      ...(model.examples && fewshot !== undefined ? { examples: { ...model.examples, usual: fewshot } } : {}),
      ...(model.generation && maxNewTokens !== undefined ? { generation: { ...model.generation, maxNewTokens } } : {}),
    }
  }
  if (definition.type === 'rolling') {
    const { target, window, metrics } = definition
    return {
      ...{ ...named, version: 1, kind: 'rolling', metrics, floor: 0, ...ASKED_ROW },
      ...(window === undefined ? {} : { window }),
      ask: (rows) => wholeTexts(target, rows, path),
    }
  }
  return {
    ...named,
    version: 2,
    kind: definition.type === 'multiple_choice' ? 'multiple-choice' : 'loglikelihood',
    metrics: definition.metrics,
    floor: definition.floor,
    ...ASKED_ROW,
    ask: async (rows) =>
      (await renderTemplates(templatesOf(definition), rows, path)).map((row) => askedOf(definition, row)),
  }
}

function checked(raw: unknown, path: string): Definition {
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

/** The perplexity of a text file: all of it is one document. */
export const textTask = (path: string): Task =>
  customTask({ type: 'rolling', split: 'whole', data: resolve(path) }, path.replace(/\.gz$/i, ''))

async function wholeTexts(
  target: string | undefined,
  rows: readonly FileRow[],
  path: string,
): Promise<readonly (ScorableDocument | LabError)[]> {
  if (target === undefined) {
    return rows.map(({ value }) => {
      const text = textRow.safeParse(value)
      return text.success ? wholeText(text.data.text) : rowProblem('it has no column text that holds a text')
    })
  }
  const rendered = await renderTemplates({ context: '', target }, rows, path)
  return rendered.map((row) => (row instanceof LabError ? row : wholeText(row.target)))
}
const textRow = z.object({ text: z.string() })

const templatesOf = (definition: Asking): Templates => ({
  context: definition.context,
  target: definition.target,
  choices: definition.type === 'multiple_choice' ? definition.choices : undefined,
})

/** A row as its definition asks it, or why it cannot. */
function askedOf(definition: Asking, row: RenderedRow | LabError): ScorableDocument | LabError {
  if (row instanceof LabError) return row
  if (definition.type === 'loglikelihood') {
    return {
      pairs: [{ context: row.context, continuation: definition.delimiter + row.target }],
      target: 0,
      lengths: [codePoints(row.target)],
      bytes: [utf8Bytes(definition.delimiter + row.target)],
    }
  }
  const { target, choices } = row
  const index = definition.answer ? answerIndex(target, choices, definition.answer) : targetIndex(target, choices)
  if (index === undefined) return wrongAnswer(target, choices, definition.answer)
  return choicesDocument(row.context, choices, index, definition.delimiter)
}

const isIndex = (target: string): boolean => /^\d+$/.test(target.trim())

/** A target of digits is the index of the right choice, whatever the choices are; any other its text (lm-evaluation-harness). */
function targetIndex(target: string, choices: readonly string[]): number | undefined {
  const index = isIndex(target) ? Number(target) : choices.indexOf(target)
  return index < 0 || index >= choices.length ? undefined : index
}

function wrongAnswer(target: string, choices: readonly string[], form: AnswerForm | undefined): LabError {
  const n = choices.length
  const why =
    form === undefined
      ? isIndex(target)
        ? `not the index of one of the ${n} choices; write \`answer: text\` where targets are texts of choices`
        : `neither one of the ${n} choices nor the index of one`
      : `not the ${ANSWER_WORDS[form]} of one of the ${n} choices`
  return new LabError('task.row', `the target ${JSON.stringify(target.slice(0, 40))} is ${why}`, {})
}
