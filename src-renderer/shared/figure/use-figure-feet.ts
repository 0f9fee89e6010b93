import { useI18n } from 'vue-i18n'
import { usePreferences } from '@/shared/data/preferences'
import { legendKey, type LineFigure } from '@/shared/series/line'
import { bestFoot } from './best-foot'
import { useCountRange } from './use-count-range'

interface Shown {
  readonly errors: boolean
  readonly normalised: boolean
  readonly hidden: ReadonlySet<string>
}

/** What stands under a figure with lines: what its bars and its band are, and on what its best of several is chosen and shown. */
export function useFigureFeet(): (figures: readonly LineFigure[], shown: Shown) => string[] {
  const { t } = useI18n()
  const preferences = usePreferences()
  const range = useCountRange()
  return (all, { errors, normalised, hidden }) => {
    const figures = all.map((f) => ({ ...f, lines: f.lines.filter((l) => !hidden.has(legendKey(l))) }))
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
