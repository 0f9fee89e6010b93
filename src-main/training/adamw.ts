const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8]

/** AdamW (Loshchilov and Hutter, 2019) as torch.optim.AdamW steps, without weight decay. */
export class AdamW {
  private readonly first: Float64Array
  private readonly second: Float64Array
  private step = 0

  constructor(size: number) {
    this.first = new Float64Array(size)
    this.second = new Float64Array(size)
  }

  /** Changes `values` in place. @param gradients `[size]`, as `values` */
  update(values: Float64Array, gradients: Float64Array, rate: number): void {
    this.step++
    const root = Math.sqrt(1 - BETA2 ** this.step)
    const size = rate / (1 - BETA1 ** this.step)
    for (let i = 0; i < values.length; i++) {
      const g = gradients[i]!
      const m = (this.first[i] = BETA1 * this.first[i]! + (1 - BETA1) * g)
      const v = (this.second[i] = BETA2 * this.second[i]! + (1 - BETA2) * g * g)
      values[i]! -= (size * m) / (Math.sqrt(v) / root + EPSILON)
    }
  }
}

/** Scales gradients so that their norm is `most` at most (torch.nn.utils.clip_grad_norm_); they are changed in place. */
export function clipNorm(gradients: Float64Array, most: number): void {
  const norm = Math.sqrt(gradients.reduce((sum, g) => sum + g * g, 0))
  const scale = most / (norm + 1e-6)
  if (scale < 1) for (let i = 0; i < gradients.length; i++) gradients[i]! *= scale
}
