/** The paper's figures that Atelier draws, by their numbers. */
export const FIGURES = [
  { id: '2', label: '2' },
  { id: '3', label: '3, 14' },
  { id: '4-9', label: '4–9' },
  { id: '10', label: '10' },
  { id: '11', label: '11' },
  { id: '12', label: '12' },
  { id: '15', label: '15' },
  { id: '17', label: '17' },
] as const

export type FigureId = (typeof FIGURES)[number]['id']

export const isFigureId = (text: unknown): text is FigureId => FIGURES.some((f) => f.id === text)
