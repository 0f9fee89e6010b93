/** Of a tabular digit, in its font's size, with a little room beside. */
const DIGIT_WIDTH = 0.7

/** Of a layer's number in its cell, at most `largest`: numbers of two and three digits never run into their neighbours'. */
export const numberSize = (layer: number, cellWidth: number, largest: number): number =>
  Math.min(largest, cellWidth / (String(layer).length * DIGIT_WIDTH))
