/** Sizes of everything that a chart is drawn with, in pixels of 1/96 inch: on the screen, small beside others, and in print. */
export interface ChartSizes {
  readonly text: number
  readonly series: number
  readonly median: number
  readonly thin: number
  readonly guide: number
  readonly bar: number
  readonly cap: number
  readonly symbol: number
  readonly hairline: number
  readonly dodge: number
  /** Room around the plot for axes, their labels and names. */
  readonly grid: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
  /** From an axis to its name. */
  readonly nameGap: { readonly x: number; readonly y: number }
  /** Labels along the x axis, at most. */
  readonly nLabels: number
}

export const SCREEN: ChartSizes = {
  text: 11.5,
  series: 2.25,
  median: 2.5,
  thin: 1,
  guide: 1.75,
  bar: 1,
  cap: 3,
  symbol: 8,
  hairline: 1,
  dodge: 1.2,
  grid: { left: 58, right: 20, top: 26, bottom: 50 },
  nameGap: { x: 32, y: 44 },
  nLabels: 9,
}

/** One of several beside one another: no names, no marks. */
export const SMALL: ChartSizes = {
  ...SCREEN,
  text: 10.5,
  series: 2,
  symbol: 0,
  grid: { left: 34, right: 8, top: 10, bottom: 24 },
  nLabels: 2,
}

/** Points (1/72 inch) of a journal in the pixels that everything is drawn with. */
export const PT = 96 / 72
export const MM = 96 / 25.4

/** Text of 7 pt, series of 1 pt, marks under 2 mm, hairlines of 0.35 pt, whatever the width of the figure. */
export const PRINT: ChartSizes = {
  text: 7 * PT,
  series: 1 * PT,
  median: 1.25 * PT,
  thin: 0.5 * PT,
  guide: 0.8 * PT,
  bar: 0.5 * PT,
  cap: 2,
  symbol: 5.2,
  hairline: 0.35 * PT,
  dodge: 0.8,
  grid: { left: 38, right: 8, top: 10, bottom: 34 },
  nameGap: { x: 22, y: 28 },
  nLabels: 7,
}

/** In the narrowest panels. */
export const PRINT_NARROW: ChartSizes = { ...PRINT, nLabels: 4 }
