const MOST = 80
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/** Names joined as long as there is room; then how many more there are. */
function joined(names: readonly string[], room: number): string {
  const all = names.map(slug).join('+')
  if (all.length <= room) return all
  const [first = '', ...others] = names.map(slug)
  return others.length === 0 ? first.slice(0, room) : `${first.slice(0, room - 4)}+${others.length}`
}

const tasksText = (tasks: readonly string[]): string =>
  tasks.length === 1 ? slug(tasks[0] ?? '') : `${tasks.length}-tasks`

/** What a file of results is called: what it is, models, tasks, date. */
export function resultsFileName(
  what: string,
  models: readonly string[],
  tasks: readonly string[],
  now = new Date(),
): string {
  const ends = [what, tasksText(tasks), now.toISOString().slice(0, 10)].filter(Boolean)
  const room = MOST - ends.join('_').length - 1
  const [head, ...tail] = ends
  return [head, joined(models, room), ...tail].filter(Boolean).join('_')
}
