/** Pixels that a short text takes in a strip's signs, with room on both sides: Chinese characters are twice as wide. */
export const textWidth = (text: string): number =>
  [...text].reduce((w, c) => w + (c.charCodeAt(0) > 255 ? 12 : 6.2), 0) + 12
