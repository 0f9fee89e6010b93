import { expect, it } from 'vitest'
import { findReadout } from '../../src-main/engine/readouts/registry'
import { runBatch, StateBuffers } from '../../src-main/engine/readouts/run-batch'
import { packRows } from '../../src-main/engine/rows/row'
import { EMBEDDING, ScheduleDag, type DagNode } from '../../src-main/engine/schedule/dag'
import { compileProgram } from '../../src-main/engine/schedule/program'
import { tokenRequest } from '../../src-preload/contract/request'
import { loadTiny } from '../support/tiny-model'

it('applies a layer in its halves, and mixes states by weights', async () => {
  const { frozen, model } = await loadTiny('llama-tied')
  const dag = new ScheduleDag()
  const apply = (part: 'block' | 'attention' | 'mlp', layer: number, input: number): number =>
    dag.intern({ kind: 'apply', part, layer, input })
  const mix = (inputs: number[], weights: Extract<DagNode, { kind: 'combine' }>['weights']): number =>
    dag.intern({ kind: 'combine', inputs, weights })

  const whole = [0, 1].reduce((h, layer) => apply('block', layer, h), EMBEDDING)
  const halves = [0, 1].reduce((h, layer) => apply('mlp', layer, apply('attention', layer, h)), EMBEDDING)
  const [a, b] = [apply('attention', 2, whole), apply('mlp', 3, whole)]
  const schedules = [
    whole,
    halves,
    mix([whole, a], [0, 1]),
    a,
    mix([a, b], 'mean'),
    mix([a, b], [0.5, 0.5]),
    mix([a, a], [0.25, 0.75]),
  ].map((end) => dag.addPath([EMBEDDING, end]))

  const readout = findReadout('loglikelihood')
  const program = compileProgram(dag, schedules, readout.wantedNodes)
  const found: number[] = []
  const rows = packRows([tokenRequest([5, 99, 250], [17, 31], 64)])
  await runBatch(frozen.graph, model, { dag, program, wanted: schedules, readout, rows }, new StateBuffers(), {
    onReadings: ({ schedules: own, values }) => own.forEach((s) => (found[s] = values[0]!)),
    onProgress: () => undefined,
    isCancelled: () => false,
  })
  const [full, inHalves, onlyA, plainA, mean, half, twice] = found as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  // the same operators on the same numbers
  expect(inHalves).toBe(full)
  expect(onlyA).toBe(plainA)
  expect(half).toBeCloseTo(mean, 5)
  expect(twice).toBeCloseTo(plainA, 5)
  expect(new Set([full, plainA, mean]).size).toBe(3)
})
