import type { Composed } from '@/shared/charts/compose-svg'
import { PT } from '@/shared/charts/chart-sizes'
import { LabError } from '@contract/errors'
import { base64, fontFile, hasWideText, type WideGlyphs } from './fonts'

/** The family that texts with Chinese characters are set in. */
const WIDE = 'Wide'

/**
 * A composed figure as a PDF of one page: vectors, text as text, the glyphs that are used embedded; those that Inter does
 * not have from a font of the system.
 *
 * @throws `host.no-font` where the system has none that can be embedded
 */
export async function toPdf({ svg, width, height }: Composed, title: string, wideFont: WideGlyphs): Promise<Blob> {
  const [{ jsPDF }, { svg2pdf }, regular, bold, wide] = await Promise.all([
    import('jspdf'),
    import('svg2pdf.js'),
    fontFile('regularTtf'),
    fontFile('boldTtf'),
    hasWideText(svg) ? wideFont(svg) : null,
  ])
  if (wide && !wide.isTrueType)
    throw new LabError(
      'host.no-font',
      'the Chinese font of this system has no TrueType outlines, which a figure needs: install one that has (on Debian and Ubuntu fonts-wqy-zenhei), or export as SVG or PNG',
      {},
    )
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
  if (wide) {
    pdf.addFileToVFS('Wide.ttf', base64(wide.bytes))
    for (const style of ['normal', 'bold']) pdf.addFont('Wide.ttf', WIDE, style)
  }
  pdf.setProperties({ title, creator: 'Atelier' })
  const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
  for (const text of wide ? drawing.querySelectorAll('text') : []) {
    if (!hasWideText(text.textContent)) continue
    text.setAttribute('font-family', WIDE)
    text.style.fontFamily = WIDE
  }
  await svg2pdf(drawing, pdf, { x: 0, y: 0, ...size })
  return pdf.output('blob')
}
