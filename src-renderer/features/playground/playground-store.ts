import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Answers, CacheKind } from '@contract/answer'
import { on, request } from '@/api/bridge'
import { useModels } from '@/shared/data/models'
import { resolvedPlans } from '@/shared/plan/resolved-plans'

const MAX_NEW_TOKENS = 64
/** A plan for each depth: in the middle, about a sixth of the layers on either side. */
const startOf = (nLayers: number): number => Math.max(0, Math.floor((nLayers - 1 - Math.round(nLayers / 6)) / 2))

/** What the Playground asks, and what was written: it stays while other screens are looked at. */
export const usePlayground = defineStore('playground', () => {
  const models = useModels()
  const chosen = ref<string | null>(null)
  const model = computed(() => models.models.find((m) => m.name === chosen.value) ?? models.current)
  const nLayers = computed(() => model.value?.nLayers ?? 0)
  const prompt = ref('')
  const own = ref<readonly string[] | null>(null)
  const plans = computed<readonly string[]>(() => {
    const s = startOf(nLayers.value)
    return own.value ?? ['full', `skip(s=${s})`, `parallel(s=${s})`]
  })
  const maxNewTokens = ref(MAX_NEW_TOKENS)
  const stop = ref('')
  const cache = ref<CacheKind>('exact')

  const going = ref<string | null>(null)
  /** Texts so far, by plan. */
  const texts = ref<Readonly<Record<string, string>>>({})
  const written = shallowRef<Answers | null>(null)
  /** The plans that are written, or were: columns. */
  const asked = shallowRef<readonly string[]>([])

  const isUsable = computed(
    () =>
      model.value !== null &&
      prompt.value !== '' &&
      plans.value.length > 0 &&
      plans.value.every((text) => resolvedPlans(text, nLayers.value).ok),
  )

  function watch(): void {
    on('answer.progress', (progress) => {
      if (progress.id !== going.value) return
      const more = Object.fromEntries(progress.plans.map((plan) => [plan, progress.text]))
      texts.value = { ...texts.value, ...more }
    })
  }

  async function write(): Promise<void> {
    if (!model.value || !isUsable.value || going.value !== null) return
    const id = crypto.randomUUID()
    const resolved = plans.value.map((text) => resolvedPlans(text, nLayers.value))
    going.value = id
    texts.value = {}
    written.value = null
    asked.value = [...new Set(resolved.flatMap((r) => (r.ok ? r.plans.map((p) => p.plan) : [])))]
    try {
      written.value = await request('answers.write', {
        id,
        model: model.value.name,
        plans: [...plans.value],
        prompt: prompt.value,
        maxNewTokens: maxNewTokens.value,
        stops: stop.value === '' ? [] : [stop.value],
        cache: cache.value,
      })
    } catch (error) {
      asked.value = []
      throw error
    } finally {
      going.value = null
    }
  }
  const cancel = async (): Promise<void> => {
    if (going.value !== null) await request('answers.cancel', { id: going.value })
  }
  const setPlan = (i: number, text: string): void => {
    own.value = plans.value.map((plan, k) => (k === i ? text : plan))
  }
  return {
    ...{ chosen, model, nLayers, prompt, plans, maxNewTokens, stop, cache },
    ...{ going, texts, written, asked, isUsable },
    ...{ watch, write, cancel, setPlan },
    addPlan: () => (own.value = [...plans.value, `reverse(s=${startOf(nLayers.value)})`]),
    removePlan: (i: number) => (own.value = plans.value.filter((_, k) => k !== i)),
    resetPlans: () => (own.value = null),
  }
})
