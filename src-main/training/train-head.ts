import { mersenneTwister, pythonShuffle } from '../../src-preload/contract/plan/python-random'
import type { Adapt } from '../../src-preload/contract/adaptation'
import { AdamW, clipNorm } from './adamw'
import { rateAt, stepRows } from './recipe'

/** A linear map from features to classes; one class: a value. */
export interface LinearHead {
  readonly nClasses: number
  /** `[nClasses, d]`. */
  readonly weight: Float64Array
  /** `[nClasses]`. */
  readonly bias: Float64Array
}

/** Features of texts, and what is right of each. */
export interface Examples {
  /** `[n, d]`. */
  readonly features: Float32Array
  readonly d: number
  /** `[n]`: classes, or values. */
  readonly targets: Float64Array
}

export interface TrainedHead {
  readonly head: LinearHead
  /** The mean loss of every step's batch, before the step. */
  readonly losses: readonly number[]
}

/** As transformers begins a classifier: normal with this deviation, no bias (BertConfig.initializer_range). */
const DEVIATION = 0.02
const MOST_NORM = 1

export function newHead(nClasses: number, d: number, seed: number): LinearHead {
  const next = mersenneTwister(seed)
  const uniform = (): number => (next() + 1) / (2 ** 32 + 1)
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    nClasses,
    weight: Float64Array.from({ length: nClasses * d }, () => DEVIATION * normal()),
    bias: new Float64Array(nClasses),
  }
}

/**
 * Trains a linear head on features that stay as they are: cross-entropy over classes or the square of a value's error, AdamW,
 * linear decay, gradients clipped to norm 1 (docs/semantics.md, Training; the paper's appendix A.9, without dropout).
 *
 * It ends at a loss that is not finite, which is then the last one.
 */
export function trainHead({ features, d, targets }: Examples, begin: LinearHead, recipe: Adapt): TrainedHead {
  const { nClasses } = begin
  const values = Float64Array.of(...begin.weight, ...begin.bias)
  const [weight, bias] = [values.subarray(0, nClasses * d), values.subarray(nClasses * d)]
  const head: LinearHead = { nClasses, weight, bias }
  const optimiser = new AdamW(values.length)
  const steps = stepRows(targets.length, recipe, (n, seed) =>
    pythonShuffle(
      Array.from({ length: n }, (_, i) => i),
      seed,
    ),
  )
  const losses: number[] = []
  const gradients = new Float64Array(values.length)
  for (const [step, rows] of steps.entries()) {
    gradients.fill(0)
    let loss = 0
    for (const row of rows) {
      const x = features.subarray(row * d, (row + 1) * d)
      const { lost, errors } = lossOf(logitsOf(head, x), targets[row] ?? NaN)
      loss += lost / rows.length
      for (let c = 0; c < nClasses; c++) {
        const error = (errors[c] ?? NaN) / rows.length
        for (let i = 0; i < d; i++) gradients[c * d + i]! += error * x[i]!
        gradients[nClasses * d + c]! += error
      }
    }
    losses.push(loss)
    if (!Number.isFinite(loss)) break
    clipNorm(gradients, MOST_NORM)
    optimiser.update(values, gradients, rateAt(recipe.lr, step, steps.length))
  }
  return { head, losses }
}

/** `[nClasses]`. @param x `[d]` */
function logitsOf({ nClasses, weight, bias }: LinearHead, x: Float32Array): Float64Array {
  const d = x.length
  const logits = new Float64Array(nClasses)
  for (let c = 0; c < nClasses; c++) {
    let sum = bias[c]!
    for (let i = 0; i < d; i++) sum += weight[c * d + i]! * x[i]!
    logits[c] = sum
  }
  return logits
}

/** Log probabilities of classes; of a value the value itself. */
export function scoresOf(head: LinearHead, x: Float32Array): Float64Array {
  const logits = logitsOf(head, x)
  if (head.nClasses === 1) return logits
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity)
  const total = most + Math.log(logits.reduce((sum, l) => sum + Math.exp(l - most), 0))
  return logits.map((l) => l - total)
}

/** A text's loss, and its derivative by each logit. */
function lossOf(logits: Float64Array, target: number): { readonly lost: number; readonly errors: Float64Array } {
  if (logits.length === 1) {
    const error = (logits[0] ?? NaN) - target
    return { lost: error ** 2, errors: Float64Array.of(2 * error) }
  }
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity)
  const total = logits.reduce((sum, l) => sum + Math.exp(l - most), 0)
  return {
    lost: most + Math.log(total) - (logits[target] ?? NaN),
    errors: logits.map((l, c) => Math.exp(l - most) / total - Number(c === target)),
  }
}
