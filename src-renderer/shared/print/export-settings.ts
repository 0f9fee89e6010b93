import { z } from 'zod'

/** How figures were exported last. */
const schema = z.object({
  /** Millimetres. */
  width: z.number().min(30).max(400).catch(174),
  ground: z.enum(['white', 'transparent', 'app']).catch('white'),
  title: z.boolean().catch(false),
  caption: z.boolean().catch(false),
  letters: z.boolean().catch(true),
  labels: z.boolean().catch(true),
  format: z.enum(['pdf', 'svg', 'png']).catch('pdf'),
  /** Pixels a point of the screen, of PNG. */
  scale: z.number().int().min(1).max(4).catch(3),
})
export type ExportSettings = z.output<typeof schema>

/** One column, one and a half, two: of most journals. */
export const WIDTHS = [85, 114, 174] as const
export const PNG_SCALES = [1, 2, 3, 4] as const

/** As they were kept; what is not understood any more is as at first. */
export function readSettings(text: string): ExportSettings {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return schema.parse({})
  }
}
