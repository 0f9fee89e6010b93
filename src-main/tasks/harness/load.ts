import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { LabError } from '../../../src-preload/contract/errors'
import type { TaskKind } from '../../../src-preload/contract/task'
import { processRows } from '../../python/python'
import { ASKED_ROW } from '../asked'
import type { FileRow } from '../loaders/rows'
import type { Examples, Task } from '../task'
import { askRows, exampleTexts } from './ask'
import { checkedConfig, metricsOf, type HarnessConfig, type Wording } from './config'
import { isAddress, readTaskFile, type Raw } from './read-file'

const KINDS: Readonly<Record<Exclude<HarnessConfig['output_type'], 'generate_until'>, TaskKind>> = {
  multiple_choice: 'multiple-choice',
  loglikelihood: 'loglikelihood',
  loglikelihood_rolling: 'rolling',
}

/** Whether a file is a task file of lm-evaluation-harness, by its fields. */
export const isHarnessFile = (raw: Raw): boolean =>
  ['output_type', 'doc_to_text', 'doc_to_target', 'dataset_path', 'include'].some((key) => raw[key] !== undefined)

/** A task file of lm-evaluation-harness, as it is. Throws `task.definition` naming the field. */
export async function loadHarnessTask(path: string): Promise<Task> {
  const raw = await readTaskFile(path)
  const config = checkedConfig(raw, path)
  const { output_type: kind, process_docs: process } = config
  const split = config.test_split ?? config.validation_split
  const examples = examplesOf(config, path)
  return {
    id: config.task,
    version: 1,
    kind: KINDS[kind as keyof typeof KINDS],
    metrics: metricsOf(config, path),
    // of what is asked: the file tells, document by document
    floor: null,
    source: {
      dataset: [config.dataset_path, config.dataset_name].filter(Boolean).join('/') || basename(path),
      split: split ?? 'all',
      documents: null,
      licence: 'not stated',
    },
    definition: createHash('sha256')
      .update(JSON.stringify(askedBy(raw)))
      .digest('hex'),
    ...fileOf(config, split, path, 'dataFile'),
    ...ASKED_ROW,
    ask: (rows) => askRows(config, rows, path),
    ...(process ? { process: (rows) => processed(process, rows, path) } : {}),
    ...(examples && { examples }),
  }
}

/** What decides what is asked: where its documents lie, and how it is called and listed, is no part of it. */
function askedBy({ task: _, dataset_kwargs: __, tag: ___, group: ____, metadata: _____, ...asked }: Raw): Raw {
  return asked
}

/** A split's file, where the task file names it. */
function fileOf<K extends string>(
  { dataset_kwargs: kwargs }: HarnessConfig,
  split: string | null | undefined,
  path: string,
  key: K,
): Partial<Record<K, string>> {
  const named = kwargs?.data_files
  // `datasets` calls the split of files without a name `train`
  const files = typeof named === 'string' || Array.isArray(named) ? named : split ? named?.[split] : undefined
  if (files === undefined || files === null) return {}
  const [file, second] = [files].flat()
  if (second !== undefined)
    throw new LabError(
      'task.definition',
      `${path}: the field dataset_kwargs names several files for ${split}; name one`,
      {
        field: 'dataset_kwargs',
      },
    )
  return file === undefined || isAddress(file) ? {} : ({ [key]: file } as Record<K, string>)
}

async function processed(
  process: NonNullable<HarnessConfig['process_docs']>,
  rows: readonly FileRow[],
  path: string,
): Promise<FileRow[]> {
  const made = await processRows(
    process,
    rows.map((r) => r.typed),
    path,
  )
  return made.map((json, i) => ({
    value: JSON.parse(json) as unknown,
    json,
    typed: json,
    // where a function keeps every row, its place in the file is known
    place: made.length === rows.length ? (rows[i]?.place ?? '') : `row ${i + 1} of process_docs`,
  }))
}

/** Where examples come from (api/task.py, fewshot_docs). A task whose number is fixed at 0 has none. */
function examplesOf(config: HarnessConfig, path: string): Examples | undefined {
  const { fewshot_config: own, output_type: kind } = config
  if (kind === 'loglikelihood_rolling' || config.num_fewshot === 0) return undefined
  const stated = own?.split ?? config.fewshot_split
  const split = stated ?? config.training_split ?? config.validation_split ?? config.test_split ?? 'train'
  const asked = config.test_split ?? config.validation_split
  const wording: Wording = { ...config, ...withoutMissing(own ?? {}) }
  return {
    split,
    how: own?.sampler === 'first_n' ? 'first' : 'random',
    usual: config.num_fewshot ?? 0,
    // as it is written there: a task without a test split counts as one that states none
    leavesOutAsked: (stated ?? null) === (config.test_split ?? null),
    delimiter: own?.fewshot_delimiter ?? config.fewshot_delimiter ?? '\n\n',
    ...fileOf(config, split, path, 'file'),
    ...(split === asked ? { isAsked: true } : {}),
    ...(own?.samples && !stated ? { given: own.samples } : {}),
    texts: (rows) => exampleTexts(kind, wording, rows, path),
  }
}

const withoutMissing = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== null)) as Partial<T>
