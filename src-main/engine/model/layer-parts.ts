/**
 * The pieces of a layer that a node of a schedule's graph can apply: the block as a whole, its attention, or its MLP, each
 * with its norm and its residual connection. A layer machine is made for each part that is asked for. A family offers the
 * parts that it can compute alone (`ModelGraph.parts`); the block it always has.
 */
export type LayerPart = 'block' | 'attention' | 'mlp'
