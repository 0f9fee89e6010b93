import { expect, it } from 'vitest'
import { madeRun, madeScored, RAW } from '../../../test/support/figure-source'
import { loopFigure, loopPlaces } from '@/shared/series/loops'
import { subjectsOf } from '@/shared/series/subject'
import { cellBeside, selectedCell } from './loop-selection'

const plans = ['looped-parallel(s=3,n=2..3)', 'looped-parallel(s=4,n=2)']
const run = madeRun(plans, (p) => [0.4, 0.6, 0.5][p]!)
const places = loopPlaces(subjectsOf([run])[0]!)
const figure = loopFigure(
  places,
  madeScored(
    [run],
    places.map((p) => p.point),
    RAW,
  ),
  RAW,
)

it('the best cell is selected, or the chosen one while it is there', () => {
  expect(selectedCell(figure, null, true)).toMatchObject({ m: 5, n: 3 })
  expect(selectedCell(figure, null, false)).toMatchObject({ m: 3, n: 2 })
  expect(selectedCell(figure, { m: 3, n: 2 }, true)).toMatchObject({ m: 3, n: 2 })
  expect(selectedCell(figure, { m: 9, n: 9 }, true)).toMatchObject({ m: 5, n: 3 })
  expect(selectedCell({ ms: [], ns: [], cells: [], hasUnranked: false }, null, true)).toBeNull()
})
it('arrows lead to a neighbour; at the edge, and to where no cell is, they lead nowhere', () => {
  const from = { m: 5, n: 2 }
  expect(cellBeside(figure, from, 'ArrowUp')).toEqual({ m: 5, n: 3 })
  expect(cellBeside(figure, from, 'ArrowLeft')).toEqual({ m: 3, n: 2 })
  expect(cellBeside(figure, from, 'ArrowDown')).toEqual(from)
  expect(cellBeside(figure, { m: 5, n: 3 }, 'ArrowLeft')).toEqual({ m: 5, n: 3 })
  expect(cellBeside(figure, from, 'Home')).toBeNull()
})
