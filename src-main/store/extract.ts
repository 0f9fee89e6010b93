import type { Database } from './database'
import { DocumentStore } from './document-store'
import { ScoreStore } from './score-store'

/**
 * Copies runs and all that their results are made of (model, schedules, documents, requests, readings) from one database
 * into another that is empty: what a second Atelier needs to show them and to go on. Ids stay as they are.
 *
 * @param runs ids of runs
 */
export function extractRuns(db: Database, into: Database, runs: readonly string[]): void {
  const wanted = JSON.stringify(runs)
  const runsOf = '(SELECT value FROM json_each(?))'
  into.transaction(() => {
    const copy = (table: string, where: string, values: readonly unknown[]): void =>
      copyRows(db, into, table, where, values)
    copy('model', `fingerprint IN (SELECT fingerprint FROM run WHERE id IN ${runsOf})`, [wanted])
    copy('run', `id IN ${runsOf}`, [wanted])
    copy('run_tag', `run_id IN ${runsOf}`, [wanted])
    copy('schedule', `id IN (SELECT schedule_id FROM run_plan WHERE run_id IN ${runsOf})`, [wanted])
    copy('run_plan', `run_id IN ${runsOf}`, [wanted])

    const sets = db
      .prepare<[string], number>(`SELECT DISTINCT doc_set_id FROM run_task WHERE run_id IN ${runsOf}`)
      .pluck()
      .all(wanted)
    const documents = new DocumentStore(db)
    const inSets = sets.flatMap((id) => documents.readSet(id))
    const requests = [
      ...new Set(inSets.flatMap((d) => [...d.requestIds, ...(d.answer === undefined ? [] : [d.answer])])),
    ]
    copy('document', `id IN ${runsOf}`, [
      JSON.stringify([...new Set(inSets.flatMap((d) => [d.documentId, ...(d.examples ?? [])]))]),
    ])
    copy('request', `id IN ${runsOf}`, [JSON.stringify(requests)])
    copy('doc_set', `id IN ${runsOf}`, [JSON.stringify(sets)])
    copy('run_task', `run_id IN ${runsOf}`, [wanted])
    copy('measurement', `run_id IN ${runsOf}`, [wanted])
    copy(
      'hidden_states',
      `doc_set_id IN ${runsOf} AND fingerprint IN (SELECT fingerprint FROM run WHERE id IN ${runsOf})`,
      [JSON.stringify(sets), wanted],
    )

    const scorers = db
      .prepare<[string], number>(
        `SELECT DISTINCT scorer.id FROM run
         JOIN run_plan ON run_plan.run_id = run.id
         JOIN scorer ON scorer.schedule_id = run_plan.schedule_id AND scorer.fingerprint = run.fingerprint
           AND scorer.precision = run.precision AND scorer.provider = run.provider AND scorer.numerics = run.numerics
         WHERE run.id IN ${runsOf}`,
      )
      .pluck()
      .all(wanted)
    copy('scorer', `id IN ${runsOf}`, [JSON.stringify(scorers)])
    copyScores(db, into, scorers, requests)
    for (const table of ['reading', 'answer'])
      copy(table, `scorer_id IN ${runsOf} AND request_id IN ${runsOf}`, [
        JSON.stringify(scorers),
        JSON.stringify(requests),
      ])
    copy(
      'adaptation',
      `scorer_id IN ${runsOf} AND task_fingerprint IN (SELECT fingerprint FROM run_task WHERE run_id IN ${runsOf})`,
      [JSON.stringify(scorers), wanted],
    )
  })()
}

/** Blocks hold scores of other runs too: only those that are wanted leave. */
function copyScores(db: Database, into: Database, scorers: readonly number[], requests: readonly number[]): void {
  const [from, to] = [new ScoreStore(db), new ScoreStore(into)]
  for (const scorer of scorers) {
    const scores = from.read(scorer, requests)
    const there = requests.flatMap((_, i) => (scores.present[i] === 1 ? [i] : []))
    to.add(
      scorer,
      there.map((i) => requests[i] ?? NaN),
      Float32Array.from(there, (i) => scores.loglikelihoods[i] ?? NaN),
      Uint8Array.from(there, (i) => scores.greedy[i] ?? 0),
    )
  }
}

function copyRows(db: Database, into: Database, table: string, where: string, values: readonly unknown[]): void {
  const rows = db.prepare<unknown[], Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${where}`)
  for (const row of rows.iterate(...values)) {
    const names = Object.keys(row)
    into.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((n) => `:${n}`).join(', ')})`).run(row)
  }
}
