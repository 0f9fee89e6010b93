import { decides, type MetricName } from '../metrics'
import { spansDecades, type ShownMetric } from './shown-metric'

/** Numbers as every host writes them. Pure; `locale` is a BCP 47 tag. */

const MINUS = '\u2212'
const signs = (text: string): string => text.replace('-', MINUS)

const cache = new Map<string, Intl.NumberFormat>()
function formatter(locale: string, min: number, max: number): Intl.NumberFormat {
  const key = `${locale} ${min} ${max}`
  // what rounds to nothing has no sign
  const sign = { signDisplay: 'negative' } as const
  const held =
    cache.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: min, maximumFractionDigits: max, ...sign })
  cache.set(key, held)
  return held
}

export const count = (n: number, locale: string): string => signs(formatter(locale, 0, 0).format(n))
export const fixed = (n: number, digits: number, locale: string): string =>
  signs(formatter(locale, digits, digits).format(n))

/** `3.69e5`: what is too large, or too small, to be written out. */
export const magnitudeText = (value: number, digits: number): string => value.toExponential(digits).replace('e+', 'e')

/**
 * Three decimals; of a metric that spans decades (perplexity) two, none from 1,000, and 3.69e5 above 10^5. Not finite: an en
 * dash.
 */
export function metricText(value: number | null | undefined, metric: ShownMetric, locale: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  if (!spansDecades(metric)) return fixed(value, 3, locale)
  if (value >= 1e5) return magnitudeText(value, 2)
  return value >= 1000 ? count(value, locale) : fixed(value, 2, locale)
}

/** Two decimals, in nats; what was not scored, or is not finite, an en dash. */
export const loglikelihoodText = (value: number | null | undefined, locale: string): string =>
  value === null || value === undefined || !Number.isFinite(value) ? '–' : fixed(value, 2, locale)

/** A standard error, without the leading zero: `.058`. */
export function errorText(value: number | null | undefined, metric: ShownMetric, locale: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return ''
  return spansDecades(metric) ? metricText(value, metric, locale) : fixed(value, 3, locale).replace(/^(\u2212?)0/, '$1')
}

/** `0.313 ± .058`; at none or all of n right the fraction: `0/64`. */
export function spread(
  value: number | null,
  stderr: number | null,
  metric: MetricName,
  n: number,
  locale: string,
): string {
  if (value === null) return ''
  if (decides(metric) && (value === 0 || value === 1) && n > 0)
    return `${value === 0 ? 0 : count(n, locale)}/${count(n, locale)}`
  return stderr === null ? '' : `± ${errorText(stderr, metric, locale)}`
}

/** With its sign, unless nothing of it is left in the digits shown. */
export function signed(value: number, text: string): string {
  if (!/[1-9∞]/.test(text)) return text.replace(/^[-\u2212]/, '')
  return value > 0 ? `+${text}` : text
}

/** Decimal bytes: `269 MB`, `1.3 GB`. */
export function bytesText(bytes: number, locale: string): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes <= 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${formatter(locale, 0, power > 0 && value < 10 ? 1 : 0).format(value)}\u00a0${units[power]}`
}

/** Parameters: `135 M`, `6.7 B`. */
export function parametersText(n: number, locale: string): string {
  const [value, unit] = n >= 1e9 ? [n / 1e9, 'B'] : n >= 1e6 ? [n / 1e6, 'M'] : [n / 1e3, 'k']
  return `${formatter(locale, 0, value < 10 ? 1 : 0).format(value)}\u00a0${unit}`
}

/** Seconds in words of the language: `1:52`, `3 h 10 min`. */
export function durationText(
  seconds: number,
  words: { readonly h: string; readonly min: string; readonly s: string },
): string {
  const s = Math.max(0, Math.round(seconds))
  if (s < 60) return `${s}\u00a0${words.s}`
  if (s < 600) return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
  if (s < 3600) return `${Math.round(s / 60)}\u00a0${words.min}`
  const minutes = Math.round(s / 60)
  return minutes % 60 === 0
    ? `${minutes / 60}\u00a0${words.h}`
    : `${Math.floor(minutes / 60)}\u00a0${words.h} ${minutes % 60}\u00a0${words.min}`
}

/** A p value: `.039`, `< .001`. */
export function pText(p: number | null, locale: string): string {
  if (p === null) return '–'
  return p < 0.001 ? '< .001' : p >= 0.9995 ? fixed(1, 3, locale) : fixed(p, 3, locale).replace(/^0/, '')
}
