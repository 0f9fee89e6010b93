import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MetricName } from '@contract/metrics'
import { LOCALES, type Language } from '@/locales/i18n'
import * as numbers from '@contract/format/numbers'
import type { ShownMetric } from '@contract/format/shown-metric'

const DIVISIONS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
]

/** Chinese sets a thin space beside digits. */
const spacedHan = (text: string): string => text.replaceAll(/(\d)(?=\p{Script=Han})/gu, '$1\u2009')

/** The number, time and size formats of the page's language. */
export function useFormat() {
  const { t, locale } = useI18n()
  const tag = computed(() => LOCALES[locale.value as Language])
  const time = computed(() => new Intl.DateTimeFormat(tag.value, { dateStyle: 'medium', timeStyle: 'short' }))
  const percent = computed(() => new Intl.NumberFormat(tag.value, { style: 'percent', maximumFractionDigits: 0 }))
  const relative = computed(() => new Intl.RelativeTimeFormat(tag.value, { numeric: 'auto' }))
  return {
    tag,
    count: (n: number) => numbers.count(n, tag.value),
    fixed: (n: number, digits: number) => numbers.fixed(n, digits, tag.value),
    percent: (share: number) => percent.value.format(share),
    metric: (value: number | null | undefined, metric: ShownMetric) => numbers.metricText(value, metric, tag.value),
    loglikelihood: (value: number | null | undefined) => numbers.loglikelihoodText(value, tag.value),
    error: (value: number | null | undefined, metric: ShownMetric) => numbers.errorText(value, metric, tag.value),
    spread: (value: number | null, stderr: number | null, metric: MetricName, n: number) =>
      numbers.spread(value, stderr, metric, n, tag.value),
    delta: (value: number, metric: ShownMetric) => numbers.signed(value, numbers.metricText(value, metric, tag.value)),
    bytes: (n: number) => numbers.bytesText(n, tag.value),
    parameters: (n: number) => numbers.parametersText(n, tag.value),
    p: (p: number | null) => numbers.pText(p, tag.value),
    duration: (seconds: number) =>
      numbers.durationText(seconds, { h: t('unit.h'), min: t('unit.min'), s: t('unit.s') }),
    time: (iso: string) => time.value.format(new Date(iso)),
    ago: (iso: string, now = Date.now()) => {
      // a clock that ticks now and then may lag behind what just happened
      let value = Math.min(0, (new Date(iso).getTime() - now) / 1000)
      for (const [unit, size] of DIVISIONS) {
        if (Math.abs(value) < size) return spacedHan(relative.value.format(Math.round(value), unit))
        value /= size
      }
      return time.value.format(new Date(iso))
    },
  }
}
