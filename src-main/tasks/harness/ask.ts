import { LabError } from '../../../src-preload/contract/errors'
import type { FieldRule, PythonValue, RenderedRow } from '../../python/protocol'
import { renderRows } from '../../python/python'
import { columnsOf, notAsked } from '../asked'
import type { FileRow } from '../loaders/rows'
import { choicesDocument, codePoints, rowProblem, utf8Bytes, wholeText, type ScorableDocument } from '../task'
import type { HarnessConfig, Wording } from './config'

type Values = Readonly<Record<string, PythonValue>>
type Kind = HarnessConfig['output_type']

/** Rows as lm-evaluation-harness 0.4.13 asks them (api/task.py, fewshot_context and construct_requests), or why not. */
export async function askRows(
  config: HarnessConfig,
  rows: readonly FileRow[],
  path: string,
): Promise<readonly (ScorableDocument | LabError)[]> {
  const { description, output_type: kind } = config
  const fields: Record<string, FieldRule> = {
    ...fieldsOf(config),
    ...(description ? { description: { how: 'description', source: description } } : {}),
  }
  const rendered = await valuesOf(fields, rows, path)
  const first = rendered.find((r) => 'values' in r)
  const isMultipleInput = first !== undefined && isIndex(first.values['doc_to_text']) && kind === 'multiple_choice'
  return rendered.map((row) =>
    asValue(row, (values) => {
      const described = values['description']?.text
      return {
        ...question(kind, values, isMultipleInput, config.target_delimiter ?? ' '),
        ...(described === undefined ? {} : { description: described }),
      }
    }),
  )
}

/** Rows as examples before a question: each with its answer (build_qa_turn). */
export async function exampleTexts(
  kind: Kind,
  wording: Wording,
  rows: readonly FileRow[],
  path: string,
): Promise<readonly (string | LabError)[]> {
  const rendered = await valuesOf(fieldsOf(wording), rows, path)
  return rendered.map((row) =>
    asValue(row, (values) => {
      const { doc_to_text: text, doc_to_choice: choices, doc_to_target: target } = values
      const isInput = kind === 'multiple_choice' && isIndex(text)
      const asked = isInput ? choices?.list?.[text?.index ?? -1]?.text : text?.text
      const answer = answerText(target, isInput ? undefined : choices?.list)
      if (asked === undefined) throw rowProblem('doc_to_text gives no text')
      return answer === '' ? asked : `${asked}${wording.target_delimiter ?? ' '}${answer}`
    }),
  )
}

function answerText(target: PythonValue | undefined, choices: readonly PythonValue[] | undefined): string {
  if (target?.index !== undefined && choices) {
    const choice = choices[target.index]?.text
    if (choice === undefined)
      throw rowProblem(`doc_to_target is ${target.index}, and there are ${choices.length} choices`)
    return choice
  }
  const text = target?.list ? target.list[0]?.text : target?.text
  if (text === undefined || target?.isOther === true) throw rowProblem('doc_to_target gives no text')
  return text
}

const fieldsOf = ({
  doc_to_text: text,
  doc_to_choice: choices,
  doc_to_target: target,
}: Wording): Record<string, FieldRule> => ({
  doc_to_text: { how: 'text', source: text ?? '', hasChoices: choices !== undefined },
  ...(choices === undefined ? {} : { doc_to_choice: { how: 'choices', source: choices } }),
  doc_to_target: { how: 'target', source: target ?? '', hasChoices: choices !== undefined },
})

const valuesOf = (
  fields: Readonly<Record<string, FieldRule>>,
  rows: readonly FileRow[],
  path: string,
): Promise<readonly RenderedRow[]> =>
  renderRows({ fields, columns: columnsOf(rows), rows: rows.map((r) => r.typed) }, path)

function asValue<T>(row: RenderedRow, make: (values: Values) => T): T | LabError {
  if (!('values' in row)) return notAsked(row.field, row.why)
  try {
    return make(row.values)
  } catch (cause) {
    if (cause instanceof LabError) return cause
    throw cause
  }
}

const isIndex = (value: PythonValue | undefined): boolean => value?.index !== undefined

function question(kind: Kind, values: Values, isMultipleInput: boolean, delimiter: string): ScorableDocument {
  const { doc_to_text: text, doc_to_choice: choices, doc_to_target: target } = values
  switch (kind) {
    case 'multiple_choice':
      return isMultipleInput
        ? inputsDocument(text, textsOf(choices), target, delimiter)
        : choicesDocument(textOf(text, 'doc_to_text'), textsOf(choices), rightOf(target, textsOf(choices)), delimiter)
    case 'loglikelihood': {
      const continuation = textOf(target, 'doc_to_target')
      return {
        pairs: [{ context: textOf(text, 'doc_to_text'), continuation }],
        target: 0,
        lengths: [codePoints(continuation)],
        bytes: [utf8Bytes(continuation)],
      }
    }
    case 'loglikelihood_rolling':
      return wholeText(textOf(target, 'doc_to_target'))
    case 'generate_until':
      throw rowProblem('it would have to be written by the model')
  }
}

/** One ending after several beginnings, the right one of which doc_to_text tells (WinoGrande). */
function inputsDocument(
  right: PythonValue | undefined,
  contexts: readonly string[],
  target: PythonValue | undefined,
  delimiter: string,
): ScorableDocument {
  const index = right?.index
  if (index === undefined || index < 0 || index >= contexts.length)
    throw rowProblem(`doc_to_text is ${right?.text}, no index of one of the ${contexts.length} choices`)
  const continuation = delimiter + textOf(target, 'doc_to_target')
  return {
    pairs: contexts.map((context) => ({ context, continuation })),
    target: index,
    lengths: contexts.map(codePoints),
    bytes: contexts.map(utf8Bytes),
  }
}

function textOf(value: PythonValue | undefined, field: string): string {
  if (value?.text === undefined || value.isOther === true || value.index !== undefined)
    throw rowProblem(`${field} gives ${value?.text ?? 'a list'}, which is no text`)
  return value.text
}

function textsOf(value: PythonValue | undefined): string[] {
  if (!value?.list) throw rowProblem('doc_to_choice gives no list')
  return value.list.map((choice, i) => textOf(choice, `choice ${i + 1} of doc_to_choice`))
}

function rightOf(target: PythonValue | undefined, choices: readonly string[]): number {
  if (target?.list) throw rowProblem('doc_to_target gives a list: several right answers are not scored here')
  const index = target?.index ?? choices.indexOf(target?.text ?? '')
  if (index < 0 || index >= choices.length)
    throw rowProblem(`doc_to_target is ${JSON.stringify(target?.text)}, none of the ${choices.length} choices`)
  return index
}
