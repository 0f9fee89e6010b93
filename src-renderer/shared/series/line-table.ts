import { MEDIAN, tasksIn, type Scored } from './scored'
import type { BandKind, Line, LineFigure, LineLook } from './line'
import { floorOf, taskOf } from './score'
import type { Table } from './table'

/** What the numbers of a table are of, in words that a program can read. */
const BAND_WORDS: Readonly<Record<BandKind, string>> = {
  sd: 'standard deviation over seeds',
  range: 'smallest and largest of the seeds',
  ci95: '95% interval of the mean over seeds',
}

const COLUMNS = [
  ...['model', 'layers', 'precision', 'bos', 'series', 'task', 'metric', 'normalised', 'floor'],
  ...['M', 'layer', 's', 'n', 'seeds', 'value', 'error', 'error_kind', 'band_low', 'band_high', 'band_kind'],
  ...['documents', 'plan', 'run'],
]

/** The shown lines of a figure's panels, tidy: a row an observation, a column a variable. */
export function lineTable(
  figures: readonly LineFigure[],
  scores: Scored,
  look: LineLook,
  nameOf: (line: Line) => string,
): Table {
  const isNormalised = look.choice.score === 'normalised'
  const common = tasksIn(scores)
  return {
    columns: COLUMNS,
    rows: figures.flatMap((figure) =>
      figure.lines.flatMap((line) => {
        const { subject } = line
        const task = line.task ?? look.choice.task
        const row = taskOf(scores, task)
        const metrics = task === MEDIAN ? common.map((t) => t.metric) : [row?.metric ?? look.choice.metric]
        const about = [
          ...[subject.model.name, subject.model.nLayers, subject.precision, subject.addBos ? 1 : 0, nameOf(line)],
          task === MEDIAN ? `median of ${common.map((t) => t.task).join(', ')}` : task,
          [...new Set(metrics)].join(', '),
          isNormalised ? 1 : 0,
          row ? floorOf(row) : null,
        ]
        return line.points.map((p) => {
          const { s = null, n = null, layer = null } = p.params
          const affected = layer === null ? affectedOf(p.x, look, subject.model.nLayers) : null
          return [
            ...about,
            ...[affected, layer, s, n, p.nOf > 1 && p.chosenOf === 0 ? p.n : null],
            ...[p.y, p.error, p.error === null ? null : 'standard error over documents'],
            ...[p.low, p.high, p.low === null ? null : BAND_WORDS[look.band]],
            ...[p.nDocs, p.plan, p.ref.run],
          ]
        })
      }),
    ),
  }
}

/** The number of affected layers, however the axis counts them. */
const affectedOf = (x: number, { x: axis }: LineLook, nLayers: number): number =>
  axis === 'share' ? Math.round((x * nLayers) / 100) : x
