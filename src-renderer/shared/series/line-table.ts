import type { Scored } from './scored'
import type { BandKind, Line, LineFigure, LineLook } from './line'
import {
  ERROR_COLUMNS,
  errorCells,
  RUN_COLUMNS,
  runCells,
  SCORE_COLUMNS,
  scoreCells,
  SUBJECT_COLUMNS,
  subjectCells,
} from './score-cells'
import type { Table } from './table'

/** What the numbers of a table are of, in words that a program can read. */
const BAND_WORDS: Readonly<Record<BandKind, string>> = {
  sd: 'standard deviation over seeds',
  range: 'smallest and largest of the seeds',
  ci95: '95% interval of the mean over seeds',
}

const COLUMNS = [
  ...[...SUBJECT_COLUMNS, 'series', ...SCORE_COLUMNS, 'variant'],
  ...['M', 'layer', 's', 'n', 'seeds', 'value', ...ERROR_COLUMNS, 'full', 'band_low', 'band_high', 'band_kind'],
  ...['documents', 'plan', ...RUN_COLUMNS],
]

/** The shown lines of a figure's panels, tidy: a row an observation, a column a variable. */
export function lineTable(
  figures: readonly LineFigure[],
  scores: Scored,
  look: LineLook,
  nameOf: (line: Line) => string,
): Table {
  return {
    columns: COLUMNS,
    rows: figures.flatMap((figure) =>
      figure.lines.flatMap((line) => {
        const { subject } = line
        const about = [
          ...[...subjectCells(subject), nameOf(line)],
          ...scoreCells(line.task ?? look.choice.task, scores, look),
        ]
        return line.points.map((p) => {
          const isMean = p.nOf > 1 && p.chosenOf === 0
          const { s = null, n = null, layer = null } = p.params
          const affected = layer === null ? affectedOf(p.x, look, subject.model.nLayers) : null
          return [
            ...[...about, p.variant],
            ...[affected, layer, s, n, isMean ? p.n : null],
            ...[p.y, ...errorCells(p.error)],
            // on the documents that the value is of; of a line of its own task there is none
            line.task === null ? (p.fullOnHalf ?? (p.isOnHalf ? null : figure.full)) : null,
            ...[p.low, p.high, p.low === null ? null : BAND_WORDS[look.band]],
            // a mean over seeds is none of their plans
            ...[p.nDocs, isMean ? null : p.plan, ...runCells(subject, p.runs)],
          ]
        })
      }),
    ),
  }
}

/** The number of affected layers, however the axis counts them. */
const affectedOf = (x: number, { x: axis }: LineLook, nLayers: number): number =>
  axis === 'share' ? Math.round((x * nLayers) / 100) : x
