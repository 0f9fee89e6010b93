import type { SymbolName } from './tokens'

/** A variant's symbol as an SVG path in a box from -5 to 5. The ring is a line, the others are filled. */
export function markPath(symbol: SymbolName): string {
  switch (symbol) {
    case 'circle':
      return 'M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z'
    case 'ring':
      return 'M-3.6 0A3.6 3.6 0 1 0 3.6 0A3.6 3.6 0 1 0 -3.6 0Z'
    case 'diamond':
      return 'M0 -5L5 0L0 5L-5 0Z'
    case 'triangle-up':
      return 'M0 -4.6L5 4H-5Z'
    case 'triangle-down':
      return 'M0 4.6L5 -4H-5Z'
    case 'square':
      return 'M-4 -4H4V4H-4Z'
    case 'three-bars':
      return 'M-5 -4.5H5V-2.3H-5ZM-5 -1.1H5V1.1H-5ZM-5 2.3H5V4.5H-5Z'
    case 'plus':
      return 'M-1.3 -5H1.3V-1.3H5V1.3H1.3V5H-1.3V1.3H-5V-1.3H-1.3Z'
  }
}
