import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { StripWords } from '@/shared/schedule/describe'

export function useStripWords(): ComputedRef<StripWords> {
  const { t } = useI18n()
  return computed(() => ({
    applications: (n) => t('strip.applications', { n }, n),
    layers: (from, to) => t('strip.layers', { from, to }),
    down: (from, to) => t('strip.down', { from, to }),
    one: (layer) => t('strip.one', { layer }),
    times: (layer, n) => t('strip.times', { layer, n }),
    mean: (n, branches) => t('strip.mean', { n, branches }),
    repeated: (what, n) => t('strip.repeated', { what, n }),
    input: t('strip.input'),
    then: t('strip.then'),
    between: t('strip.between'),
  }))
}
