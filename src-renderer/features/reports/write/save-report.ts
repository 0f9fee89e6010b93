import type { TDocumentDefinitions } from 'pdfmake/interfaces'
// JetBrains Mono, which the app has, cannot be cut down to the glyphs in use: its ligatures stop the PDF writer
import monoTtf from '@expo-google-fonts/source-code-pro/400Regular/SourceCodePro_400Regular.ttf?url'
import italicTtf from '@expo-google-fonts/inter/400Regular_Italic/Inter_400Regular_Italic.ttf?url'
import { LabError } from '@contract/errors'
import { saveFile } from '@/shared/format/save-file'
import { fontFaces, fontFile, hasWideText, readFont } from '@/shared/print/fonts'
import type { PrintedReport, ReportWords } from '@/features/reports/printed'
import { reportHtml } from './report-html'
import { LAYOUTS, reportPdf } from './report-pdf'

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

/** Throws `host.usage` where a text has characters that the embedded font does not have. */
export async function savePdf(report: PrintedReport, words: ReportWords, day: string, refused: string): Promise<void> {
  const definition = reportPdf(report, words)
  if (hasWideText(JSON.stringify(report))) throw new LabError('host.usage', refused, {})
  saveFile(`${fileName(report.name, day)}.pdf`, 'application/pdf', await made(definition))
}

async function made(definition: TDocumentDefinitions): Promise<Blob> {
  const [{ default: pdfMake }, regular, bold, italic, mono] = await Promise.all([
    import('pdfmake/build/pdfmake'),
    fontFile('regularTtf'),
    fontFile('boldTtf'),
    readFont(italicTtf),
    readFont(monoTtf),
  ])
  pdfMake.addVirtualFileSystem({ 'regular.ttf': regular, 'bold.ttf': bold, 'italic.ttf': italic, 'mono.ttf': mono })
  pdfMake.setFonts({
    Inter: { normal: 'regular.ttf', bold: 'bold.ttf', italics: 'italic.ttf', bolditalics: 'bold.ttf' },
    Mono: { normal: 'mono.ttf', bold: 'mono.ttf', italics: 'mono.ttf', bolditalics: 'mono.ttf' },
  })
  pdfMake.setTableLayouts(LAYOUTS)
  return pdfMake.createPdf(definition).getBlob()
}
