import { useI18n } from 'vue-i18n'
import type { Line, LineNote } from '@/shared/series/line'

/** What a line is called, in the page's language. */
export function useLineNames() {
  const { t } = useI18n()
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
        return t('figures.bestOf', { n: note.n })
      case 'n':
        return `n = ${note.values.join(', ')}`
    }
  }
  const noteOf = ({ name, nSeeds }: Line): string =>
    nSeeds > 1 ? t('figures.seeds', { n: nSeeds }, nSeeds) : name.note ? noteText(name.note) : ''
  /** A line of one of several models is told by its letter. */
  const labelOf = (line: Line): string =>
    line.name.kind === 'model' ? `${line.subject.letter} ${nameOf(line)}` : nameOf(line)
  return { nameOf, noteOf, labelOf }
}
