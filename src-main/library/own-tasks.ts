import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { LabError } from '../../src-preload/contract/errors'
import type { DocumentFile, OwnTask, OwnTaskCheck } from '../../src-preload/contract/own-task'
import type { Context } from '../home/context'
import { definitionOf } from '../tasks/custom/definition'
import { guessRoles } from '../tasks/custom/guess'
import { parseExactly } from '../system/exact-json'
import { sha256OfFile } from '../system/file-hash'
import { customTask } from '../tasks/custom/load'
import { checkRows, type CheckedRows } from '../tasks/custom/check-rows'
import { BUILT_IN } from '../tasks/built-in'
import { openGroup } from '../tasks/harness/group'
import { parseTaskText } from '../tasks/harness/read-file'
import { loadTaskFile } from '../tasks/load-file'
import { readRows, type FileRow, type TextSplit } from '../tasks/loaders/rows'
import { bundledTasks, ownTasks, ownTasksFolder, removedTasksFolder } from '../tasks/registry'
import type { ModelService } from './models'
import { asPrompt, longRows } from './prompt-preview'
import type { TaskService } from './tasks'

const ROWS_SHOWN = 50
const BAD_SHOWN = 50
const PROMPTS_SHOWN = 3

type Row = Readonly<Record<string, unknown>>
interface ReadFile {
  readonly stamp: string
  readonly rows: readonly FileRow[]
  readonly sha256: string
}

interface Examined {
  readonly rows: readonly FileRow[]
  readonly checked: CheckedRows
  /** The definition, as it is written into the task file. */
  readonly value: Readonly<Record<string, unknown>>
}

/** A file of text is one text, unless it is asked by its lines. */
const guessed = (file: string, roles: Omit<OwnTask, 'path'>): Omit<OwnTask, 'path'> =>
  /\.txt(\.gz)?$/i.test(file) && roles.kind === 'text' ? { ...roles, split: 'whole' } : roles

/** A task's name as that of a file. */
const ownName = (task: string): string => task.replaceAll(/[^\w-]+/g, '_')

/** Tasks that are made of a file by mouse: the file looked into, every row checked, the task file written. */
export class OwnTasks {
  /** The file that is being looked at, while it is untouched. */
  private read: ReadFile | undefined

  constructor(
    private readonly context: Pick<Context, 'home'>,
    private readonly models: Pick<ModelService, 'identify'>,
    private readonly tasks: Pick<TaskService, 'load'>,
  ) {}

  async open(path: string): Promise<DocumentFile> {
    const file = resolve(path)
    const { rows } = await this.rows(file, 'lines')
    const shown = rows.slice(0, ROWS_SHOWN).map(({ value }) => asRow(value))
    const columns = [...new Set(shown.flatMap((row) => Object.keys(row)))]
    if (columns.length === 0)
      throw new LabError(
        'task.file',
        rows.length === 0 ? `${file}: holds no documents` : `${file}: its rows are no objects with named columns`,
        { file },
      )
    return {
      path: file,
      nRows: rows.length,
      columns,
      rows: rows.slice(0, ROWS_SHOWN).map(({ json }) => {
        const row = asRow(parseExactly(json))
        return columns.map((c) => asText(row[c]))
      }),
      name: ownName(basename(file, extname(file))).slice(0, 80),
      guess: { path: file, ...guessed(file, guessRoles(columns, shown)) },
    }
  }

  /** What would become of every row. Throws `task.definition` on what is not said yet. */
  async check(task: OwnTask, model: string | null): Promise<OwnTaskCheck> {
    const { rows, checked, value } = await this.examined(task)
    const good = checked.documents.flatMap((document, docId) => (document === null ? [] : [{ document, docId }]))
    const encoding = model === null ? null : await this.models.identify(model)
    const prompts = await Promise.all(
      good
        .slice(0, PROMPTS_SHOWN)
        .map(({ document, docId }) => asPrompt(document, docId, encoding, task.kind === 'text')),
    )
    return {
      nRows: rows.length,
      nBad: checked.bad.size,
      bad: [...checked.bad].slice(0, BAD_SHOWN).map(([i, why]) => ({ row: i + 1, place: rows[i]?.place ?? '', why })),
      answer: checked.answer,
      alsoFits: checked.alsoFits,
      floor: checked.floor,
      prompts,
      // a whole text is scored in windows, however long it is
      long:
        encoding && task.kind !== 'text'
          ? await longRows(
              good.map((g) => g.document),
              encoding,
            )
          : null,
      definition: stringify(value),
    }
  }

  /** Writes the task file. Rows that cannot be scored are refused unless they are left out. */
  async save(
    task: OwnTask,
    name: string,
    replace: boolean,
  ): Promise<{ readonly path: string; readonly nDocs: number }> {
    const path = this.pathFor(name, replace)
    const { rows, checked, value } = await this.examined(task)
    if (checked.bad.size === rows.length)
      throw new LabError('task.row', `${task.path}: no row can be scored; choose other columns`, {})
    const [first] = checked.bad
    if (first && !task.leaveOut)
      throw new LabError(
        'task.row',
        `${task.path}, ${rows[first[0]]?.place}: ${first[1]}; mend the ${checked.bad.size} rows in the file, or leave them out`,
        {},
      )
    customTask(value, path)
    await mkdir(ownTasksFolder(this.context.home), { recursive: true })
    await writeWhole(path, stringify(value))
    const { dataset } = await this.tasks.load({ task: name })
    return { path, nDocs: dataset.nDocs }
  }

