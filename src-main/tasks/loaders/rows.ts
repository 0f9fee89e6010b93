import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { CsvError, parse as csvParser, type Options } from 'csv-parse'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { LabError } from '../../../src-preload/contract/errors'
import { ColumnKinds } from './csv-columns'
import { exactItems, exactText } from '../../system/exact-json'
import { floatingColumns, parquetJson } from './parquet-json'

/** A row of a document file, and where it stands: `line 12`, `row 12`. */
export interface FileRow {
  readonly value: unknown
  /** The row as JSON text, its numbers as they stand in the file. */
  readonly json: string
  /** As `json`, but the cells of a csv, which are texts, are what pandas takes them for. */
  readonly typed: string
  readonly place: string
}

const asRow = (value: unknown, json: string, place: string): FileRow => ({ value, json, typed: json, place })

/** How a tsv file is written, where it is not a csv with tabs. */
export interface TsvForm {
  /** Quotes are part of the text, and rows with too few columns are none. */
  readonly isPlain: boolean
  /** Of a file without a head. */
  readonly columns?: readonly string[]
}

/** How a file is read, where its name does not say. */
export interface FileForm {
  readonly split?: TextSplit | undefined
  readonly tsv?: TsvForm | undefined
}

/** What is one document of a plain text file. */
export const TEXT_SPLITS = ['lines', 'paragraphs', 'whole'] as const
export type TextSplit = (typeof TEXT_SPLITS)[number]

const GZIPPED = /\.gz$/i
/** What a file is, by the end of its name; compressed ones by the end before that. */
const kindOf = (file: string): string => extname(file.replace(GZIPPED, '')).toLowerCase()

/** The bytes of a file, unpacked where it is compressed. */
function bytesOf(file: string): Readable {
  const stored = createReadStream(file)
  return GZIPPED.test(file) ? pipeline(stored, createGunzip(), () => undefined) : stored
}

/**
 * Reads the rows of a jsonl, json, csv, tsv, parquet or txt file, told apart by extension; all but parquet also gzipped.
 * Throws `task.file` naming the bad line.
 */
export async function* readRows(file: string, { split = 'lines', tsv }: FileForm = {}): AsyncGenerator<FileRow, void> {
  try {
    yield* rowsOf(file, split, tsv)
  } catch (cause) {
    // zlib's own errors
    if (!(cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_'))) throw cause
    throw new LabError('task.file', `${file}: cannot be unpacked (${cause.message})`, { file }, { cause })
  }
}

async function* rowsOf(file: string, split: TextSplit, tsv?: TsvForm): AsyncGenerator<FileRow, void> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new LabError('task.file', `${file}: there is no such file`, { file })
  switch (kindOf(file)) {
    case '.jsonl':
    case '.ndjson':
      return yield* readJsonLines(file)
    case '.json':
      return yield* (await beginsWithBracket(file)) ? readJsonArray(file) : readJsonLines(file)
    case '.txt':
      return yield* readText(file, split)
    case '.csv':
      return yield* readCsv(file)
    case '.tsv':
      return yield* readCsv(file, tsv)
    case '.parquet':
      return yield* readParquet(file)
    default:
      throw new LabError(
        'task.file',
        `${file}: documents are read from .jsonl, .json, .csv, .tsv, .txt files, each also as .gz, and from .parquet`,
        {
          file,
        },
      )
  }
}

/** The lines of a file as text, counted from 1; one that is not UTF-8 is refused by its number. */
async function* linesOf(file: string): AsyncGenerator<{ readonly text: string; readonly line: number }, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 0
  // latin1 keeps the bytes, so that broken UTF-8 is found in the line it stands in
  for await (const bytes of createInterface({ input: bytesOf(file).setEncoding('latin1'), crlfDelay: Infinity })) {
    line++
    let text: string
    try {
      text = decoder.decode(Buffer.from(line === 1 ? bytes.replace(/^\xef\xbb\xbf/, '') : bytes, 'latin1'))
    } catch (cause) {
      throw new LabError(
        'task.file',
        `${file}, line ${line}: is no valid UTF-8; save it as UTF-8`,
        { file, line },
        { cause },
      )
    }
    yield { text, line }
  }
}

async function* readJsonLines(file: string): AsyncGenerator<FileRow, void> {
  for await (const { text, line } of linesOf(file)) {
    if (text.trim() === '') continue
    const place = `line ${line}`
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (cause) {
      throw new LabError(
        'task.file',
        `${file}, ${place}: is no valid JSON (${(cause as Error).message.slice(0, 100)})`,
        { file, line },
        { cause },
      )
    }
    yield asRow(value, exactText(text), place)
  }
}

