import { CALL } from '../graph/call-inputs'
import { GraphBuilder, MICROSOFT, type AttentionOperator, type Value } from '../graph/graph-builder'
import { ELEMENT_TYPE, valueInfo, type OnnxGraph } from '../graph/onnx-schema'
import type { AttentionPattern } from '../model/attention-pattern'
import { softCapped } from './elementwise'
import { rotary, type Rotation } from './rotary'

export interface AttentionOptions {
  readonly heads: Heads
  readonly pattern: AttentionPattern
  /** How q and k are turned by the positions of the call first; null for not at all. */
  readonly rotation: Rotation | null
  /** What scores are multiplied by: 1 / sqrt(dHead) where nothing is said. */
  readonly scale?: number
  /** Scores are softly kept within ± this (Gemma 2). */
  readonly softCap?: number
}

/** Heads of one attention. Queries of `nHeads / nKvHeads` heads in a row share one key-value head. */
export interface Heads {
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
}

/**
 * Scaled dot-product attention (Vaswani et al., 2017; grouped heads: Ainslie et al., 2023) under the call's mask.
 * q `[n, nHeads * dHead]`, k and v `[n, nKvHeads * dHead]` -> `[n, nHeads * dHead]`, n = batch * seq. Rows of a causal
 * pattern are packed in causal order.
 */
export function attention(g: GraphBuilder, q: Value, k: Value, v: Value, options: AttentionOptions): Value {
  const { nHeads, nKvHeads, dHead } = options.heads
  const { rotation } = options
  const turn = (x: Value): Value => (rotation ? rotary(g, x, dHead, rotation) : x)
  const rows: Rows = {
    q: turn(inRows(g, q, nHeads * dHead)),
    k: turn(inRows(g, k, nKvHeads * dHead)),
    v: inRows(g, v, nKvHeads * dHead),
    mask: CALL.mask(options.pattern),
  }
  const operator = operatorFor(g.profile.attention, options)
  const attended = FORMS[operator](g, rows, {
    ...options.heads,
    alone: operatorFor(g.profile.promptAttention ?? 'plain', options),
    scale: options.scale ?? 1 / Math.sqrt(dHead),
    softCap: options.softCap ?? 0,
  })
  return g.spend(g.op('Reshape', [attended, g.int64([-1, nHeads * dHead])]), nHeads * dHead, {
    macsPerTokenPair: 2 * nHeads * dHead,
    floatsPerTokenPair: 2 * nHeads,
  })
}

interface Rows {
  /** `[batch, seq, heads * dHead]` each. */
  readonly q: Value
  readonly k: Value
  readonly v: Value
  /** `[batch, 1, seq, seq]`, added to the scores. */
  readonly mask: Value
}

/** GroupQueryAttention is causal whatever its mask says, and wants heads of a multiple of 8. */
function operatorFor(
  wanted: AttentionOperator,
  { heads, pattern }: { readonly heads: Heads; readonly pattern: AttentionPattern },
): AttentionOperator {
  return wanted === 'group-query' && (pattern.kind !== 'causal' || heads.dHead % 8 !== 0) ? 'plain' : wanted
}

interface Scores extends Heads {
  readonly scale: number
  /** For tokens without a past, where those behind one are computed in another way. */
  readonly alone: AttentionOperator
  /** 0 for none. */
  readonly softCap: number
}

const FORMS: Readonly<Record<AttentionOperator, (g: GraphBuilder, rows: Rows, scores: Scores) => Value>> = {
  'attention-23': (g, { q, k, v, mask }, { nHeads, nKvHeads, dHead, scale, softCap }) =>
    g.op('Attention', [q, k, v, mask], {
      q_num_heads: nHeads,
      kv_num_heads: nKvHeads,
      ...scoreAttributes(dHead, scale, softCap),
    }),

  'group-query': (g, { q, k, v, mask }, { nHeads, nKvHeads, dHead, scale, softCap }) => {
    const attended = g.fresh('attended')
    const { last, total } = rowLengths(g.call)
    g.opMany(
      [attended, `${attended}_k`, `${attended}_v`],
      'GroupQueryAttention',
      [q, k, v, '', '', last, total, '', '', '', mask],
      {
        num_heads: nHeads,
        kv_num_heads: nKvHeads,
        do_rotary: 0,
        ...scoreAttributes(dHead, scale, softCap),
      },
      MICROSOFT,
    )
    return attended
  },

  plain: (g, { q, k, v, mask }, { nHeads, nKvHeads, dHead, scale, softCap }) => {
    const perGroup = nHeads / nKvHeads
    // [batch, seq, h * d] -> [batch, nKvHeads, heads of the group, seq, d], so that keys are shared by broadcasting
    const split = (x: Value, group: number): Value =>
      g.op('Transpose', [g.op('Reshape', [x, g.int64([0, 0, nKvHeads, group, dHead])])], { perm: [0, 2, 3, 1, 4] })
    const [queries, keys, values] = [split(q, perGroup), split(k, 1), split(v, 1)]
    const turned = g.op('Transpose', [keys], { perm: [0, 1, 2, 4, 3] })
    const scaled = g.op('Mul', [queries, g.floatScalar(scale)])
    const product = g.op('MatMul', [scaled, turned])
    const capped = softCap === 0 ? product : softCapped(g, g.ofWidth(product, 0), softCap)
    const scores = g.op('Add', [capped, g.op('Unsqueeze', [mask, g.int64([1])])])
    const mixed = g.op('MatMul', [g.op('Softmax', [scores], { axis: -1 }), values])
    const joined = g.op('Transpose', [mixed], { perm: [0, 3, 1, 2, 4] })
    return g.op('Reshape', [joined, g.int64([0, 0, nHeads * dHead])])
  },

  cached: (g, rows, scores) => {
    g.opNamed(CALL.newKeys, 'Identity', [rows.k])
    g.opNamed(CALL.newValues, 'Identity', [rows.v])
    const width = scores.nHeads * scores.dHead
    const branch = (name: string, form: (inner: GraphBuilder) => Value): { readonly graph: OnnxGraph } => {
      const inner = new GraphBuilder(g.profile, `${name}_`, { call: g.call })
      inner.opNamed(`${name}_result`, 'Identity', [form(inner)])
      return { graph: inner.finish(name, [], [valueInfo(`${name}_result`, 'float32', ['batch', 'seq', width])]) }
    }
    const behind = branch('behind', (inner) => behindPast(inner, rows, scores))
    // a prompt has no past: the fastest operator of the device
    const alone = branch('alone', (inner) => promptAlone(inner, rows, scores))
    return g.op('If', [CALL.isPrompt], { then_branch: alone, else_branch: behind })
  },
}

