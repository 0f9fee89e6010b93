import type { CustomSeriesOption, EChartsOption } from 'echarts'
import type { StateGroup } from '@/shared/series/groups'
import { cosineAt, layerOfPosition, type SimilarityFigure } from '@/shared/series/similarity'
import { between, depthTone, SEQUENTIAL, type Theme } from '@/theme/tokens'
import { SCREEN, type ChartSizes } from './chart-sizes'
import { axisName, colorsOf, textStyle } from './look'
import { markText } from './mark-text'
import { cellBox, painterOf } from './painter'
import { LABEL_MARGIN, namedStates, statesGrid } from './states-axis'

export interface SimilarityLook {
  readonly theme: Theme
  readonly words: { readonly axis: string; readonly groups: Readonly<Record<StateGroup['name'], string>> }
  /** Those of the screen where nothing is said. */
  readonly sizes?: ChartSizes
}

/** Pixels by which neighbours overlap, so that nothing shines through between them. */
const OVERLAP = 0.4

/** Similarity of every state with every other, the embedding first, y downwards, depth tones along both axes. */
export function similarityChart(figure: SimilarityFigure, look: SimilarityLook): EChartsOption {
  const sizes = look.sizes ?? SCREEN
  const { text, nameGap } = sizes
  const axis = {
    type: 'category' as const,
    data: [...figure.positions],
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: colorsOf(look.theme).ink2,
      fontSize: text,
      margin: LABEL_MARGIN,
      interval: namedStates(figure.positions, sizes),
      hideOverlap: true,
    },
  }
  return {
    animation: false,
    textStyle: textStyle(look.theme, text),
    grid: statesGrid(sizes),
    xAxis: { ...axis, ...axisName(look.words.axis, nameGap.x + 2, look.theme, text) },
    yAxis: { ...axis, ...axisName(look.words.axis, nameGap.y, look.theme, text), inverse: true },
    series: [cellSeries(figure, look.theme), toneSeries(figure, look.theme), groupSeries(figure, look)],
  }
}

function cellSeries(figure: SimilarityFigure, theme: Theme): CustomSeriesOption {
  return {
    type: 'custom',
    id: 'cells',
    name: 'cells',
    data: figure.positions.flatMap((_, y) => figure.positions.map((__, x) => [x, y, cosineAt(figure, y, x) ?? NaN])),
    encode: { x: 0, y: 1 },
    progressive: 0,
    renderItem: (_, api) => {
      const painter = painterOf(api)
      const [column, row, cosine] = [painter.value(0), painter.value(1), painter.value(2)]
      const { x, y, width, height } = cellBox(painter, column, row, 0)
      return {
        type: 'rect',
        shape: { x, y, width: width + OVERLAP, height: height + OVERLAP },
        style: { fill: Number.isFinite(cosine) ? between(SEQUENTIAL[theme], cosine) : colorsOf(theme).inset },
      }
    },
  }
}

/** The depth of each position's layer, along both axes. */
function toneSeries(figure: SimilarityFigure, theme: Theme): CustomSeriesOption {
  const last = figure.positions.length - 1
  const toneOf = (i: number): string => {
    const layer = layerOfPosition(figure.positions[i] ?? '')
    return layer === null ? colorsOf(theme).lineStrong : depthTone(layer, figure.nLayers, theme)
  }
  const WIDE = 5
  const GAP = 0.6
  const THINNEST = 0.5
  return {
    type: 'custom',
    id: 'tones',
    silent: true,
    data: figure.positions.map((_, i) => [i]),
    clip: false,
    renderItem: (_, api) => {
      const painter = painterOf(api)
      const i = painter.value(0)
      const { x, y, width, height } = cellBox(painter, i, i, 0)
      const left = cellBox(painter, 0, 0, 0).x
      const corner = cellBox(painter, last, last, 0)
      const style = { fill: toneOf(i) }
      const beside = { x: left - 9, y, width: WIDE, height: Math.max(THINNEST, height - GAP) }
      const below = { x, y: corner.y + corner.height + 4, width: Math.max(THINNEST, width - GAP), height: WIDE }
      return {
        type: 'group',
        children: [
          { type: 'rect', shape: beside, style },
          { type: 'rect', shape: below, style },
        ],
      }
    },
  }
}

const NAME_HEIGHT = 16
/** Pixels of a square in which the last group's name lies on no other's. */
const NARROWEST_WITH_END = 200
/** Pixels of a name, about: characters of Chinese are as wide as they are high. */
const nameWidth = (text: string): number => text.length * (text.charCodeAt(0) > 255 ? 12 : 6.4) + 12

/** A dashed square around each group, with its name in the corner. */
function groupSeries(figure: SimilarityFigure, { theme, words, sizes = SCREEN }: SimilarityLook): CustomSeriesOption {
  const c = colorsOf(theme)
  const last = figure.positions.length - 1
  return {
    type: 'custom',
    id: 'groups',
    silent: true,
    data: figure.groups.map((g) => [g.from, g.to]),
    renderItem: ({ dataIndex }, api) => {
      const painter = painterOf(api)
      const [from, to] = [painter.value(0), painter.value(1)]
      const [start, end] = [cellBox(painter, from, from, 0), cellBox(painter, to, to, 0)]
      const corner = cellBox(painter, last, last, 0)
      const [right, bottom] = [end.x + end.width, end.y + end.height]
      const group = figure.groups[dataIndex]
      const text = group ? words.groups[group.name] : ''
      const wide = nameWidth(text)
      // a group that is narrower than its name has none, but for the last where it hides no other: the caption tells of it
      const plotWidth = corner.x + corner.width - cellBox(painter, 0, 0, 0).x
      const isNamed = right - start.x > wide || (to === last && plotWidth > NARROWEST_WITH_END)
      // the name of a group at the edge stays on the plot
      const x = Math.min(start.x + 4, corner.x + corner.width - wide - 3)
      const frame = {
        type: 'rect' as const,
        shape: { x: start.x, y: start.y, width: right - start.x, height: bottom - start.y },
        style: { fill: 'none', stroke: c.ink, lineDash: [4, 3], lineWidth: 1.2 },
      }
      const ground = {
        type: 'rect' as const,
        shape: { x, y: bottom - 20, width: wide, height: NAME_HEIGHT, r: 3 },
        style: { fill: c.ink },
      }
      const name = markText({ x: x + wide / 2, y: bottom - 12, text, fill: c.surface, fontSize: sizes.text })
      return { type: 'group', children: isNamed ? [frame, ground, name] : [frame] }
    },
  }
}