async function beginsWithBracket(file: string): Promise<boolean> {
  for await (const bytes of bytesOf(file)) return /^\uFEFF?\s*\[/.test((bytes as Buffer).toString('utf8', 0, 4096))
  return false
}

async function* readJsonArray(file: string): AsyncGenerator<FileRow, void> {
  const text = await wholeText(file)
  let values: unknown
  let exact: readonly string[]
  try {
    values = JSON.parse(text)
    exact = exactItems(text)
  } catch (cause) {
    throw new LabError(
      'task.file',
      `${file}: begins with [ and is no valid JSON list (${(cause as Error).message.slice(0, 120)})`,
      { file },
      { cause },
    )
  }
  for (const [i, value] of (values as unknown[]).entries()) {
    yield asRow(value, exact[i] ?? '', `row ${i + 1}`)
  }
}

/** A document is a line, or what stands between empty lines; its one column is `text`. */
async function* readText(file: string, split: TextSplit): AsyncGenerator<FileRow, void> {
  const text = await wholeText(file)
  if (split === 'whole') {
    const value = { text: text.replace(/^\uFEFF/, '') }
    if (value.text.trim() !== '') yield asRow(value, JSON.stringify(value), 'line 1')
    return
  }
  let paragraph: string[] = []
  let begin = 1
  const lines = text.split(/\r?\n/)
  for (const [i, line] of [...lines, ''].entries()) {
    const isEmpty = line.trim() === ''
    if (!isEmpty) {
      if (paragraph.length === 0) begin = i + 1
      paragraph.push(line)
    }
    if (paragraph.length > 0 && (isEmpty || split === 'lines')) {
      const value = { text: paragraph.join('\n') }
      yield asRow(value, JSON.stringify(value), `line ${begin}`)
      paragraph = []
    }
  }
}

async function wholeText(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await buffer(bytesOf(file)))
  } catch (cause) {
    throw new LabError(
      'task.file',
      `${file}: is no valid UTF-8 (${(cause as Error).message}); save it as UTF-8`,
      { file },
      { cause },
    )
  }
}

async function* readCsv(file: string, tsv?: TsvForm): AsyncGenerator<FileRow, void> {
  // the parser takes any bytes, and would read what is not UTF-8 as other letters
  for await (const { line } of linesOf(file)) void line
  const kinds = new ColumnKinds()
  for await (const { record } of csvRecords(file, tsv)) kinds.see(record)
  for await (const { record, line } of csvRecords(file, tsv)) {
    yield { value: record, json: JSON.stringify(record), typed: kinds.json(record), place: `line ${line}` }
  }
}

type CsvRecord = Readonly<Record<string, string>>

async function* csvRecords(
  file: string,
  tsv?: TsvForm,
): AsyncGenerator<{ readonly record: CsvRecord; readonly line: number }, void> {
  const delimiter = kindOf(file) === '.tsv' ? '\t' : ','
  const parser = bytesOf(file).pipe(
    csvParser({ ...{ columns: true, bom: true, delimiter, info: true, skip_empty_lines: true }, ...asWritten(tsv) }),
  )
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: CsvRecord; info: { lines: number } }>) {
      yield { record, line: info.lines }
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw new LabError(
      'task.file',
      `${file}, line ${typeof cause['lines'] === 'number' ? cause['lines'] : '?'}: is no valid csv (${cause.message.slice(0, 120)})`,
      { file },
      { cause },
    )
  }
}

const asWritten = (tsv: TsvForm | undefined): Options =>
  tsv?.isPlain === true
    ? {
        ...{ quote: false, escape: null, skip_records_with_error: true },
        ...(tsv.columns ? { columns: [...tsv.columns] } : {}),
      }
    : {}

async function* readParquet(file: string): AsyncGenerator<FileRow, void> {
  const { rows, floats } = await asyncBufferFromFile(file)
    .then(async (buffer) => {
      const metadata = await parquetMetadataAsync(buffer)
      return {
        rows: await parquetReadObjects({ file: buffer, compressors, metadata }),
        floats: floatingColumns(parquetSchema(metadata)),
      }
    })
    .catch((cause: unknown) => {
      throw new LabError(
        'task.file',
        `${file}: is no readable parquet file (${(cause as Error).message.slice(0, 120)})`,
        { file },
        { cause },
      )
    })
  for (const [i, row] of rows.entries()) {
    const json = parquetJson(row, floats)
    yield asRow(JSON.parse(json), json, `row ${i + 1}`)
  }
}
