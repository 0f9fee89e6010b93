import type { VariantName } from '@contract/plan/syntax'
import { frameOf } from '@/shared/series/frame'
import { lookAt, type Line, type LineFigure, type LineLook } from '@/shared/series/line'
import { tasksOf, type Source } from '@/shared/series/source'
import { SWEPT, variantLine } from '@/shared/series/variant-line'
import type { Panel } from './definition'

const N_DASHES = 6
const MOST_TINT = 3

/** One variant: a thin line a task and, of normalised scores, their median. Guides only where one holds for all lines. */
export function byTask(sources: readonly Source[], variant: VariantName, look: LineLook, fixedN?: number): LineFigure {
  const tasks = tasksOf(sources.map((s) => s.run))
  const isNormalised = look.choice.score === 'normalised'
  const frame = frameOf(sources, isNormalised ? look : lookAt(look, tasks[0] ?? ''), [variant])
  const thin = tasks.flatMap((task, i): Line[] => {
    const line = variantLine(sources, variant, lookAt(look, task), fixedN)
    return line ? [taskLine(line, task, i)] : []
  })
  const median = isNormalised ? variantLine(sources, variant, lookAt(look, 'median'), fixedN) : null
  return {
    ...frame,
    ...(isNormalised || tasks.length === 1 ? {} : { full: null, floor: null }),
    lines: [...thin, ...(median ? [medianLine(median)] : [])],
  }
}

const taskLine = (line: Line, task: string, i: number): Line => ({
  ...line,
  key: `${line.key} ${task}`,
  name: { kind: 'task', text: task },
  weight: 'thin',
  dash: i % N_DASHES,
  tint: Math.min(MOST_TINT, Math.floor(i / 2)),
  hasBand: false,
})

const medianLine = (line: Line): Line => ({ ...line, name: { ...line.name, kind: 'median', text: 'median' } })

/** A panel for each swept variant that is measured. */
export const variantPanels = (sources: readonly Source[], look: LineLook): readonly Panel[] =>
  SWEPT.flatMap((variant) => {
    const figure = byTask(sources, variant, look)
    return figure.lines.length > 0 ? [{ key: variant, variant, title: { key: `variant.${variant}` }, figure }] : []
  })
