import { describe, expect, it } from 'vitest'
import { bytesText, durationText, errorText, loglikelihoodText, metricText, pText, signed, spread } from './numbers'

const words = { h: 'h', min: 'min', s: 's' }

describe('numbers as the design writes them', () => {
  it.each([
    [0.3125, 'acc', '0.313'],
    [60.736, 'perplexity', '60.74'],
    [1234.5, 'perplexity', '1,235'],
    [368954.25, 'perplexity', '3.69e5'],
    [null, 'acc', '–'],
    [-0.5, 'acc', '\u22120.500'],
  ] as const)('%s %s', (value, metric, want) => expect(metricText(value, metric, 'en')).toBe(want))
  it('loglikelihoods to two decimals, an en dash where there is none', () =>
    expect([-3.14159, null, undefined, NaN, -Infinity].map((v) => loglikelihoodText(v, 'en'))).toEqual([
      '\u22123.14',
      '–',
      '–',
      '–',
      '–',
    ]))

  it('errors lose their leading zero', () => expect(errorText(0.0577, 'acc', 'en')).toBe('.058'))
  it('none or all right is a fraction', () => {
    expect(spread(0, 0, 'acc', 64, 'en')).toBe('0/64')
    expect(spread(1, 0, 'acc', 64, 'en')).toBe('64/64')
    expect(spread(0.5, 0.0625, 'acc', 64, 'en')).toBe('± .063')
  })
  it.each([
    [42, '42\u00a0s'],
    [112, '1:52'],
    [2520, '42\u00a0min'],
    [11400, '3\u00a0h 10\u00a0min'],
    [7200, '2\u00a0h'],
  ] as const)('%s s', (s, want) => expect(durationText(s, words)).toBe(want))
  it.each([
    [0, '0\u00a0B'],
    [269_060_552, '269\u00a0MB'],
    [1_340_000_000, '1.3\u00a0GB'],
  ] as const)('%s bytes', (b, want) => expect(bytesText(b, 'en')).toBe(want))
  it.each([
    [0.0004, '< .001'],
    [0.0391, '.039'],
    [1, '1.000'],
    [null, '–'],
  ] as const)('p %s', (p, want) => expect(pText(p, 'en')).toBe(want))
})

it('a difference that is nothing in the digits shown has no sign', () => {
  expect([signed(-0.001, '−0.00'), signed(0.001, '0.00'), signed(0.02, '0.02'), signed(-0.02, '−0.02')]).toEqual([
    '0.00',
    '0.00',
    '+0.02',
    '−0.02',
  ])
})
