import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { FIGURES } from '@/features/figures/catalogue'
import { useTakePreset } from '@/features/designer/use-presets'
import {
  iconAdd,
  iconDark,
  iconFigures,
  iconKeyboard,
  iconLanguage,
  iconModels,
  iconPause,
  iconPlay,
  iconPresets,
  iconRight,
  iconRuns,
  iconStop,
} from '@/shared/ui/icons'
import { useExperiment } from '@/shared/data/experiment'
import { useModels } from '@/shared/data/models'
import { useNotices } from '@/shared/data/notices'
import { usePreferences } from '@/shared/data/preferences'
import { useRuns } from '@/shared/data/runs'
import { SCREENS } from './app-keys'

export interface Command {
  readonly id: string
  readonly group: string
  readonly text: string
  readonly more?: string
  readonly key?: string
  readonly icon: string
  readonly run: () => unknown
}

/** Everything that can be done from anywhere: screens, presets, figures, models, runs, settings. */
export function useCommands(actions: { readonly openShortcuts: () => void }): ComputedRef<readonly Command[]> {
  const { t } = useI18n()
  const router = useRouter()
  const [models, runs, design, preferences, notices] = [
    useModels(),
    useRuns(),
    useExperiment(),
    usePreferences(),
    useNotices(),
  ]
  const takePreset = useTakePreset()
  const attempt = (work: () => Promise<unknown>) => () => notices.attempt(work)
  return computed<Command[]>(() => [
    ...SCREENS.map((s) => ({
      id: s.path,
      group: t('command.screen'),
      text: t(s.text),
      key: `Ctrl ${s.key}`,
      icon: iconRight,
      run: () => router.push(s.path),
    })),
    {
      id: 'editor',
      group: t('command.screen'),
      text: t('designer.editor'),
      icon: iconRight,
      run: () => router.push('/designer?tab=editor'),
    },
    ...(models.current
      ? [
          {
            id: 'start',
            group: t('command.run'),
            text: t('designer.start'),
            icon: iconPlay,
            run: attempt(async () => router.push(`/runs/${await design.start()}`)),
          },
          ...FIGURES.map((p) => ({
            id: `preset ${p.id}`,
            group: t('command.preset'),
            text: t('presets.title', { figure: p.label }),
            more: t(`presets.${p.id}`),
            icon: iconPresets,
            run: () => takePreset(p, true),
          })),
        ]
      : []),
    ...FIGURES.map((f) => ({
      id: `figure ${f.id}`,
      group: t('command.figure'),
      text: t('figures.number', { n: f.label }),
      more: t(`figures.${f.id}.short`),
      icon: iconFigures,
      run: () => router.push(`/figures/${f.id}`),
    })),
    ...models.models.map((m) => ({
      id: `model ${m.name}`,
      group: t('command.model'),
      text: m.name,
      icon: iconModels,
      run: () => (models.currentName = m.name),
    })),
    ...(runs.active
      ? [
          {
            id: 'pause',
            group: t('command.run'),
            text: t('action.pause'),
            more: runs.active.name,
            icon: iconPause,
            run: attempt(() => runs.pause(runs.active?.run ?? '')),
          },
          {
            id: 'cancel',
            group: t('command.run'),
            text: t('action.cancelRun'),
            more: runs.active.name,
            icon: iconStop,
            run: attempt(() => runs.cancel(runs.active?.run ?? '')),
          },
        ]
      : []),
    ...runs.runs.slice(0, 200).map((r) => ({
      id: `run ${r.run}`,
      group: t('command.savedRun'),
      text: r.name,
      more: r.model,
      icon: iconRuns,
      run: () => router.push(`/runs/${r.run}`),
    })),
    {
      id: 'add',
      group: t('command.model'),
      text: t('models.open'),
      icon: iconAdd,
      run: () => router.push('/models?open=1'),
    },
    {
      id: 'theme',
      group: t('command.setting'),
      text: preferences.theme === 'dark' ? t('shell.toLight') : t('shell.toDark'),
      icon: iconDark,
      run: attempt(() => preferences.change({ theme: preferences.theme === 'dark' ? 'light' : 'dark' })),
    },
    {
      id: 'language',
      group: t('command.setting'),
      text: preferences.language === 'zh' ? 'English' : '简体中文',
      icon: iconLanguage,
      run: attempt(() => preferences.change({ language: preferences.language === 'zh' ? 'en' : 'zh' })),
    },
    {
      id: 'keys',
      group: t('command.help'),
      text: t('keys.title'),
      key: '?',
      icon: iconKeyboard,
      run: actions.openShortcuts,
    },
    {
      id: 'tour',
      group: t('command.help'),
      text: t('tour.title'),
      icon: iconPresets,
      run: attempt(() => preferences.change({ tourDone: false })),
    },
  ])
}
