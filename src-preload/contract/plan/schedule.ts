/**
 * A schedule: a plan resolved against one model, fully expanded. A number is one block; an array is a parallel group, its
 * branches all fed the same input, its output their mean; an empty branch is the identity. This is what
 * `atelier plan --json` prints as `layers`.
 */
export type Block = number | readonly (readonly Block[])[]
export type Schedule = readonly Block[]

/** Number of block applications, branches included. */
export function countApplications(schedule: Schedule): number {
  let count = 0
  for (const block of schedule) {
    if (typeof block === 'number') count++
    else for (const branch of block) count += countApplications(branch)
  }
  return count
}

/** Drops brackets of one branch and turns branches that do nothing into the identity. */
export function simplify(schedule: Schedule): Block[] {
  return schedule.flatMap((block): Block[] => {
    if (typeof block === 'number') return [block]
    const branches = block.map(simplify)
    return branches.length === 1 ? (branches[0] as Block[]) : [branches]
  })
}

/**
 * The canonical text of a schedule (docs/plans.md). Two plans with the same canonical text are the same
 * schedule: runs of three or more consecutive layers become ranges, from the left; then equal neighbours merge with `*`.
 */
export function canonicalText(schedule: Schedule): string {
  return stepsText(schedule) || '(_)'
}

function stepsText(schedule: Schedule): string {
  const units = rangesFromLeft(schedule)
  const steps: string[] = []
  for (let i = 0; i < units.length;) {
    let count = 1
    while (units[i + count] === units[i]) count++
    steps.push(count === 1 ? (units[i] as string) : `${units[i]}*${count}`)
    i += count
  }
  return steps.join(' ')
}

function rangesFromLeft(schedule: Schedule): string[] {
  const units: string[] = []
  for (let i = 0; i < schedule.length;) {
    const block = schedule[i] as Block
    if (typeof block !== 'number') {
      units.push(groupText(block))
      i++
      continue
    }
    const length = consecutiveFrom(schedule, i)
    if (length >= 3) {
      units.push(`${block}..${String(schedule[i + length - 1])}`)
      i += length
    } else {
      units.push(String(block))
      i++
    }
  }
  return units
}

/** Length of the longest run of layers from `start` that goes up by one each time, or down by one. */
function consecutiveFrom(schedule: Schedule, start: number): number {
  const first = schedule[start]
  const second = schedule[start + 1]
  if (typeof first !== 'number' || typeof second !== 'number' || Math.abs(second - first) !== 1) return 1
  const step = second - first
  let length = 2
  while (schedule[start + length] === first + step * length) length++
  return length
}

function groupText(branches: readonly (readonly Block[])[]): string {
  const single = branches.map((b) => (b.length === 1 && typeof b[0] === 'number' ? b[0] : undefined))
  const parts: string[] = []
  for (let i = 0; i < branches.length;) {
    let length = 1
    const first = single[i]
    if (first !== undefined) while (single[i + length] === first + length) length++
    if (length >= 3) {
      parts.push(String(first), '..', String(single[i + length - 1]))
      i += length
    } else {
      parts.push(stepsText(branches[i] as readonly Block[]) || '_')
      i++
    }
  }
  return `(${parts.join('|')})`
}
