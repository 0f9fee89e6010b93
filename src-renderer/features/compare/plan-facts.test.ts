import { expect, it } from 'vitest'
import { madeRun } from '../../../test/support/figure-source'
import { differingFacts, whereTheyDiffer } from './plan-facts'

const run = madeRun(['full', 'skip(s=2)', '0..11 0'], () => 1)
const side = (plan: number) => ({ run, plan: run.plans[plan] })

it('tells in what two plans differ, and nothing of what is the same', () => {
  expect(differingFacts(side(0), side(0))).toEqual([])
  expect(differingFacts(side(0), side(1))).toEqual([
    { name: 'designer.plan', a: 'full', b: 'skip(s=2)' },
    { name: 'designer.applications', a: '12', b: '5' },
    { name: 'designer.affected', a: '0', b: '7' },
  ])
})
it('tells two models by name and layers', () => {
  const other = madeRun(['full'], () => 1, { name: 'n', nLayers: 12 })
  const deeper = madeRun(['full'], () => 1, { name: 'm', nLayers: 14 })
  const names = (b: typeof run) => differingFacts(side(0), { run: b, plan: b.plans[0] }).map((f) => f.name)
  expect(names(other)).toEqual(['runs.name', 'run.model'])
  expect(names(deeper)).toEqual(['designer.applications', 'compare.fact.nLayers'])
})
it('a plan that is gone has no facts', () =>
  expect(differingFacts({ run: undefined, plan: undefined }, side(0)).map((f) => f.a)).toEqual(Array(6).fill('–')))

it('what two names have in common does not push out in what they differ', () => {
  expect(whereTheyDiffer('SmolLM2-135M', 'SmolLM2-360M')).toEqual(['…135M', '…360M'])
  expect(whereTheyDiffer('Figure 11, quick look', 'Figure 11, quick one')).toEqual(['…look', '…one'])
  expect(whereTheyDiffer('skip(s=2)', 'skip(s=3)')).toEqual(['skip(s=2)', 'skip(s=3)'])
  expect(whereTheyDiffer('12', '12')).toEqual(['12', '12'])
})
