import { pythonShuffle } from '@contract/plan/python-random'
import { cell, type Item } from '@/shared/schedule/items'
import { branchAt, groupById, sameLayerAround, type Run } from './place'
import { copied, ids, replaceRun, sliceOf, withBranch, type Edit } from './rebuild'
import { moveTo } from './moving'

export function reverse(items: readonly Item[], run: Run): Edit {
  const turned = [...sliceOf(items, run)].reverse()
  return { items: replaceRun(items, run, turned), selected: ids(turned) }
}

/** The order that `random` gives with the same seed. */
export function shuffle(items: readonly Item[], run: Run, seed: number): Edit {
  const mixed = pythonShuffle(sliceOf(items, run), seed)
  return { items: replaceRun(items, run, mixed), selected: ids(mixed) }
}

/** The run once more, behind itself. */
export function repeat(items: readonly Item[], run: Run): Edit {
  const again = sliceOf(items, run).map(copied)
  return {
    items: withBranch(items, run.parent, (b) => [...b.slice(0, run.to), ...again, ...b.slice(run.to)]),
    selected: ids(again),
  }
}

const MOST_TIMES = 200

/** A layer `n` times in a row, whatever it was before. */
export function timesInARow(items: readonly Item[], id: string, n: number): Edit {
  const same = sameLayerAround(items, id)
  if (!same) return { items, selected: [id] }
  const kept = sliceOf(items, same)
  const wanted = Math.max(1, Math.min(MOST_TIMES, n))
  const added = Array.from({ length: Math.max(0, wanted - kept.length) }, () => cell(same.layer))
  const cells = [...kept.slice(0, wanted), ...added]
  return { items: replaceRun(items, same, cells), selected: ids(cells.slice(0, 1)) }
}

/** A run one place to the left or right within its branch. */
export function nudge(items: readonly Item[], run: Run, by: 1 | -1): Edit {
  const branch = branchAt(items, run.parent)
  const slice = branch.slice(run.from, run.to)
  const other = by < 0 ? branch[run.from - 1] : branch[run.to]
  if (!other) return { items, selected: ids(slice) }
  const wider = by < 0 ? { ...run, from: run.from - 1 } : { ...run, to: run.to + 1 }
  return { items: replaceRun(items, wider, by < 0 ? [...slice, other] : [other, ...slice]), selected: ids(slice) }
}

/** A run to the branch above or below, at its end. */
export function nudgeBranch(items: readonly Item[], run: Run, by: 1 | -1): Edit {
  const slice = sliceOf(items, run)
  const host = run.parent && groupById(items, run.parent.group)
  const to = run.parent && host?.branches[run.parent.branch + by]
  if (!run.parent || !to) return { items, selected: ids(slice) }
  return moveTo(items, ids(slice), {
    parent: { group: run.parent.group, branch: run.parent.branch + by },
    index: to.length,
  })
}