/** A prompt by itself, its mask without the column of the past that it does not have. */
function promptAlone(g: GraphBuilder, { mask, ...rows }: Rows, scores: Scores): Value {
  const own = g.op('Slice', [mask, g.int64([1]), g.int64([LAST]), g.int64([3])])
  return FORMS[scores.alone](g, { ...rows, mask: own }, scores)
}

/** Tokens behind what a caller keeps of their rows. */
function behindPast(
  g: GraphBuilder,
  { q, k, v, mask }: Rows,
  { nHeads, nKvHeads, dHead, scale, softCap }: Scores,
): Value {
  const perGroup = nHeads / nKvHeads
  const apart = g.op('Reshape', [q, g.int64([0, 0, nKvHeads, perGroup, dHead])])
  // the queries of a group as rows under one another: [batch, nKvHeads, perGroup * seq, dHead]
  const queries = g.op('Reshape', [
    g.op('Transpose', [apart], { perm: [0, 2, 3, 1, 4] }),
    g.int64([0, nKvHeads, -1, dHead]),
  ])
  const ofHeads = (x: Value): Value =>
    g.op('Transpose', [g.op('Reshape', [x, g.int64([0, 0, nKvHeads, dHead])])], { perm: [0, 2, 1, 3] })
  const scored = (keys: Value): Value =>
    g.op('FusedMatMul', [queries, keys], { transB: 1, alpha: { float: scale } }, MICROSOFT)
  const product = g.op('Concat', [scored(CALL.pastKeys), scored(ofHeads(k))], { axis: 3 })
  const capped = softCap === 0 ? product : softCapped(g, g.ofWidth(product, 0), softCap)
  const masks = perGroup === 1 ? mask : g.op('Concat', Array<Value>(perGroup).fill(mask), { axis: 2 })
  const shares = g.op('Softmax', [g.op('Add', [capped, masks])], { axis: -1 })
  const past = g.op('Shape', [CALL.pastKeys], { start: 2, end: 3 })
  const part = (from: Value, to: Value): Value => g.op('Slice', [shares, from, to, g.int64([3])])
  const mixed = g.op('Add', [
    g.op('MatMul', [part(g.int64([0]), past), CALL.pastValues]),
    g.op('MatMul', [part(past, g.int64([LAST])), ofHeads(v)]),
  ])
  const joined = g.op('Reshape', [mixed, g.int64([0, nKvHeads, perGroup, -1, dHead])])
  return g.op('Reshape', [g.op('Transpose', [joined], { perm: [0, 3, 1, 2, 4] }), g.int64([0, 0, nHeads * dHead])])
}

/** An end beyond all ends. */
const LAST = 2 ** 31 - 1

/** What is as usual is left out: the graphs of models that have nothing unusual stay as they are. */
const scoreAttributes = (
  dHead: number,
  scale: number,
  softCap: number,
): Readonly<Record<string, { readonly float: number }>> => ({
  ...(scale === 1 / Math.sqrt(dHead) ? {} : { scale: { float: scale } }),
  ...(softCap === 0 ? {} : { softcap: { float: softCap } }),
})

/** `[n, d]` -> `[batch, seq, d]`. */
function inRows(g: GraphBuilder, x: Value, d: number): Value {
  const shape = g.call.once(`rows_of_${d}`, (name) => {
    g.call.opNamed(name, 'Concat', [g.call.op('Shape', [CALL.positions]), g.call.int64([d])], { axis: 0 })
  })
  return g.ofWidth(g.op('Reshape', [x, shape]), d)
}

/** What GroupQueryAttention wants to know of a call: the last index of every row `[batch]` and the row length, int32. */
function rowLengths(call: GraphBuilder): { readonly last: Value; readonly total: Value } {
  const total = call.once('row_length', (name) => {
    const seq = call.op('Shape', [CALL.positions], { start: 1, end: 2 })
    call.opNamed(name, 'Cast', [seq], { to: ELEMENT_TYPE.int32 })
  })
  const last = call.once('last_index', (name) => {
    const batch = call.op('Shape', [CALL.positions], { start: 0, end: 1 })
    const seq = call.op('Shape', [CALL.positions], { start: 1, end: 2 })
    const index = call.op('Expand', [call.op('Sub', [seq, call.int64([1])]), batch])
    call.opNamed(name, 'Cast', [index], { to: ELEMENT_TYPE.int32 })
  })
  return { last, total }
}
