import { useI18n } from 'vue-i18n'
import type { Line } from '@/shared/series/lines'

/** What a line is called, in the page's language. */
export function useLineNames(): { readonly nameOf: (line: Line) => string; readonly noteOf: (line: Line) => string } {
  const { t } = useI18n()
  return {
    nameOf: ({ name }) =>
      name.kind === 'variant' ? t(`variant.${name.text}`) : name.kind === 'median' ? t('figures.median') : name.text,
    noteOf: ({ name, nSeeds }) => {
      if (nSeeds > 1) return t('figures.seeds', { n: nSeeds }, nSeeds)
      if (name.note === undefined) return ''
      if (name.kind === 'model') return t('count.layers', { n: name.note }, Number(name.note))
      const best = /^best of (\d+) n$/.exec(name.note)
      return best ? t('figures.bestOf', { n: best[1] }) : name.note
    },
  }
}
