import { magnitudeText } from '@contract/format/numbers'
import { spansDecades, type ShownMetric } from '@contract/format/shown-metric'

const LARGE = 1e4

/**
 * A value beside its tick: short, since there is little room, and with as many decimals as its neighbours.
 * @param interval between ticks
 * @param fixed a number with so many decimals, in the page's language
 */
export function axisValueText(
  value: number,
  interval: number,
  metric: ShownMetric,
  small: boolean,
  fixed: (value: number, digits: number) => string,
): string {
  if (spansDecades(metric)) return value >= LARGE ? largeText(value, interval) : String(value)
  if (small)
    return String(Number(value.toFixed(2)))
      .replace(/^-/, '\u2212')
      .replace(/(?<=^\u2212?)0(?=\.)/, '')
  return fixed(value, Math.round(interval * 100) % 10 === 0 ? 1 : 2)
}

/** As many digits as tell it from its neighbours: 8e8, 1e9, 1.2e9. */
function largeText(value: number, interval: number): string {
  const digits = interval > 0 ? Math.floor(Math.log10(value)) - Math.floor(Math.log10(interval)) : 0
  return magnitudeText(value, Math.min(3, Math.max(0, digits))).replace(/\.?0+e/, 'e')
}
