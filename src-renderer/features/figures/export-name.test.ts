import { expect, it } from 'vitest'
import { MEDIAN } from '@/shared/series/scored'
import { madeRun, madeScored, RAW } from '../../../test/support/figure-source'
import { figureAt } from './catalogue'
import { exportName } from './export-name'

it('a file is called after the tasks that are drawn: not all that the runs have', () => {
  const scored = madeScored([madeRun(['full', 'skip(s=4)'], () => 0.5, { name: 'painter' })], [], RAW)
  const figure = figureAt('11')
  const day = new Date().toISOString().slice(0, 10)
  expect(exportName(figure, scored, ['b'])).toBe(`fig11_painter_b_${day}`)
  expect(exportName(figure, scored, [MEDIAN])).toBe(`fig11_painter_2-tasks_${day}`)
  expect(exportName(figure, scored, ['a', 'b', 'a'])).toBe(`fig11_painter_2-tasks_${day}`)
})
