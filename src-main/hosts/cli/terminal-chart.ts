/** Curves in a terminal: a letter a series, y upwards from 0 to 1, where several meet a star. Pure. */
export interface Curve {
  readonly letter: string
  readonly name: string
  readonly points: readonly (readonly [number, number])[]
}

const HEIGHT = 16
const CELL = 4

/** @param xs the columns, in order */
export function drawCurves(curves: readonly Curve[], xs: readonly number[]): string {
  const rows = Array.from({ length: HEIGHT + 1 }, () => Array.from({ length: xs.length }, () => ' '))
  for (const { letter, points } of curves) {
    for (const [x, y] of points) {
      const row = rows[Math.round((1 - Math.min(1, Math.max(0, y))) * HEIGHT)]
      const at = xs.indexOf(x)
      if (row && at >= 0) row[at] = row[at] === ' ' ? letter : '*'
    }
  }
  const label = (i: number): string => (i % 4 === 0 ? (1 - i / HEIGHT).toFixed(2) : '    ')
  const lines = rows.map(
    (row, i) => `${label(i)} ${i === 0 || i === HEIGHT ? '+' : '|'}${row.map((c) => c.padStart(CELL)).join('')}`,
  )
  return [
    ...lines,
    `     ${' '.repeat(1)}${xs.map((x) => String(x).padStart(CELL)).join('')}   affected layers`,
    '',
    curves.map((c) => `${c.letter} ${c.name}`).join('   ') + '   * several',
  ].join('\n')
}
