import { expect, it } from 'vitest'
import { readReferences } from './reference'

it('a reference is read by its columns, its points in order', () => {
  expect(readReferences('value,series,M\n0.9,skip,3\n1,skip,1\n.5,reverse,3\n', 'paper.csv')).toEqual([
    {
      name: 'skip',
      points: [
        [1, 1],
        [3, 0.9],
      ],
    },
    { name: 'reverse', points: [[3, 0.5]] },
  ])
})
it.each([
  ['', /paper.csv: has no rows/],
  ['series,x,value\nskip,1,1\n', /has no column M/],
  ['series,M,value\nskip,1,1\nskip,three,0.5\n', /row 3 has no number in the column M \("three"\)/],
  ['series,M,value\nskip,1,\n', /row 2 has no number in the column value/],
])('what is wrong is said with its place: %j', (text, message) =>
  expect(() => readReferences(text, 'paper.csv')).toThrow(message),
)
