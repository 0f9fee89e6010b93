import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useDraft } from '@/shared/data/draft'
import { useExperiment } from '@/shared/data/experiment'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { usePreview } from '@/shared/data/preview'
import { useFormat } from '@/shared/format/use-format'
import { useTold } from '@/shared/format/use-told'
import type { Segment } from '@/shared/ui/segment'
import type { Term } from '@/shared/ui/term'

/** Under this, work that is all in the store takes no time worth telling. */
const NO_TIME_SECONDS = 0.5

/** What the experiment will take, in words; why it cannot start; and its start. */
export function useExperimentCost() {
  const { t } = useI18n()
  const told = useTold()
  const format = useFormat()
  const router = useRouter()
  const [draft, design, models, notices, previews] = [
    useDraft(),
    useExperiment(),
    useModels(),
    useNotices(),
    usePreview(),
  ]
  const preview = computed(() => previews.preview)
  const isStarting = ref(false)

  const title = computed(() =>
    t(design.chosenModels.length > 1 ? 'designer.sizeOn' : 'designer.size', {
      plans: t('count.plans', { n: format.count(design.nPlans) }, design.nPlans),
      tasks: t('count.tasks', { n: draft.now.tasks.length }, draft.now.tasks.length),
      models: t('count.models', { n: design.chosenModels.length }, design.chosenModels.length),
    }),
  )
  const parts = computed<readonly Segment[]>(() => {
    const work = preview.value?.layerApplications
    if (!work || work.naive === 0) return []
    const part = (kind: Segment['kind'], key: string, term: Term, n: number): Segment => {
      const share = n / work.naive
      return { kind, share, term, text: t(`designer.${key}`, { share: format.percent(share) }) }
    }
    return [
      part('cached', 'cachedShare', 'storedWork', work.stored),
      part('shared', 'sharedShare', 'sharedWork', work.shared),
      part('computed', 'newShare', 'newWork', work.computed),
    ]
  })
  const applications = computed(() => {
    const work = preview.value?.layerApplications
    return work
      ? t('designer.applicationsOf', { computed: format.count(work.computed), naive: format.count(work.naive) })
      : ''
  })
  const estimate = computed(() => {
    const is = preview.value
    if (!is) return '…'
    if (is.seconds < NO_TIME_SECONDS && is.layerApplications.computed === 0) return t('designer.allStored')
    return `≈ ${format.duration(Math.max(1, is.seconds))}`
  })
  const estimateFrom = computed(() => (preview.value ? t(`designer.fromWhat.${preview.value.secondsFrom}`) : ''))

  /** Why it cannot start; null where it can. */
  const obstacle = computed(() => {
    if (models.current === null) return t('designer.needModel')
    if (draft.now.plans.length === 0) return t('designer.needPlan')
    if (draft.now.tasks.length === 0) return t('designer.needTask')
    if (!design.isValid) return t('designer.needValid')
    if (design.misfit) return t('designer.misfit', design.misfit)
    return previews.error ? told(previews.error) : null
  })
  const canStart = computed(() => obstacle.value === null && preview.value?.memory.fits !== false && !isStarting.value)
  async function start(): Promise<void> {
    isStarting.value = true
    await notices.attempt(async () => router.push(`/runs/${await design.start()}`))
    isStarting.value = false
  }
  return { preview, title, parts, applications, estimate, estimateFrom, obstacle, canStart, isStarting, start }
}
