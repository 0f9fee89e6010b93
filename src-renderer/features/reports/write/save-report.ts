import type { TDocumentDefinitions } from 'pdfmake/interfaces'
// JetBrains Mono, which the app has, cannot be cut down to the glyphs in use: its ligatures stop the PDF writer
import monoTtf from '@expo-google-fonts/source-code-pro/400Regular/SourceCodePro_400Regular.ttf?url'
import italicTtf from '@expo-google-fonts/inter/400Regular_Italic/Inter_400Regular_Italic.ttf?url'
import type { WideFont } from '@contract/host'
import { saveFile } from '@/shared/format/save-file'
import { base64, fontFaces, fontFile, hasWideText, readFont, type WideGlyphs } from '@/shared/print/fonts'
import type { PrintedReport, ReportWords } from '@/features/reports/printed'
import { reportHtml } from './report-html'
import { LAYOUTS, reportPdf } from './report-pdf'
import { setWide, WIDE } from './wide-text'

/** A name that says the report and the day. */
const fileName = (name: string, day: string): string =>
  `${
    name
      .replaceAll(/[^\p{L}\p{N}.]+/gu, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60) || 'report'
  }_${day}`

export async function saveHtml(
  report: PrintedReport,
  words: ReportWords,
  language: string,
  day: string,
): Promise<void> {
  const html = reportHtml(report, words, language, await fontFaces())
  saveFile(`${fileName(report.name, day)}.html`, 'text/html;charset=utf-8', html)
}

/** Throws `host.no-font` where a text has Chinese characters, and the system no font that has them. */
export async function savePdf(
  report: PrintedReport,
  words: ReportWords,
  day: string,
  wideFont: WideGlyphs,
): Promise<void> {
  const definition = reportPdf(report, words)
  const text = JSON.stringify(definition)
  const wide = hasWideText(text) ? await wideFont(text) : null
  const set = wide ? { ...definition, content: setWide(definition.content) } : definition
  saveFile(`${fileName(report.name, day)}.pdf`, 'application/pdf', await made(set, wide))
}

async function made(definition: TDocumentDefinitions, wide: WideFont | null): Promise<Blob> {
  const [{ default: pdfMake }, regular, bold, italic, mono] = await Promise.all([
    import('pdfmake/build/pdfmake'),
    fontFile('regularTtf'),
    fontFile('boldTtf'),
    readFont(italicTtf),
    readFont(monoTtf),
  ])
  pdfMake.addVirtualFileSystem({
    ...{ 'regular.ttf': regular, 'bold.ttf': bold, 'italic.ttf': italic, 'mono.ttf': mono },
    ...(wide ? { 'wide.ttf': base64(wide.bytes) } : {}),
  })
  pdfMake.setFonts({
    Inter: { normal: 'regular.ttf', bold: 'bold.ttf', italics: 'italic.ttf', bolditalics: 'bold.ttf' },
    ...(wide ? { [WIDE]: { normal: 'wide.ttf', bold: 'wide.ttf', italics: 'wide.ttf', bolditalics: 'wide.ttf' } } : {}),
    Mono: { normal: 'mono.ttf', bold: 'mono.ttf', italics: 'mono.ttf', bolditalics: 'mono.ttf' },
  })
  pdfMake.setTableLayouts(LAYOUTS)
  return pdfMake.createPdf(definition).getBlob()
}
