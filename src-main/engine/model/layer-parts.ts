/**
 * The pieces of a layer that a node of a schedule's graph can apply. A part's number tells its leaves in the layer machine
 * apart. A family offers the parts that it can compute alone (`ModelGraph.parts`).
 */
export const LAYER_PARTS = ['block'] as const
export type LayerPart = (typeof LAYER_PARTS)[number]
