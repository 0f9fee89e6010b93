import { describe, expect, it } from 'vitest'
import type { RunListEntry } from '@contract/run'
import { FIGURE_11 } from './definitions/figure-11'
import { FIGURE_12 } from './definitions/figure-12'
import { runsOf, usableRuns } from './run-choice'

const run = (id: string, fingerprint: string, plans: string[], status: RunListEntry['status'] = 'done') =>
  ({ run: id, fingerprint, plans, status, readout: 'loglikelihood' }) as unknown as RunListEntry
/** The newest first. */
const runs = [
  run('waits', 'f', ['skip(s=*)', 'reverse(s=*)', 'random(s=*,seed=0)'], 'queued'),
  run('one', 'f', ['full', 'skip(s=*)']),
  run('two', 'f', ['skip(s=*)', 'reverse(s=*)']),
  run('old two', 'f', ['skip(s=*)', 'parallel(s=*)']),
  run('other', 'g', ['skip(s=*)', 'reverse(s=*)', 'parallel(s=*)']),
  run('none', 'g', ['switch(layer=*)']),
  { ...run('states', 'g', ['full', 'skip(s=*)']), readout: 'similarity' },
]
const of = (figure: typeof FIGURE_11): readonly string[] => runsOf(figure, usableRuns(figure, runs))

describe('the runs of a figure where none are chosen', () => {
  it('those that have anything of it', () =>
    expect(usableRuns(FIGURE_11, runs).map((r) => r.run)).toEqual(['waits', 'one', 'two', 'old two', 'other']))
  it('the newest with the most of its variants, whatever its model', () => expect(of(FIGURE_11)).toEqual(['other']))
  it('models side by side: the newest of each', () => expect(of(FIGURE_12).toSorted()).toEqual(['one', 'other']))
  it('models side by side: one that is done before a newer one that is not', () => {
    const stopped = [run('stopped', 'f', ['full', 'skip(s=*)'], 'interrupted'), ...runs]
    expect(runsOf(FIGURE_12, usableRuns(FIGURE_12, stopped)).toSorted()).toEqual(['one', 'other'])
  })
  it('nothing of nothing', () => expect(runsOf(FIGURE_11, [])).toEqual([]))
})
