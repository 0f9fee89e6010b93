import type { PointScore } from '@contract/common-scores'
import { rangeOf } from './documents'
import type { BandKind, Line, LineFigure, LineLook, Point } from './line'
import { byNumber } from './line'
import { floorOf, taskOf } from './score'
import { fullOf, MEDIAN, tasksIn, type Scored } from './scored'
import { spread } from './seeds'
import { measurementOf, taskIndex } from './source'
import { paramsOf, type FigureWanted, type LineWanted, type PointWanted } from './wanted'

/** A figure of which the scores are there. Lines without a measured point are left out. */
export function drawn(wanted: FigureWanted, scores: Scored, look: LineLook): LineFigure {
  const lines = wanted.lines.map((line) => drawnLine(line, wanted.isByLayer, scores, look))
  return {
    lines: lines.filter((l) => l.points.length > 0),
    ...guidesOf(wanted, scores, look),
    fullOnHalf: wanted.guides ? fullOnHalf(wanted, lines) : [],
    xMin: wanted.xMin,
    xMax: wanted.xMax,
    nLayers: wanted.nLayers,
    isByLayer: wanted.isByLayer,
    xPlanned: byNumber(wanted.lines.flatMap((l) => l.points.map((p) => p.x))),
  }
}

function drawnLine(line: LineWanted, isByLayer: boolean, scores: Scored, look: LineLook): Line {
  const task = line.task ?? look.choice.task
  const places = line.points.map((p) => ({ x: p.x, point: drawnPoint(p, task, scores, look) }))
  const points = places.flatMap((p) => p.point ?? [])
  return {
    ...line,
    points,
    gaps: [
      ...places.flatMap(({ x, point }) => (point ? [] : [x])),
      ...(isByLayer ? between(places.map((p) => p.x)) : []),
      ...apart(points),
    ],
    hasBand: line.hasBand && points.some((p) => p.low !== null),
    nPlans: line.points.reduce((n, p) => n + p.members.length, 0),
    seeds: line.hasBand ? rangeOf(points.map((p) => p.n)) : null,
  }
}

/** Between neighbours that stand on different documents: what the step says of the plans, it says of the documents too. */
const apart = (points: readonly Point[]): number[] =>
  points.flatMap((p, i) => {
    const before = points[i - 1]
    return before && before.documentSet !== p.documentSet ? [(before.x + p.x) / 2] : []
  })

/** Layers that were not asked for, between those that were: no line leads over them. */
function between(layers: readonly number[]): number[] {
  const asked = new Set(layers)
  const [least, most] = [Math.min(...layers), Math.max(...layers)]
  return Array.from({ length: Math.max(0, most - least) }, (_, i) => least + i).filter((x) => !asked.has(x))
}

/** null where it is not measured. */
export function drawnPoint(wanted: PointWanted, task: string, scores: Scored, look: LineLook): Point | null {
  const score = scores.of(wanted, task)
  const shown = score && wanted.members[score.best ?? score.members[0]?.index ?? 0]
  if (!score || !shown) return null
  const { low, high } = bandOf(wanted, score, look.band)
  return {
    x: wanted.x,
    y: score.value,
    error: score.stderr,
    low,
    high,
    n: wanted.how === 'mean' ? score.members.length : 1,
    nOf: wanted.members.length,
    chosenOf: score.best === null || wanted.members.length < 2 ? 0 : wanted.members.length,
    ...documentsOf(wanted, score, task, scores),
    fullOnHalf: score.best !== null && scores.by.bestOf === 'halves' ? score.full : null,
    plan: shown.plan.plan,
    variant: shown.plan.variant?.name ?? null,
    params: paramsOf(shown),
    runs: runsOf(wanted, score),
    ref: { run: shown.run.entry.run, plan: shown.plan.index, task: refTask(shown.run, task) },
  }
}

const runsOf = ({ members }: PointWanted, score: PointScore): readonly string[] => [
  ...new Set(score.members.flatMap(({ index }) => members[index]?.run.entry.run ?? [])),
]

const refTask = (run: PointWanted['members'][number]['run'], task: string): number => Math.max(0, taskIndex(run, task))

function bandOf(wanted: PointWanted, { members }: PointScore, band: BandKind): Pick<Point, 'low' | 'high'> {
  if (wanted.how !== 'mean' || members.length < 2) return { low: null, high: null }
  const [low, high] = spread(
    members.map((m) => m.value),
    band,
  )
  return { low, high }
}

/** How many documents a point stands on, and whether that is all of them. */
function documentsOf(
  wanted: PointWanted,
  score: PointScore,
  task: string,
  scores: Scored,
): Pick<Point, 'nDocs' | 'documents' | 'documentSet' | 'isOnHalf' | 'isPartial' | 'isStored'> {
  const tasks = task === MEDIAN ? tasksIn(scores) : scores.tasks.filter((t) => t.task === task)
  const isOnHalf = score.best !== null && scores.by.bestOf === 'halves'
  const documents = tasks.map((t, i) => ({
    n: score.nDocs[i] ?? 0,
    of: isOnHalf ? Math.floor(t.nDocs / 2) : t.nDocs,
  }))
  const isStored = score.members.every(({ index }) => {
    const member = wanted.members[index]
    return tasks.every((t) => {
      const m = member && measurementOf(member.run, member.plan.index, taskIndex(member.run, t.task))
      return m !== undefined && m.nCached >= m.nDocs
    })
  })
  const isPartial =
    documents.some(({ n, of }) => n < of) || (wanted.how === 'mean' && score.members.length < wanted.members.length)
  const nDocs = documents.reduce((sum, { n }) => sum + n, 0)
  return { nDocs, documents, documentSet: score.documents, isOnHalf, isPartial, isStored }
}

/** What the lines are read against. */
function guidesOf({ guides }: FigureWanted, scores: Scored, look: LineLook): Pick<LineFigure, 'full' | 'floor'> {
  if (look.choice.score === 'normalised') return { full: 1, floor: 0 }
  if (!guides) return { full: null, floor: null }
  const task = guides.task ?? look.choice.task
  const row = taskOf(scores, task)
  return { full: fullOf(scores, guides.subject, task)?.value ?? null, floor: row ? floorOf(row) : null }
}

/** Along the whole axis, where it is the same at every x: the points of a finished run stand on the same half. */
function fullOnHalf({ xMin, xMax }: FigureWanted, lines: readonly Line[]): LineFigure['fullOnHalf'] {
  const found = lines
    .map((l) => l.points.flatMap((p) => (p.fullOnHalf === null ? [] : [[p.x, p.fullOnHalf] as const])))
    .find((own) => own.length > 0)
  const [[, y] = [0, 0], ...others] = found ?? []
  if (!found || others.some(([, other]) => other !== y)) return found ?? []
  return [
    [xMin, y],
    [xMax, y],
  ]
}
