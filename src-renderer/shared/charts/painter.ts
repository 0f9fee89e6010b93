import type { CustomSeriesRenderItemAPI } from 'echarts'

/** What a mark of ours is painted with: the values of its datum, and where they stand. */
export interface Painter {
  /** NaN where there is none. */
  readonly value: (dimension: number) => number
  /** Pixels of a point, in the units of the axes. */
  readonly at: (x: number, y: number) => readonly [px: number, py: number]
  /** Pixels of one step along both axes. */
  readonly cell: readonly [width: number, height: number]
}

export function painterOf(api: CustomSeriesRenderItemAPI): Painter {
  const [width = 0, height = 0] = [api.size?.([1, 1]) ?? []].flat()
  return {
    value: (dimension) => Number(api.value(dimension)),
    at: (x, y) => {
      const [px = 0, py = 0] = api.coord([x, y])
      return [px, py]
    },
    cell: [width, height],
  }
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A box that is larger by `by` on all sides. */
export const grown = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

/** The cell around a point of a grid, smaller by a gap. */
export function cellBox({ at, cell: [w, h] }: Painter, column: number, row: number, gap: number): Box {
  const [x, y] = at(column, row)
  return { x: x - w / 2 + gap / 2, y: y - h / 2 + gap / 2, width: w - gap, height: h - gap }
}
