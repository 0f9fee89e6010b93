import type { GraphBuilder, Value } from '../../../engine/graph/graph-builder'
import { CALL } from '../../../engine/graph/call-inputs'
import type { AttentionPattern } from '../../../engine/model/attention-pattern'
import type { ClassifierHead, LayerForward, ModelGraph, WeightSpec } from '../../../engine/model/frozen-model'
import { ACTIVATIONS, type ActivationName } from '../../../engine/operators/activations'
import { attention } from '../../../engine/operators/attention'
import { add } from '../../../engine/operators/elementwise'
import { embedding, textTypes, wordIds } from '../../../engine/operators/embedding'
import { affine, inTwoHalves, normed, withBias } from '../decoder/classic'

/** What encoders of BERT's line differ in, once their configurations are read. */
export interface EncoderOptions {
  readonly family: string
  readonly shape: ModelGraph['shape']
  readonly epsilon: number
  readonly activation: ActivationName
  readonly names: EncoderNames
  /** Kinds of text that the embedding tells apart; 0 where it has no table of them. */
  readonly nTextTypes: number
  /** Rows of the table of positions before the first token's. */
  readonly firstPosition: number
  readonly head: EncoderHead | null
  /** The first half of the head, where a checkpoint has it without the second. */
  readonly pooler: Pick<EncoderHead, 'dense' | 'activation'> | null
}

/** Weight names of a checkpoint, without `.weight` and `.bias`. */
export interface EncoderNames {
  readonly embeddings: {
    readonly words: string
    readonly positions: string
    readonly types: string
    readonly norm: string
  }
  /** Of one layer, behind `layer(i)`. */
  readonly layer: (layer: number) => string
  readonly query: string
  readonly key: string
  readonly value: string
  readonly attended: string
  readonly attendedNorm: string
  readonly up: string
  readonly down: string
  readonly norm: string
}

/** How a checkpoint classifies: a dense layer with its activation over the first token's state, then a linear map. */
interface EncoderHead {
  readonly dense: string
  readonly activation: 'tanh' | 'relu'
  readonly classifier: string
  /** 1 for a regression. */
  readonly nClasses: number
}

const bothWays: AttentionPattern = { kind: 'bidirectional' }

/**
 * The encoder that BERT introduced (Devlin et al., 2019): learned positions, attention both ways, each half of a block added
 * to what it was given and normed afterwards.
 */
export function encoderGraph(options: EncoderOptions): ModelGraph {
  const { family, shape, epsilon, activation, names, nTextTypes, firstPosition, head } = options
  const pooler = head ?? options.pooler
  const { words, positions, types, norm } = names.embeddings
  return {
    family,
    shape,
    weights: weightsOf(options),
    identity: { family, shape, epsilon, activation, nTextTypes, firstPosition, head, pooler: options.pooler },
    positions: { kind: 'learned' },
    nTextTypes,
    attention: Array.from({ length: shape.nLayers }, () => bothWays),
    embed(g, given) {
      const flat = g.op('Reshape', [CALL.positions, g.int64([-1])])
      const places = firstPosition === 0 ? flat : g.op('Add', [flat, g.int64([firstPosition])])
      const word = embedding(g, `${words}.weight`, wordIds(g, given, shape.dVocab))
      const typed =
        nTextTypes === 0 ? word : add(g, word, embedding(g, `${types}.weight`, textTypes(g, given, shape.dVocab)))
      return normed(g, add(g, typed, embedding(g, `${positions}.weight`, places)), norm, epsilon)
    },
    parts: inTwoHalves(attentionOf(options), mlpOf(options)),
    heads: {
      ...(head ? { classifier: classifierOf(head) } : {}),
      ...(pooler ? { pooler: pooled(pooler) } : {}),
    },
  }
}

function attentionOf({ shape, epsilon, names }: EncoderOptions): LayerForward {
  const { nHeads, nKvHeads, dHead } = shape
  return (g, layer, hidden) => {
    const at = names.layer(layer)
    const projected = (name: string): Value => affine(g, hidden, `${at}.${name}`)
    const mixed = attention(g, projected(names.query), projected(names.key), projected(names.value), {
      heads: { nHeads, nKvHeads, dHead },
      pattern: bothWays,
      rotation: null,
    })
    return normed(
      g,
      add(g, affine(g, mixed, `${at}.${names.attended}`), hidden),
      `${at}.${names.attendedNorm}`,
      epsilon,
    )
  }
}

function mlpOf({ epsilon, activation, names }: EncoderOptions): LayerForward {
  return (g, layer, hidden) => {
    const at = names.layer(layer)
    const wide = ACTIVATIONS[activation](g, affine(g, hidden, `${at}.${names.up}`))
    return normed(g, add(g, affine(g, wide, `${at}.${names.down}`), hidden), `${at}.${names.norm}`, epsilon)
  }
}

const pooled =
  ({ dense, activation }: Pick<EncoderHead, 'dense' | 'activation'>) =>
  (g: GraphBuilder, hidden: Value): Value =>
    squashed(g, affine(g, hidden, dense), activation)

const classifierOf = (head: EncoderHead): ClassifierHead => ({
  nClasses: head.nClasses,
  logits: (g, hidden) => affine(g, pooled(head)(g, hidden), head.classifier),
})

const squashed = (g: GraphBuilder, x: Value, activation: EncoderHead['activation']): Value =>
  g.spend(g.op(activation === 'tanh' ? 'Tanh' : 'Relu', [x]), g.widthOf(x))

function weightsOf({ shape, names, nTextTypes, firstPosition, head, pooler }: EncoderOptions): WeightSpec[] {
  const { nLayers, dModel, dMlp, dVocab, nCtx } = shape
  const { words, positions, types, norm } = names.embeddings
  const table = (name: string, rows: number): WeightSpec => ({
    name: `${name}.weight`,
    shape: [rows, dModel],
    part: 'embed',
  })
  const specs = [
    table(words, dVocab),
    table(positions, nCtx + firstPosition),
    ...(nTextTypes === 0 ? [] : [table(types, nTextTypes)]),
    ...withBias(norm, 'embed', [dModel]),
  ]
  for (let layer = 0; layer < nLayers; layer++) {
    const put = (name: string, ...dims: number[]): unknown =>
      specs.push(...withBias(`${names.layer(layer)}.${name}`, layer, dims))
    for (const name of [names.query, names.key, names.value, names.attended]) put(name, dModel, dModel)
    put(names.attendedNorm, dModel)
    put(names.up, dMlp, dModel)
    put(names.down, dModel, dMlp)
    put(names.norm, dModel)
  }
  const dense = head?.dense ?? pooler?.dense
  if (dense !== undefined) specs.push(...withBias(dense, 'head', [dModel, dModel]))
  if (head) specs.push(...withBias(head.classifier, 'head', [head.nClasses, dModel]))
  return specs
}
