import type { CustomSeriesOption, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from 'echarts'
import type { Line, LineFigure } from '@/shared/series/line'
import { placeLabels, type LabelPlace, type LabelWanted, type Obstacles, type Pixel } from './label-places'
import { sizesOf, type LineChartLook } from './line-look'
import type { ChartSizes } from './chart-sizes'
import { colorsOf, type ChartColors } from './look'
import { markText } from './mark-text'
import { painterOf, type Box, type Painter } from './painter'
import { textWidth } from './text-widths'

type CustomElement = Extract<CustomSeriesRenderItemReturn, { children: readonly unknown[] }>['children'][number]

/** More lines than this are told by the legend alone. */
const MOST_LINES = 7
/** Of a line of text, by its size. */
const LINE_HEIGHT = 1.2
/** Heights of a text between two lines, below which a name at one of them could be taken for the other's. */
const NEAR = 3

/** Names at the lines and guides themselves, as far as they find room; the legend has all of them. */
export function labelSeries(figure: LineFigure, lines: readonly Line[], look: LineChartLook): CustomSeriesOption {
  const c = colorsOf(look.theme)
  return {
    type: 'custom',
    silent: true,
    z: 6,
    name: 'labels',
    data: [0],
    renderItem: (params, api) => {
      const painter = painterOf(api)
      const { texts, guides, named } = labelsOf(figure, lines, look, painter)
      const placed = (labels: readonly LabelWanted[]): ReadonlyMap<string, LabelPlace> =>
        placeLabels(labels, obstaclesOf(figure, lines, look, painter), plotOf(params))
      const all = placed([...guides, ...named])
      const isLeftOut = look.allNamed === true && named.some((l) => !all.has(l.key))
      const places = isLeftOut ? placed(guides) : all
      const children = [...places].flatMap(([key, place]) => drawn(texts.get(key) ?? '', place, sizesOf(look), c))
      return { type: 'group', children }
    },
  }
}

function drawn(text: string, place: LabelPlace, sizes: ChartSizes, c: ChartColors): CustomElement[] {
  const { x, y, width, height, leader } = place
  const name = markText({ x: x + width / 2, y: y + height / 2, text, fill: c.ink, fontSize: sizes.text })
  if (!leader) return [name]
  const [toX, toY] = leader
  const shape = { x1: toX < x ? x - 2 : x + width + 2, y1: y + height / 2, x2: toX, y2: toY }
  const isAbove = toX >= x && toX <= x + width
  const from = isAbove ? { ...shape, x1: toX, y1: toY > y ? y + height : y } : shape
  return [{ type: 'line', shape: from, style: { stroke: c.lineStrong, lineWidth: sizes.hairline * 0.75 } }, name]
}

interface Labels {
  readonly texts: ReadonlyMap<string, string>
  readonly guides: readonly LabelWanted[]
  readonly named: readonly LabelWanted[]
}

function labelsOf(figure: LineFigure, lines: readonly Line[], look: LineChartLook, { at }: Painter): Labels {
  const { text: size } = sizesOf(look)
  const texts = new Map<string, string>()
  const want = (key: string, text: string, anchors: readonly Pixel[], side?: LabelWanted['side']): LabelWanted => {
    texts.set(key, text)
    return { key, width: textWidth(text, size), height: size * LINE_HEIGHT, anchors, ...(side ? { side } : {}) }
  }
  const { full, floor, xMin, xMax } = figure
  const along = (y: number): Pixel[] => [0.01, 0.3, 0.6, 0.97].map((share) => at(xMin + share * (xMax - xMin), y))
  const isDrawn = (y: number | null): y is number => y !== null && (!look.log || y > 0)
  const onHalf = figure.fullOnHalf.filter(([, y]) => isDrawn(y))
  const isLevel = onHalf.every(([, y]) => y === onHalf[0]?.[1])
  const anchorsOf = (points: typeof onHalf): Pixel[] =>
    isLevel ? along(points[0]?.[1] ?? 0) : points.map(([x, y]) => at(x, y))
  const [fullSide, floorSide] = sidesOf(at(xMin, full ?? NaN)[1], at(xMin, floor ?? NaN)[1], size)
  const wanted = [
    ...(isDrawn(full) ? [want('guide full', look.words.full, along(full), fullSide)] : []),
    ...(onHalf.length > 0 ? [want('guide half', look.words.fullOnHalf, anchorsOf(onHalf))] : []),
    ...(isDrawn(floor) ? [want('guide floor', look.words.floor, along(floor).toReversed(), floorSide)] : []),
  ]
  const guides = look.namesGuides === false ? [] : wanted
  const { nameOf } = look
  const named = nameOf && lines.length <= MOST_LINES ? lines.filter((l) => l.weight === 'main') : []
  return {
    texts,
    guides,
    named: named.map((l) =>
      want(
        l.key,
        nameOf?.(l) ?? '',
        l.points.map((p) => at(p.x, p.y)),
      ),
    ),
  }
}

/** Where the full model is near guessing, neither's name stands beyond the line of the other. All in pixels, y downwards. */
function sidesOf(full: number, floor: number, size: number): readonly [LabelWanted['side'], LabelWanted['side']] {
  const isNear = Math.abs(full - floor) < NEAR * size
  if (!isNear) return [undefined, undefined]
  return full <= floor ? ['above', 'below'] : ['below', 'above']
}

/** What a name must not stand on. */
function obstaclesOf(figure: LineFigure, lines: readonly Line[], look: LineChartLook, { at }: Painter): Obstacles {
  const { symbol: mark } = sizesOf(look)
  const segments: (readonly [Pixel, Pixel])[] = []
  const boxes: Box[] = []
  for (const line of lines) {
    let before: Pixel | null = null
    for (const p of line.points) {
      const pixel = at(p.x, p.y)
      if (before) segments.push([before, pixel])
      boxes.push({ x: pixel[0] - mark / 2, y: pixel[1] - mark / 2, width: mark, height: mark })
      if (look.errors && p.error !== null && p.error > 0)
        segments.push([at(p.x, p.y - p.error), at(p.x, p.y + p.error)])
      before = pixel
    }
  }
  for (const y of [figure.full, figure.floor]) {
    if (y !== null && (!look.log || y > 0)) segments.push([at(figure.xMin, y), at(figure.xMax, y)])
  }
  figure.fullOnHalf.forEach(([x, y], i) => {
    const before = figure.fullOnHalf[i - 1]
    if (before && (!look.log || Math.min(y, before[1]) > 0)) segments.push([at(...before), at(x, y)])
  })
  return { segments, boxes }
}

function plotOf({ coordSys }: CustomSeriesRenderItemParams): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = coordSys as unknown as Partial<Box>
  return { x, y, width, height }
}
