import type { Line, LineFigure } from './line'
import type { Table } from './table'

/** The shown lines of a figure's panels, a row a point. */
export function lineTable(
  panels: readonly { readonly name: string; readonly figure: LineFigure }[],
  nameOf: (line: Line) => string,
): Table {
  const several = panels.length > 1
  return {
    columns: [
      ...(several ? ['panel'] : []),
      ...['series', 'x', 'value', 'error', 'plans', 'documents', 'stored', 'plan', 'run'],
    ],
    rows: panels.flatMap(({ name, figure }) =>
      figure.lines.flatMap((line) =>
        line.points.map((p) => [
          ...(several ? [name] : []),
          ...[nameOf(line), p.x, p.y, p.error, p.n, p.nDocs, p.isStored ? 1 : 0, p.plan, p.ref.run],
        ]),
      ),
    ),
  }
}
