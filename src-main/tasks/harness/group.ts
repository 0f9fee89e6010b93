import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { z } from 'zod'
import { LabError } from '../../../src-preload/contract/errors'
import { isAssociation, METRIC_NAMES, type MetricName } from '../../../src-preload/contract/metrics'
import { BUILT_IN } from '../built-in'
import { parseTaskText, type Raw } from './read-file'

/** Where the names that a group may hold are found: task files of its folder, by task, group and tag. */
type Index = ReadonlyMap<string, readonly { readonly path: string; readonly raw: Raw }[]>

/** What lm-evaluation-harness makes of the scores of a group's tasks: a mean, by their documents or each alike. */
interface GroupScore {
  readonly metric: MetricName
  readonly bySize: boolean
}

export interface HarnessGroup {
  readonly group: string
  /** Names of its tasks, those of groups in it too. */
  readonly tasks: readonly string[]
  readonly scores: readonly GroupScore[]
}

/** A task of a group: its name, and its file where it is not built in. */
interface Member {
  readonly task: string
  readonly from: string
}

/**
 * A group file of lm-evaluation-harness, groups in it opened: its tasks, each by its path or as a built-in task's name, and
 * the groups that give a score. null where the file is no group.
 *
 * @throws `task.definition` naming a member that is not found, or a score that is not computed
 */
export async function openGroup(path: string): Promise<{
  readonly tasks: readonly string[]
  readonly groups: readonly HarnessGroup[]
  readonly members: readonly Member[]
} | null> {
  if (!/\.ya?ml$/i.test(path) || !existsSync(path)) return null
  const raw = await readRaw(path)
  if (!isGroup(raw)) return null
  const groups: HarnessGroup[] = []
  const members = open(raw, path, await indexOf(dirname(path)), groups, [])
  return { tasks: [...new Set(members.map((m) => m.from))], groups: groups.filter((g) => g.scores.length > 0), members }
}

/** What a task file calls its task; null where it does not say, or cannot be read: that is told when it is loaded. */
export async function statedName(path: string): Promise<string | null> {
  if (!/\.(ya?ml|json)$/i.test(path) || !existsSync(path)) return null
  const raw = await readRaw(path).catch(() => null)
  return typeof raw?.['task'] === 'string' ? raw['task'] : null
}

const isGroup = (raw: Raw): boolean => raw['group'] !== undefined && Array.isArray(raw['task'])

const readRaw = async (path: string): Promise<Raw> => parseTaskText(await readFile(path, 'utf8'), path)

/** Its members; it and the groups in it are added to `groups`, itself first. */
function open(group: Raw, path: string, index: Index, groups: HarnessGroup[], above: readonly string[]): Member[] {
  const name = String(group['group'])
  if (above.includes(name)) throw problem(path, `the group ${name} holds itself`)
  const inner: HarnessGroup[] = []
  const members = (group['task'] as readonly unknown[]).flatMap((member): Member[] => {
    if (typeof member !== 'string')
      throw problem(path, 'a member of its field task is no name: give such a task a file of its own')
    const found = index.get(member) ?? []
    if (found.length === 0) {
      if (BUILT_IN.some((t) => t.id === member)) return [{ task: member, from: member }]
      throw problem(path, `its member ${member} is no task, group or tag of a .yaml file of its folder`)
    }
    return found.flatMap((f) =>
      isGroup(f.raw)
        ? open(f.raw, f.path, index, inner, [...above, name])
        : [{ task: String(f.raw['task']), from: f.path }],
    )
  })
  groups.push({ group: name, tasks: [...new Set(members.map((m) => m.task))], scores: scoresOf(group, path) }, ...inner)
  return members
}

/** `aggregate_metric_list` (lm_eval/config/group.py). */
function scoresOf(group: Raw, path: string): GroupScore[] {
  const stated = group['aggregate_metric_list'] ?? []
  return [stated].flat().map((entry): GroupScore => {
    const parsed = aggregate.safeParse(entry)
    if (parsed.success) return { metric: parsed.data.metric, bySize: parsed.data.weight_by_size }
    const issue = parsed.error.issues[0]
    const which = `${issue?.path.join('.') || 'an entry'} ${JSON.stringify(entry).slice(0, 120)}`
    throw problem(path, `its aggregate_metric_list cannot be computed: ${which}`)
  })
}

const aggregate = z.strictObject({
  // correlations are of texts that are put into classes: no task file asks for that
  metric: z.enum(METRIC_NAMES.filter((name) => !isAssociation(name)) as [MetricName, ...MetricName[]]),
  aggregation: z.literal('mean').default('mean'),
  weight_by_size: z.boolean().default(true),
  filter_list: z.union([z.literal('none'), z.array(z.literal('none'))]).nullish(),
})

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
