import { offeredContext, type OwnTask } from '../../../src-preload/contract/own-task'

type Row = Readonly<Record<string, unknown>>

const CONTEXT = /question|prompt|context|query|ctx|sentence|passage|stem|input|problem|text/i
/** Names of a target, as `plain` writes them: those that say which one is right, then those that may. */
const TARGETS = [
  /^((right|correct|gold|true|best)(answer|choice|option|label|target)|answer|label|target|gold|correct)(key|letter|index|idx|id)?$/,
  /^(answers?.*|gold.*|correct.*|solutions?|(ground)?truth|output|completion|continuation|response|key)$/,
]
/** A header in any case, with blanks, hyphens or underscores. */
const plain = (column: string): string => column.toLowerCase().replaceAll(/[\s_-]+/g, '')

/** What the columns of a file seem to be, by their names and what stands in them. Pure. */
export function guessRoles(columns: readonly string[], rows: readonly Row[]): Omit<OwnTask, 'path'> {
  const base = { answer: null, split: 'lines', metrics: null, leaveOut: false } as const
  const choices = guessChoices(columns, rows)
  const rest = columns.filter((c) => !choices.includes(c))
  const target = TARGETS.map((names) => rest.find((c) => names.test(plain(c)))).find((c) => c !== undefined) ?? null
  const texts = rest.filter((c) => c !== target)
  const context = texts.find((c) => CONTEXT.test(c)) ?? longest(texts, rows)
  if (choices.length > 0) {
    return {
      ...base,
      kind: 'choice',
      choices: [...choices],
      target,
      context: offeredContext(context ? [context] : [], 'choice'),
    }
  }
  if (context !== undefined && target !== null) {
    return { ...base, kind: 'continuation', choices: [], target, context: offeredContext([context], 'continuation') }
  }
  return { ...base, kind: 'text', choices: [], target: target ?? context ?? null, context: '' }
}

function guessChoices(columns: readonly string[], rows: readonly Row[]): readonly string[] {
  const list = columns.find((c) => rows.length > 0 && rows.every((row) => holdsList(row[c])))
  if (list !== undefined) return [holdsTexts(rows[0]?.[list]) ? `${list}.text` : list]
  // A, B, C … or option1, option2 … or choice_a, choice_b …: one stem with an ending that counts
  const stems = Map.groupBy(
    columns.filter((c) => /(^|[^a-z])[a-h]$|\d$|^op[a-h]$/i.test(c)),
    (c) => c.replace(/[a-h]$|\d+$/i, '').toLowerCase(),
  )
  return [...stems.values()].find((group) => group.length >= 2) ?? []
}

const asValue = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    // a text that only begins like a list is a text
    return value
  }
}
const isList = (value: unknown): boolean => Array.isArray(value) && value.length >= 2
function holdsTexts(value: unknown): boolean {
  const v = asValue(value)
  return typeof v === 'object' && v !== null && 'text' in v && isList(v.text)
}
const holdsList = (value: unknown): boolean => isList(asValue(value)) || holdsTexts(value)

function longest(columns: readonly string[], rows: readonly Row[]): string | undefined {
  const length = (c: string): number => rows.reduce((sum, row) => sum + (JSON.stringify(row[c]) ?? '').length, 0)
  return columns.toSorted((a, b) => length(b) - length(a))[0]
}
