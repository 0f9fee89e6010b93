import { deflateSync, inflateSync } from 'node:zlib'
import type { HiddenStates, HiddenStatesEntry } from '../../src-preload/contract/hidden-states'
import { transact, type Database } from './database'

export type StatesBody = Pick<
  HiddenStates,
  'positions' | 'cosine' | 'cosineWithoutFirst' | 'variance' | 'varianceWithoutFirst'
>

export interface StatesKey {
  readonly fingerprint: string
  readonly schedule: string
  readonly docSetId: number
  readonly provider: string
  readonly numerics: number
}

const ENTRY = `s.id, s.model_name AS model, s.fingerprint, s.plan, s.schedule, s.task, d.n_docs AS nDocs, s.created_at AS createdAt
  FROM hidden_states s JOIN doc_set d ON d.id = s.doc_set_id`

/** Measured similarities of hidden states, kept by content as scores are. */
export class StatesStore {
  constructor(private readonly db: Database) {}

  find(key: StatesKey): number | undefined {
    return this.db
      .prepare<[string, string, number, string, number], { id: number }>(
        'SELECT id FROM hidden_states WHERE fingerprint = ? AND schedule = ? AND doc_set_id = ? AND provider = ? AND numerics = ?',
      )
      .get(key.fingerprint, key.schedule, key.docSetId, key.provider, key.numerics)?.id
  }

  save(
    key: StatesKey,
    about: { readonly model: string; readonly plan: string; readonly task: string },
    body: StatesBody,
  ): number {
    return transact(this.db, () =>
      Number(
        this.db
          .prepare(
            'INSERT INTO hidden_states (fingerprint, model_name, plan, schedule, task, doc_set_id, provider, numerics, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          )
          .run(
            key.fingerprint,
            about.model,
            about.plan,
            key.schedule,
            about.task,
            key.docSetId,
            key.provider,
            key.numerics,
            deflateSync(JSON.stringify(body)),
            new Date().toISOString(),
          ).lastInsertRowid,
      ),
    )
  }

  list(): HiddenStatesEntry[] {
    return this.db.prepare<[], HiddenStatesEntry>(`SELECT ${ENTRY} ORDER BY s.created_at DESC, s.id DESC`).all()
  }

  get(id: number): HiddenStates | undefined {
    const entry = this.db.prepare<[number], HiddenStatesEntry>(`SELECT ${ENTRY} WHERE s.id = ?`).get(id)
    const body = this.db
      .prepare<[number], { body: Buffer }>('SELECT body FROM hidden_states WHERE id = ?')
      .get(id)?.body
    return entry && body ? { ...entry, ...(JSON.parse(inflateSync(body).toString()) as StatesBody) } : undefined
  }
}
