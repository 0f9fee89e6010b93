import { computed, ref, shallowRef, watch } from 'vue'
import { sentences } from '@/shared/format/sentences'
import { composeSvg, type Composed, type Sheet, type SheetFormat } from '@/shared/charts/compose-svg'
import { useHost } from '@/shared/data/host'
import { useNotices } from '@/shared/data/notices'
import { usePreferences } from '@/shared/data/preferences'
import { saveFile } from '@/shared/format/save-file'
import { checkPrint } from '@/shared/print/checks'
import { readSettings, type ExportSettings } from '@/shared/print/export-settings'
import { withFonts } from '@/shared/print/fonts'
import { toPdf } from '@/shared/print/to-pdf'
import { toPng } from '@/shared/print/to-png'

/** A figure on paper: how it is set, what that gives, and the file. What is shown is what is written. */
export function useExport(sheet: () => Sheet) {
  const [preferences, notices, host] = [usePreferences(), useNotices(), useHost()]
  const settings = ref<ExportSettings>(readSettings(preferences.shown('export', '{}')))
  watch(settings, (s) => void notices.attempt(() => preferences.show('export', JSON.stringify(s))), { deep: true })

  const caption = ref(sentences(sheet().caption))
  const format = computed<SheetFormat>(() => {
    const { width, ground, title, caption: hasCaption, letters, labels } = settings.value
    return { width, ground, title, caption: hasCaption, letters, labels, theme: preferences.theme }
  })
  const composed = computed<Composed>(() => composeSvg({ ...sheet(), caption: [caption.value] }, format.value))
  const checks = computed(() => checkPrint(composed.value))
  /** With its fonts, as it is written. */
  const preview = shallowRef('')
  watch(composed, (made) => void notices.attempt(async () => (preview.value = await withFonts(made.svg))), {
    immediate: true,
  })

  const png = async (): Promise<Blob> => {
    const { svg, width, height } = composed.value
    return toPng(await withFonts(svg), width, height, settings.value.scale)
  }
  async function save(name: string): Promise<void> {
    const made = composed.value
    switch (settings.value.format) {
      case 'svg':
        return saveFile(`${name}.svg`, 'image/svg+xml', await withFonts(made.svg))
      case 'png':
        return saveFile(`${name}.png`, 'image/png', await png())
      case 'pdf':
        return saveFile(`${name}.pdf`, 'application/pdf', await toPdf(made, sheet().title, host.wideFont))
    }
  }
  async function copyImage(): Promise<void> {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png() })])
  }
  return { settings, caption, composed, checks, preview, save, copyImage }
}
