import { tokensOf, type Row } from '../rows/row'
import type { ScheduleDag } from '../schedule/dag'
import type { Readout, ReadoutCall, ReadoutRun } from './readout'

/** Every state along a schedule, the embedding included; a parallel group gives one. */
const everyState = (dag: ScheduleDag, schedule: number): readonly number[] => dag.path(schedule)

/** Values of a symmetric matrix that are kept: its upper triangle with the diagonal, row by row. */
const triangleSize = (n: number): number => (n * (n + 1)) / 2

/** Numbers of a request, for a schedule with so many states along it. */
export const similarityWidth = (nStates: number): number => 2 * triangleSize(nStates) + 2 * nStates

/**
 * How alike the hidden states along a schedule are (paper, figures 3 and 15), before any final norm, padding left out.
 * Numbers of a request, for S states: the cosines of all pairs, each state flattened to one vector `[tokens * dModel]`
 * (upper triangle, S (S + 1) / 2), the same without the first token, the variance of all values of each state (S), and the
 * same without the first token.
 */
export const similarity: Readout = {
  asks: 'text',
  mostStates: 600,
  wantedNodes: everyState,
  kept: 'values',
  callsHead: false,
  width: similarityWidth,
  statesHeld(dag, program, wanted) {
    const users = usersOf(dag, wanted)
    let held = 0
    let most = 0
    for (const step of program.instructions) {
      if (step.op !== 'read') continue
      most = Math.max(most, ++held)
      for (const schedule of step.schedules) {
        if (dag.output(schedule) === step.node) held -= dag.path(schedule).filter((n) => leave(users, n)).length
      }
    }
    return most
  },
  hostMacs: (dag, wanted) => wanted.reduce((sum, s) => sum + triangleSize(dag.path(s).length), 0),
  open: (call) => new SimilarityRun(call),
}

/** The numbers of one request, told apart. */
export interface SimilarityValues {
  /** `[S * S]`. */
  readonly cosine: readonly number[]
  readonly cosineWithoutFirst: readonly number[]
  /** `[S]`. */
  readonly variance: readonly number[]
  readonly varianceWithoutFirst: readonly number[]
}

/**
 * The whole matrices of what is kept as triangles, NaN where a number is missing.
 *
 * @param values `[similarityWidth(nStates)]`, of a request or means over several
 */
export function splitSimilarity(values: readonly number[], nStates: number): SimilarityValues {
  const n = triangleSize(nStates)
  return {
    cosine: fullMatrix(values.slice(0, n), nStates),
    cosineWithoutFirst: fullMatrix(values.slice(n, 2 * n), nStates),
    variance: values.slice(2 * n, 2 * n + nStates),
    varianceWithoutFirst: values.slice(2 * n + nStates),
  }
}

function fullMatrix(triangle: readonly number[], n: number): number[] {
  const matrix = new Array<number>(n * n).fill(NaN)
  let at = 0
  for (let row = 0; row < n; row++) {
    for (let column = row; column < n; column++) {
      const value = triangle[at++] ?? NaN
      matrix[row * n + column] = value
      matrix[column * n + row] = value
    }
  }
  return matrix
}

/** How many of the wanted schedules pass each state. */
function usersOf(dag: ScheduleDag, wanted: readonly number[]): Map<number, number> {
  const users = new Map<number, number>()
  for (const schedule of wanted) for (const node of dag.path(schedule)) users.set(node, (users.get(node) ?? 0) + 1)
  return users
}

/** One schedule less passes a state; @returns whether it was the last one */
function leave(users: Map<number, number>, node: number): boolean {
  const left = (users.get(node) ?? 0) - 1
  users.set(node, left)
  return left === 0
}

/** A state's vectors, one a request, and what is known of them. */
interface HeldState {
  readonly vectors: readonly Float32Array[]
  readonly norms: readonly Products[]
  readonly variances: readonly (readonly [whole: number, withoutFirst: number])[]
  /** Products with states before it, by their nodes. */
  readonly products: Map<number, readonly Products[]>
}

/** Of two vectors: the product over the first token, and over the rest. */
interface Products {
  readonly first: number
  readonly rest: number
}

