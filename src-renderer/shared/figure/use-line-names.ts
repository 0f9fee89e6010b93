import { useI18n } from 'vue-i18n'
import type { LineChartWords } from '@/shared/charts/line-look'
import { noteOfLines, seedsOf } from '@/shared/series/legend-rows'
import type { Line, LineNote } from '@/shared/series/line'
import { useCountRange } from './use-count-range'

/** What a line is called, in the page's language. */
export function useLineNames() {
  const { t } = useI18n()
  const range = useCountRange()
  function nameOf({ name }: Line): string {
    switch (name.kind) {
      case 'variant':
        return t(`variant.${name.text}`)
      case 'median':
        return t('figures.median')
      case 'task':
      case 'model':
        return name.text
    }
  }
  function noteText(note: LineNote): string {
    switch (note.kind) {
      case 'layers':
        return t('count.layers', { n: note.n }, note.n)
      case 'best of n':
        return t('figures.bestOf', { n: range(note.n) })
      case 'n':
        return `n = ${note.values.join(', ')}`
    }
  }
  /** Of all lines that are told as one: in several panels they may differ. */
  function noteOf(lines: readonly Line[]): string {
    const [seeds, note] = [seedsOf(lines), noteOfLines(lines)]
    if (seeds) return t('figures.seeds', { n: range(seeds) }, seeds[1])
    return note ? noteText(note) : ''
  }
  const guideWords = (): Pick<LineChartWords, 'full' | 'fullOnHalf' | 'floor'> => ({
    full: t('figures.full'),
    fullOnHalf: t('figures.fullOnHalf'),
    floor: t('figures.floor'),
  })
  return { nameOf, noteOf, guideWords }
}
