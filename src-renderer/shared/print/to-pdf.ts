import type { Composed } from '@/shared/charts/compose-svg'
import { PT } from '@/shared/charts/chart-sizes'
import { fontFile, hasWideText } from './fonts'

/**
 * A composed figure as a PDF of one page: vectors, text as text, the glyphs that are used embedded. Throws where a text has
 * characters that the embedded font does not have.
 */
export async function toPdf({ svg, width, height }: Composed, title: string): Promise<Blob> {
  if (hasWideText(svg))
    throw new Error('A PDF holds no Chinese text yet: export as SVG or PNG, or change the language.')
  const [{ jsPDF }, { svg2pdf }, regular, bold] = await Promise.all([
    import('jspdf'),
    import('svg2pdf.js'),
    fontFile('regularTtf'),
    fontFile('boldTtf'),
  ])
  const size = { width: width / PT, height: height / PT }
  const pdf = new jsPDF({
    unit: 'pt',
    format: [size.width, size.height],
    orientation: size.width > size.height ? 'landscape' : 'portrait',
    compress: true,
    putOnlyUsedFonts: true,
  })
  for (const [file, data, style] of [
    ['Inter-Regular.ttf', regular, 'normal'],
    ['Inter-SemiBold.ttf', bold, 'bold'],
  ] as const) {
    pdf.addFileToVFS(file, data)
    pdf.addFont(file, 'Inter', style)
  }
  pdf.setProperties({ title, creator: 'Atelier' })
  const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
  await svg2pdf(drawing, pdf, { x: 0, y: 0, ...size })
  return pdf.output('blob')
}