  /**
   * Makes a task file, wherever it stands, one of the person's own: lm-evaluation-harness's as it is, by a file that
   * includes it, so that what is changed there counts here; one of Atelier's form by its path to its documents; a group by
   * each of its tasks.
   *
   * @throws `task.definition` on what cannot be used
   */
  async adopt(file: string): Promise<readonly { readonly task: string; readonly nDocs: number | null }[]> {
    const held = await openGroup(resolve(file))
    if (held === null) return [await this.adoptOne(file)]
    const adopted = []
    // built-in tasks are here already, and so are those that were taken before
    const here = new Set([...BUILT_IN.map((t) => t.id), ...ownTasks(this.context.home).map((t) => t.name)])
    const files = new Map(held.members.map((m) => [m.from, ownName(m.task)]))
    for (const [member, name] of files) if (!here.has(name)) adopted.push(await this.adoptOne(member))
    return adopted
  }

  private async adoptOne(file: string): Promise<{ readonly task: string; readonly nDocs: number | null }> {
    const from = resolve(file)
    const task = await loadTaskFile(from)
    const name = ownName(task.id)
    const path = this.pathFor(name, false)
    await mkdir(ownTasksFolder(this.context.home), { recursive: true })
    const raw = parseTaskText(await readFile(from, 'utf8'), from)
    const own =
      raw['type'] === undefined
        ? { include: from, task: name }
        : { ...raw, ...(task.dataFile === undefined ? {} : { data: task.dataFile }) }
    await writeWhole(path, stringify(own))
    const found = await this.tasks.load({ task: name }).catch(async (cause: unknown) => {
      // its documents are given afterwards, as a built-in task's are
      if (cause instanceof LabError && cause.code === 'task.no-documents') return null
      await rm(path, { force: true })
      throw cause
    })
    return { task: name, nDocs: found?.dataset.nDocs ?? null }
  }

  /** Takes a task out of the list; runs that used it keep it, and its documents. */
  async remove(name: string): Promise<void> {
    const found = ownTasks(this.context.home).find((t) => t.name === name)
    if (!found) throw unknown(name)
    await mkdir(removedTasksFolder(this.context.home), { recursive: true })
    await rename(found.path, join(removedTasksFolder(this.context.home), basename(found.path)))
  }

  async restore(name: string): Promise<void> {
    const removed = removedTasksFolder(this.context.home)
    const file = ['yaml', 'yml', 'json'].map((ending) => `${name}.${ending}`).find((f) => existsSync(join(removed, f)))
    if (basename(name) !== name || file === undefined) throw unknown(name)
    this.pathFor(name, false)
    await rename(join(removed, file), join(ownTasksFolder(this.context.home), file))
  }

  /** A piece of a file; the first one makes it, under a name that is free. */
  async upload(path: string, at: number, bytes: Uint8Array): Promise<{ readonly path: string }> {
    const folder = join(ownTasksFolder(this.context.home), 'data')
    const name = basename(path)
    if (at > 0) {
      const file = join(folder, name)
      if ((await stat(file)).size !== at)
        throw new LabError('task.file', `${file}: is not as it was left; drop the file again`, { file })
      await appendFile(file, bytes)
      return { path: file }
    }
    await mkdir(folder, { recursive: true })
    const [stem, ending] = [basename(name, extname(name)), extname(name)]
    for (let i = 1; ; i++) {
      const file = join(folder, i === 1 ? name : `${stem}-${i}${ending}`)
      if (existsSync(file)) continue
      await writeFile(file, bytes, { flag: 'wx' })
      return { path: file }
    }
  }

  private async examined(task: OwnTask): Promise<Examined> {
    const { rows, sha256 } = await this.rows(task.path, task.split)
    const checked = await checkRows(task, rows)
    const leftOut = task.leaveOut ? [...checked.bad.keys()].map((i) => i + 1) : []
    return { rows, checked, value: definitionOf(task, { ...checked, leftOut, sha256 }) }
  }

  private pathFor(name: string, replace: boolean): string {
    if (!/^[\w-]{1,80}$/.test(name))
      throw new LabError('task.definition', `the name ${name} may hold letters of a to z, digits, _ and - only`, {
        field: 'task',
      })
    if ([...BUILT_IN.map((t) => t.id), ...bundledTasks().map((t) => t.name)].includes(name))
      throw new LabError('task.definition', `${name} is a task of Atelier; choose another name`, { field: 'task' })
    const held = ownTasks(this.context.home).find((t) => t.name === name)
    if (held && !replace)
      throw new LabError('task.definition', `there is a task ${name} already; choose another name, or replace it`, {
        field: 'task',
      })
    return held?.path ?? join(ownTasksFolder(this.context.home), `${name}.yaml`)
  }

  private async rows(path: string, split: TextSplit): Promise<ReadFile> {
    const info = await stat(path).catch(() => null)
    const stamp = `${path} ${split} ${info?.size} ${info?.mtimeMs}`
    if (this.read?.stamp === stamp) return this.read
    const rows = await Array.fromAsync(readRows(path, { split }))
    this.read = { stamp, rows, sha256: await sha256OfFile(path) }
    return this.read
  }
}

const unknown = (name: string): LabError =>
  new LabError('task.unknown', `there is no task ${name} of your own`, { task: name })

const asRow = (value: unknown): Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const asText = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** Whole or not at all. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
}