class SimilarityRun implements ReadoutRun {
  private readonly states = new Map<number, HeldState>()
  private readonly users: Map<number, number>
  /** By request: its tokens in the padded batch. */
  private readonly tokens: readonly (readonly number[])[]

  constructor(private readonly call: ReadoutCall) {
    this.users = usersOf(call.dag, call.wanted)
    this.tokens = call.rows.flatMap((row: Row, b) =>
      row.requests.map((r) => tokensOf(row, r).map((token) => b * call.seq + token)),
    )
  }

  read = async (node: number, schedules: readonly number[], state: Float32Array): Promise<void> => {
    const { dModel } = this.call.graph.shape
    const vectors = this.tokens.map((tokens) => {
      const vector = new Float32Array(tokens.length * dModel)
      tokens.forEach((t, i) => vector.set(state.subarray(t * dModel, (t + 1) * dModel), i * dModel))
      return vector
    })
    this.states.set(node, {
      vectors,
      norms: vectors.map((v) => multiply(v, v, dModel)),
      variances: vectors.map((v) => [variance(v), variance(v.subarray(Math.min(dModel, v.length)))]),
      products: new Map(),
    })
    for (const schedule of schedules) {
      if (this.call.dag.output(schedule) === node) this.complete(schedule)
    }
  }

  finish = async (): Promise<void> => undefined

  private complete(schedule: number): void {
    const path = this.call.dag.path(schedule)
    const width = similarityWidth(path.length)
    const values = new Float32Array(this.tokens.length * width)
    this.tokens.forEach((_, request) => values.set(this.valuesOf(path, request), request * width))
    this.call.emit({ schedules: [schedule], width, values })
    for (const node of path) if (leave(this.users, node)) this.states.delete(node)
  }

  private valuesOf(path: readonly number[], request: number): number[] {
    const cosines: number[] = []
    const withoutFirst: number[] = []
    const states = path.map((node) => this.state(node))
    states.forEach((a, i) => {
      for (const [k, b] of states.slice(i).entries()) {
        const product = k === 0 ? null : this.productsOf(b, path[i] ?? 0, a)[request]
        cosines.push(product ? cosine(product.first + product.rest, total(a, request), total(b, request)) : 1)
        withoutFirst.push(product ? cosine(product.rest, rest(a, request), rest(b, request)) : 1)
      }
    })
    const variances = states.map((s) => s.variances[request] ?? [NaN, NaN])
    return [...cosines, ...withoutFirst, ...variances.map(([v]) => v), ...variances.map(([, v]) => v)]
  }

  private productsOf(later: HeldState, earlierNode: number, earlier: HeldState): readonly Products[] {
    let products = later.products.get(earlierNode)
    if (!products) {
      const { dModel } = this.call.graph.shape
      products = later.vectors.map((v, r) => multiply(v, earlier.vectors[r] ?? v, dModel))
      later.products.set(earlierNode, products)
    }
    return products
  }

  private state(node: number): HeldState {
    const state = this.states.get(node)
    if (!state) throw new Error(`the state of node ${node} was not read`)
    return state
  }
}

const total = ({ norms }: HeldState, request: number): number => (norms[request]?.first ?? 0) + rest({ norms }, request)
const rest = ({ norms }: Pick<HeldState, 'norms'>, request: number): number => norms[request]?.rest ?? 0

const cosine = (product: number, squareA: number, squareB: number): number =>
  product / (Math.sqrt(squareA) * Math.sqrt(squareB))

/** Products of two vectors `[tokens * dModel]`, the first token's and the others', in float64. */
function multiply(a: Float32Array, b: Float32Array, dModel: number): Products {
  const sum = (from: number, to: number): number => {
    let s = 0
    for (let i = from; i < to; i++) s += a[i]! * b[i]!
    return s
  }
  const firstEnd = Math.min(dModel, a.length)
  return { first: sum(0, firstEnd), rest: sum(firstEnd, a.length) }
}

/** Of all values, in float64; 0 for none. */
function variance(values: Float32Array): number {
  if (values.length === 0) return 0
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length
}
