import { tooManyApplications } from './bounds'
import type { Resolved } from './resolve'
import { canonicalText, countApplications, simplify, type Block } from './schedule'
import { MAX_LAYER_APPLICATIONS, planFault, type Branch, type PlanFault, type Step, type StepsPlan } from './syntax'

/** A plan written by hand. */
export function resolveSteps(text: string, plan: StepsPlan, nLayers: number): Resolved {
  const faults: PlanFault[] = []
  const index = (layer: number, column: number): number => {
    const resolved = layer < 0 ? nLayers + layer : layer
    if (resolved < 0 || resolved >= nLayers) {
      faults.push(
        planFault(
          'plan.no-such-layer',
          `layer ${layer} does not exist: this model has layers 0..${nLayers - 1}`,
          column,
          { asked: layer, largest: nLayers - 1 },
        ),
      )
    }
    return resolved
  }
  checkLayers(plan.steps, index)
  if (faults.length > 0) return { ok: false, faults }

  const size = sizeOfSteps(plan.steps, nLayers)
  if (size > MAX_LAYER_APPLICATIONS) return { ok: false, faults: [tooManyApplications(size, 1)] }
  const layers = simplify(expandSteps(plan.steps, nLayers))
  return {
    ok: true,
    plans: [
      {
        plan: text,
        schedule: canonicalText(layers),
        layers,
        layerApplications: countApplications(layers),
        affectedLayers: null,
        variant: null,
      },
    ],
  }
}

function checkLayers(steps: readonly Step[], index: (layer: number, column: number) => number): void {
  for (const { unit } of steps) {
    if (unit.kind === 'layer') index(unit.layer, unit.column)
    else if (unit.kind === 'range') {
      index(unit.first, unit.column)
      index(unit.last, unit.lastColumn)
    } else for (const branch of unit.branches) if (branch.kind === 'steps') checkLayers(branch.steps, index)
  }
}

const absolute = (layer: number, nLayers: number): number => (layer < 0 ? nLayers + layer : layer)

/** Layer applications (identity branches count one: they are work for the machine too), without expanding. */
function sizeOfSteps(steps: readonly Step[], nLayers: number): number {
  let size = 0
  for (const { unit, count } of steps) {
    const once =
      unit.kind === 'layer'
        ? 1
        : unit.kind === 'range'
          ? Math.abs(absolute(unit.last, nLayers) - absolute(unit.first, nLayers)) + 1
          : unit.branches.reduce((sum, b, i) => sum + sizeOfBranch(b, unit.branches, i, nLayers), 0)
    size += once * count
  }
  return size
}

function sizeOfBranch(branch: Branch, all: readonly Branch[], i: number, nLayers: number): number {
  if (branch.kind === 'steps') return sizeOfSteps(branch.steps, nLayers)
  if (branch.kind === 'identity') return 1
  const [low, high] = ellipsisEnds(all, i, nLayers)
  return Math.max(0, Math.abs(high - low) - 1)
}

function ellipsisEnds(branches: readonly Branch[], i: number, nLayers: number): [number, number] {
  const layerOf = (b: Branch | undefined): number => {
    const unit = b?.kind === 'steps' ? b.steps[0]?.unit : undefined
    if (unit?.kind !== 'layer') throw new Error('the parser lets .. stand between single layers only')
    return absolute(unit.layer, nLayers)
  }
  return [layerOf(branches[i - 1]), layerOf(branches[i + 1])]
}

function expandSteps(steps: readonly Step[], nLayers: number): Block[] {
  const blocks: Block[] = []
  for (const { unit, count } of steps) {
    const once: Block[] = []
    if (unit.kind === 'layer') once.push(absolute(unit.layer, nLayers))
    else if (unit.kind === 'range') {
      const first = absolute(unit.first, nLayers)
      const last = absolute(unit.last, nLayers)
      const step = last < first ? -1 : 1
      for (let l = first; l !== last + step; l += step) once.push(l)
    } else {
      once.push(
        unit.branches.flatMap((branch, i): (readonly Block[])[] => {
          if (branch.kind === 'steps') return [expandSteps(branch.steps, nLayers)]
          if (branch.kind === 'identity') return [[]]
          const [low, high] = ellipsisEnds(unit.branches, i, nLayers)
          const step = high < low ? -1 : 1
          const between: Block[][] = []
          for (let l = low + step; l !== high && low !== high; l += step) between.push([l])
          return between
        }),
      )
    }
    for (let i = 0; i < count; i++) for (const block of once) blocks.push(block)
  }
  return blocks
}
