import { z } from 'zod'

/** Reports: figures, tables and text on one page. A block keeps a copy of what it shows, so that it outlives its runs. */

const key = z.string().regex(/^[\w-]{1,60}$/)
const svg = z.strictObject({
  /** A whole SVG document, its fonts by name. */
  svg: z.string().max(8_000_000),
  /** Pixels of 1/96 inch. */
  width: z.number().positive(),
  height: z.number().positive(),
})
const cell = z.union([z.string(), z.number(), z.null()])
const data = z.strictObject({ columns: z.array(z.string()).max(200), rows: z.array(z.array(cell)).max(100_000) })
/** What a block was made of, and when. */
const origin = z.strictObject({
  runs: z.array(z.string().min(1).max(100)).max(2000),
  /** The screen that shows it, with what was chosen there; empty where none does. */
  address: z.string().max(20_000),
  /** ISO 8601. */
  takenAt: z.string().max(40),
})

const textBlock = z.strictObject({ kind: z.literal('text'), text: z.string().max(400_000) })
const figureBlock = z.strictObject({
  kind: z.literal('figure'),
  /** What texts refer to it by: `@fig:key`. */
  key,
  title: z.string().max(2000),
  caption: z.string().max(20_000),
  /** How wide it stands on the page. */
  width: z.enum(['page', 'column']),
  /** Drawn for both widths. */
  drawings: z.strictObject({ page: svg, column: svg }),
  data,
  origin,
})
const tableBlock = z.strictObject({
  kind: z.literal('table'),
  /** `@tab:key`. */
  key,
  caption: z.string().max(20_000),
  /** As it is read: texts with their digits. */
  head: z.array(z.string().max(400)).min(1).max(60),
  align: z.array(z.enum(['left', 'right'])).max(60),
  rows: z.array(z.array(z.string().max(4000))).max(20_000),
  data,
  origin,
})
const ranRun = z.strictObject({
  run: z.string(),
  name: z.string(),
  model: z.string(),
  fingerprint: z.string(),
  family: z.string(),
  nLayers: z.number(),
  precision: z.string(),
  device: z.string(),
  addBos: z.boolean(),
  startedAt: z.string(),
  /** Of one that had not measured all when it was taken. */
  unfinished: z.strictObject({ status: z.string(), measured: z.number(), asked: z.number() }).optional(),
  versions: z.record(z.string(), z.string()),
  tasks: z.array(
    z.strictObject({
      task: z.string(),
      nExamples: z.number().default(0),
      nDocs: z.number(),
      nDocsTotal: z.number(),
      source: z.string(),
    }),
  ),
  nPlans: z.number(),
  command: z.string().max(2_000_000),
})
export type RanRun = z.output<typeof ranRun>
/** How the runs of a report were made: written by Atelier. */
const methodBlock = z.strictObject({ kind: z.literal('method'), runs: z.array(ranRun).max(2000), takenAt: z.string() })

export const reportContentSchema = z.discriminatedUnion('kind', [textBlock, figureBlock, tableBlock, methodBlock])
export type ReportContent = z.output<typeof reportContentSchema>
export type FigureContent = Extract<ReportContent, { kind: 'figure' }>
export type TableContent = Extract<ReportContent, { kind: 'table' }>
export type MethodContent = Extract<ReportContent, { kind: 'method' }>

export interface ReportBlock {
  readonly id: string
  /** Raised with every change of its content. */
  readonly revision: number
  readonly content: ReportContent
}

export interface ReportEntry {
  readonly id: string
  readonly name: string
  readonly nBlocks: number
  /** ISO 8601. */
  readonly updatedAt: string
}

export interface Report extends ReportEntry {
  readonly blocks: readonly ReportBlock[]
  /** Runs of its blocks that are not here any more. */
  readonly missingRuns: readonly string[]
}
