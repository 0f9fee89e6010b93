import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { LabError } from '../../../src-preload/contract/errors'
import { BUILT_IN } from '../built-in'
import { parseTaskText, type Raw } from './read-file'

/** Where the names that a group may hold are found: task files of its folder, by task, group and tag. */
type Index = ReadonlyMap<string, readonly { readonly path: string; readonly raw: Raw }[]>

/**
 * The tasks of a group file of lm-evaluation-harness, each by its path or as a built-in task's name, groups in it opened;
 * null where the file is no group.
 *
 * @throws `task.definition` naming a member that is not found
 */
export async function tasksOfGroup(path: string): Promise<readonly string[] | null> {
  if (!/\.ya?ml$/i.test(path) || !existsSync(path)) return null
  const raw = await readRaw(path)
  if (!isGroup(raw)) return null
  return [...new Set(open(raw, path, await indexOf(dirname(path)), []))]
}

const isGroup = (raw: Raw): boolean => raw['group'] !== undefined && Array.isArray(raw['task'])

const readRaw = async (path: string): Promise<Raw> => parseTaskText(await readFile(path, 'utf8'), path)

function open(group: Raw, path: string, index: Index, above: readonly string[]): string[] {
  const name = String(group['group'])
  if (above.includes(name)) throw problem(path, `the group ${name} holds itself`)
  return (group['task'] as readonly unknown[]).flatMap((member) => {
    if (typeof member !== 'string')
      throw problem(path, 'a member of its field task is no name: give such a task a file of its own')
    const found = index.get(member) ?? []
    if (found.length === 0) {
      if (BUILT_IN.some((t) => t.id === member)) return [member]
      throw problem(path, `its member ${member} is no task, group or tag of a .yaml file of its folder`)
    }
    return found.flatMap((f) => (isGroup(f.raw) ? open(f.raw, f.path, index, [...above, name]) : [f.path]))
  })
}

async function indexOf(folder: string): Promise<Index> {
  const files = (await readdir(folder, { recursive: true })).filter((f) => /\.ya?ml$/i.test(extname(f)))
  const index = new Map<string, { path: string; raw: Raw }[]>()
  for (const file of files.sort()) {
    const path = join(folder, file)
    // a file beside it that cannot be read is none of its members
    const raw = await readRaw(path).catch(() => null)
    if (!raw) continue
    const own = isGroup(raw) ? raw['group'] : raw['task']
    for (const name of [own, ...[raw['tag'] ?? []].flat()]) {
      if (typeof name !== 'string') continue
      index.set(name, [...(index.get(name) ?? []), { path, raw }])
    }
  }
  return index
}

const problem = (path: string, why: string): LabError => new LabError('task.definition', `${path}: ${why}`, {})
