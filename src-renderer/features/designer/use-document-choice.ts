import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useDraft } from '@/shared/data/draft'
import { useFormat } from '@/shared/format/use-format'
import { chosenDocuments, documentChoice, documentChoices, documentCount, type DocumentChoice } from './document-choice'

/** The drop-down of documents, in words. */
export function useDocumentChoice() {
  const { t } = useI18n()
  const format = useFormat()
  const draft = useDraft()

  function title(choice: DocumentChoice): string {
    const n = documentCount(choice)
    if (n === null) return t('designer.allDocuments')
    return t(choice.startsWith('first') ? 'designer.first' : 'designer.sample', { n: format.count(n) })
  }
  const choices = computed(() => documentChoices(draft.now).map((value) => ({ value, title: title(value) })))
  const chosen = computed({
    get: () => documentChoice(draft.now),
    set: (choice) =>
      draft.apply({
        patch: chosenDocuments(choice, draft.now.sample?.seed ?? 0),
        what: 'step.documents',
        params: { n: documentCount(choice) ?? t('designer.allDocuments') },
      }),
  })
  function setSeed(seed: number): void {
    const { sample } = draft.now
    if (!sample) return
    const params = { n: `${format.count(sample.n)}, ${t('designer.seedIs', { seed })}` }
    draft.apply({ patch: { sample: { n: sample.n, seed } }, what: 'step.documents', params })
  }
  return { choices, chosen, setSeed, title, chosenTitle: computed(() => title(chosen.value)) }
}
