import { useI18n } from 'vue-i18n'
import { usePreferences } from '@/shared/data/preferences'
import type { LineFigure } from '@/shared/series/line'
import { bestFoot } from './best-foot'
import { useCountRange } from './use-count-range'

/** What stands under a figure with lines: what its bars and its band are, and on what its best of several is chosen and shown. */
export function useFigureFeet(): (figures: readonly LineFigure[], errors: boolean, normalised: boolean) => string[] {
  const { t } = useI18n()
  const preferences = usePreferences()
  const range = useCountRange()
  return (figures, errors, normalised) => {
    const lines = figures.flatMap((f) => f.lines)
    const hasBars = lines.some((l) => l.weight === 'main' && l.points.some((p) => p.error !== null))
    return [
      ...(errors && hasBars ? [t('figures.barsFoot')] : []),
      ...(lines.some((l) => l.hasBand)
        ? [t('figures.bandFoot', { band: t(`figures.band.${preferences.shown('band', 'sd')}`) })]
        : []),
      ...bestFoot(figures, normalised, range).map(({ key, values }) => t(key, values ?? {})),
    ]
  }
}
