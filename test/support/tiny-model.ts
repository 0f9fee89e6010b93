import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FrozenModel } from '../../src-main/engine/model/frozen-model'
import { createOnnxRuntime } from '../../src-main/engine/runtime/onnx/onnx-runtime'
import type { LoadedModel, WeightLayout } from '../../src-main/engine/runtime/runtime'
import { placeWeights } from '../../src-main/engine/runtime/weight-files'
import { fingerprint } from '../../src-main/models/fingerprint'
import { openModel } from '../../src-main/models/open-model'
import { openWeights } from '../../src-main/models/weights'
import type { Block, Schedule } from '../../src-preload/contract/plan/schedule'
import type { Readings } from '../../src-main/engine/readouts/readout'
import { findReadout } from '../../src-main/engine/readouts/registry'
import { runBatch, StateBuffers } from '../../src-main/engine/readouts/run-batch'
import type { Row } from '../../src-main/engine/rows/row'
import { buildDag } from '../../src-main/engine/schedule/dag'
import { compileProgram } from '../../src-main/engine/schedule/program'

export const FIXTURES = resolve(import.meta.dirname, '../fixtures')

export const temporaryFolder = (name: string): string => mkdtempSync(join(tmpdir(), `atelier-${name}-`))

export interface GoldenRow {
  readonly ids: number[]
  readonly states: Float32Array[]
  readonly logits: Float32Array
  readonly plans: Record<string, { hidden: Float32Array; logprobs: Float32Array }>
}

const floats = (text: string): Float32Array => {
  const bytes = Buffer.from(text, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

export function readGolden(name: string): GoldenRow[] {
  const raw = JSON.parse(readFileSync(join(FIXTURES, name, 'golden.json'), 'utf8')) as {
    rows: {
      ids: number[]
      states: string[]
      logits: string
      plans: Record<string, { hidden: string; logprobs: string }>
    }[]
  }
  return raw.rows.map((row) => ({
    ids: row.ids,
    states: row.states.map(floats),
    logits: floats(row.logits),
    plans: Object.fromEntries(
      Object.entries(row.plans).map(([plan, p]) => [plan, { hidden: floats(p.hidden), logprobs: floats(p.logprobs) }]),
    ),
  }))
}

export interface Tiny {
  readonly frozen: FrozenModel
  readonly model: LoadedModel
}

export async function loadTiny(path: string, layout: WeightLayout = 'prepacked'): Promise<Tiny> {
  const opened = await openModel(resolve(FIXTURES, path))
  const frozen: FrozenModel = {
    fingerprint: await fingerprint(opened),
    graph: opened.graph,
    weights: openWeights(opened.weights),
  }
  const files =
    layout === 'memory'
      ? null
      : await placeWeights(frozen, { folder: temporaryFolder('cache'), capBytes: 1e9 }, () => undefined)
  const model = await createOnnxRuntime({ kind: 'cpu' }).load(frozen, {
    threads: 1,
    layout,
    ...(files ? { files } : {}),
  })
  return { frozen, model }
}

/** The largest difference, relative to the largest value. */
export function relativeDifference(a: Float32Array, b: Float32Array): number {
  let difference = 0
  let largest = 0
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs((a[i] ?? NaN) - (b[i] as number)))
    largest = Math.max(largest, Math.abs(b[i] as number))
  }
  return a.length === b.length && !Number.isNaN(difference) ? difference / (largest || 1) : NaN
}

/** Applies a schedule block by block, as written: what the DAG is compared with. */
export async function interpret(
  apply: (layer: number, h: Float32Array) => Promise<Float32Array>,
  blocks: readonly Block[],
  start: Float32Array,
): Promise<Float32Array> {
  let h: Float32Array = start
  for (const block of blocks) {
    if (typeof block === 'number') {
      h = await apply(block, h)
      continue
    }
    const mean = new Float32Array(h.length)
    for (const branch of block)
      (await interpret(apply, branch, h)).forEach((v, i) => (mean[i] = (mean[i] as number) + v / block.length))
    h = mean
  }
  return h
}

/** Runs schedules on a batch of rows, all at once; what was read, by schedule. */
export async function readBatch(
  { frozen, model }: Tiny,
  schedules: readonly Schedule[],
  rows: readonly Row[],
  readoutName = 'loglikelihood',
): Promise<Map<number, Readings>> {
  const dag = buildDag(schedules)
  const readout = findReadout(readoutName)
  const wanted = schedules.map((_, i) => i)
  const program = compileProgram(dag, wanted, readout.wantedNodes)
  const found = new Map<number, Readings>()
  await runBatch(frozen.graph, model, { dag, program, wanted, readout, rows }, new StateBuffers(), {
    onReadings: (readings) => readings.schedules.forEach((i) => found.set(i, readings)),
    onProgress: () => undefined,
    isCancelled: () => false,
  })
  return found
}

/** Loglikelihoods of a batch's requests, in the order of its rows. */
export const loglikelihoodsOf = ({ values }: Readings): number[] => Array.from(values).filter((_, i) => i % 2 === 0)
