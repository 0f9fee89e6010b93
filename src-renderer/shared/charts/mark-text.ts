import { CHART_FONT } from './look'

interface TextMark {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly fill: string
  readonly fontSize: number
}

interface MarkText {
  readonly type: 'text'
  readonly style: TextMark & {
    readonly fontFamily: string
    readonly align: 'center'
    readonly verticalAlign: 'middle'
  }
}

/**
 * A text that a mark of ours writes, its middle at `x`, `y`. ECharts gives such texts nothing of the chart's own style: without
 * a font they are set in one that a print has not embedded.
 */
export const markText = (style: TextMark): MarkText => ({
  type: 'text',
  style: { ...style, fontFamily: CHART_FONT, align: 'center', verticalAlign: 'middle' },
})
