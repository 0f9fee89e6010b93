import { describe, expect, it } from 'vitest'
import type { PairedRow } from '@contract/comparison'
import * as numbers from '@contract/format/numbers'
import { madeRun } from '../../../test/support/figure-source'
import { pairedData, pairedLatex, type PairedWords } from './paired-data'

const accuracy: PairedRow = {
  ...{ task: 'sense', metric: 'acc', higherIsBetter: true, isTested: true, n: 40, a: 0.5, b: 0.3, delta: -0.2 },
  ...{ interval: [-0.35, -0.05], ratio: null, p: 0.0214, pHolm: 0.0428, method: 'mcnemar-exact' },
  flips: { rightToWrong: 10, wrongToRight: 2 },
}
const perplexity: PairedRow = {
  ...{ ...accuracy, metric: 'perplexity', higherIsBetter: false, isTested: false, a: 10, b: 20, delta: 10 },
  ...{ interval: null, ratio: { value: 2, interval: [1.5, 2.5] }, p: 0.0001, pHolm: null, flips: null },
  method: 'paired-bootstrap',
}
const rows = [accuracy, perplexity]
const details = [madeRun(['full', 'skip(s=2)'], () => 1)]
const sides = [
  { run: 'r-f', plan: 0 },
  { run: 'r-f', plan: 1 },
] as const

describe('paired statistics outside the app', () => {
  it('are tidy: a row a task and metric, with what they are of', () => {
    const { columns, rows: cells } = pairedData(rows, details, ...sides)
    const [first, second] = cells.map((r) => Object.fromEntries(columns.map((c, i) => [c, r[i]])))
    expect(first).toMatchObject({ plan_a: 'full', plan_b: 'skip(s=2)', run_b: 'r-f', n: 40, b_minus_a: -0.2 })
    expect(first).toMatchObject({ ci95_low: -0.35, ci95_high: -0.05, p: 0.0214, p_holm: 0.0428, ratio: null })
    expect(first).toMatchObject({ right_to_wrong: 10, wrong_to_right: 2, tested: 1, method: 'mcnemar-exact' })
    expect(second).toMatchObject({ ratio: 2, ratio_ci95_high: 2.5, ci95_low: null, p_holm: null, right_to_wrong: null })
    expect(cells.every((r) => r.length === columns.length)).toBe(true)
  })
  it('are set with booktabs: signed, with intervals, p, flips; the task once, what is significant bold', () => {
    const words: PairedWords = {
      ...{ caption: '100 % of skip_2', task: 'task', metric: 'metric', interval: '95% interval', holm: 'p, Holm' },
      ...{ rightToWrong: 'right → wrong', wrongToRight: 'wrong → right' },
      value: (v, { metric }) => numbers.metricText(v, metric, 'en'),
      delta: (v, { metric }) => numbers.signed(v, numbers.metricText(v, metric, 'en')),
      p: (p) => numbers.pText(p, 'en'),
    }
    const lines = pairedLatex(rows, words).split('\n')
    const line = (start: string): string => lines.find((l) => l.trim().startsWith(start)) ?? ''
    expect(line('\\caption')).toContain('100 \\% of skip\\_2')
    expect(line('task')).toContain('95\\% interval & $p$ & p, Holm & right $\\to$ wrong')
    expect(line('sense')).toBe(
      '    sense & acc & 40 & 0.500 & 0.300 & $-$0.200 & {[}$-$0.350, $-$0.050{]} & .021 & \\textbf{.043} & 10 & 2 \\\\',
    )
    expect(line('& perplexity')).toContain('$\\times$ 2.00 {[}1.50, 2.50{]} & $<$ .001 & -- & -- & -- \\\\')
  })
})
