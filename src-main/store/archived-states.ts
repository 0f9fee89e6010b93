import { inflateSync } from 'node:zlib'
import type { HiddenStates, HiddenStatesEntry } from '../../src-preload/contract/hidden-states'
import type { Database } from './database'

type StatesBody = Pick<
  HiddenStates,
  'positions' | 'cosine' | 'cosineWithoutFirst' | 'variance' | 'varianceWithoutFirst'
>

const PREFIX = 'archived-'

const ENTRY = `'${PREFIX}' || s.id AS id, s.model_name AS model, s.fingerprint, s.plan, s.schedule, s.task, d.n_docs AS nDocs, s.created_at AS createdAt
  FROM hidden_states s JOIN doc_set d ON d.id = s.doc_set_id`

/** Similarities of hidden states that were measured before they became readings of runs: means over documents. */
export class ArchivedStates {
  constructor(private readonly db: Database) {}

  list(): HiddenStatesEntry[] {
    return this.db.prepare<[], HiddenStatesEntry>(`SELECT ${ENTRY} ORDER BY s.created_at DESC, s.id DESC`).all()
  }

  get(id: string): HiddenStates | undefined {
    if (!id.startsWith(PREFIX)) return undefined
    const row = Number(id.slice(PREFIX.length))
    const entry = this.db.prepare<[number], HiddenStatesEntry>(`SELECT ${ENTRY} WHERE s.id = ?`).get(row)
    const body = this.db.prepare<[number], { body: Buffer }>('SELECT body FROM hidden_states WHERE id = ?').get(row)
    return entry && body ? { ...entry, ...(JSON.parse(inflateSync(body.body).toString()) as StatesBody) } : undefined
  }
}
