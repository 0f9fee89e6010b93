/**
 * The pieces of a layer that a node of a schedule's graph can apply. A layer machine is made for each part that is
 * asked for. A family offers the parts that it can compute alone (`ModelGraph.parts`).
 */
export type LayerPart = 'block'
