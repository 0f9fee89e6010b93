import { randomUUID } from 'node:crypto'
import { LabError } from '../../src-preload/contract/errors'
import type { Report, ReportBlock, ReportContent, ReportEntry } from '../../src-preload/contract/report'
import { transact, type Database } from './database'

interface BlockRow {
  readonly id: string
  readonly report: string
  readonly revision: number
  readonly content: string
}

/** Reports and their blocks, each written by itself. Nothing is taken out for good: `restore…` brings it back. */
export class ReportStore {
  constructor(private readonly db: Database) {}

  /** Those changed last first. */
  list(): ReportEntry[] {
    return this.db.prepare<[], ReportEntry>(`${ENTRY} WHERE deleted_at IS NULL ORDER BY updated_at DESC`).all()
  }

  /** Throws `store.unknown-report`. */
  get(id: string): Report {
    const entry = this.entry(id)
    const blocks = this.db
      .prepare<[string], BlockRow>(`${BLOCK} WHERE report_id = ? AND deleted_at IS NULL ORDER BY position, rowid`)
      .all(id)
      .map(asBlock)
    return { ...entry, blocks, missingRuns: this.missing(blocks) }
  }

  create(name: string): ReportEntry {
    const id = randomUUID()
    const now = new Date().toISOString()
    transact(this.db, () =>
      this.db
        .prepare('INSERT INTO report (id, name, created_at, updated_at) VALUES (?, ?, ?, ?)')
        .run(id, name, now, now),
    )
    return { id, name, nBlocks: 0, updatedAt: now }
  }

  rename(id: string, name: string): void {
    this.entry(id)
    this.change(id, () => this.db.prepare('UPDATE report SET name = ? WHERE id = ?').run(name, id))
  }

  duplicate(id: string, name: string): ReportEntry {
    const { blocks } = this.get(id)
    return transact(this.db, () => {
      const copy = this.create(name)
      for (const { content } of blocks) this.add(copy.id, content, null)
      return this.entry(copy.id)
    })
  }

  remove(id: string): void {
    this.entry(id)
    this.change(id, () =>
      this.db.prepare('UPDATE report SET deleted_at = ? WHERE id = ?').run(new Date().toISOString(), id),
    )
  }

  restore(id: string): void {
    this.change(id, () => this.db.prepare('UPDATE report SET deleted_at = NULL WHERE id = ?').run(id))
  }

  /** @param before the block that it is put before; null: at the end */
  add(report: string, content: ReportContent, before: string | null): ReportBlock {
    this.entry(report)
    const id = randomUUID()
    this.change(report, () => {
      this.db
        .prepare('INSERT INTO report_block (id, report_id, position, revision, content) VALUES (?, ?, 0, 0, ?)')
        .run(id, report, JSON.stringify(content))
      this.place(report, id, before)
    })
    return { id, revision: 0, content }
  }

  /** Null, and nothing is changed, where the block has another revision by now. */
  changeBlock(id: string, content: ReportContent, revision: number): ReportBlock | null {
    const { report } = this.block(id)
    const { changes } = this.change(report, () =>
      this.db
        .prepare('UPDATE report_block SET content = ?, revision = revision + 1 WHERE id = ? AND revision = ?')
        .run(JSON.stringify(content), id, revision),
    )
    return changes === 0 ? null : { id, revision: revision + 1, content }
  }

  moveBlock(id: string, before: string | null): void {
    const { report } = this.block(id)
    if (before === id) return
    this.change(report, () => this.place(report, id, before))
  }

  removeBlock(id: string): void {
    const { report } = this.block(id)
    this.change(report, () =>
      this.db.prepare('UPDATE report_block SET deleted_at = ? WHERE id = ?').run(new Date().toISOString(), id),
    )
  }

  restoreBlock(id: string): void {
    const { report } = this.block(id)
    this.change(report, () => this.db.prepare('UPDATE report_block SET deleted_at = NULL WHERE id = ?').run(id))
  }

  /** The report that a block belongs to. */
  reportOf(block: string): string {
    return this.block(block).report
  }

  private change<T>(report: string, work: () => T): T {
    return transact(this.db, () => {
      this.db.prepare('UPDATE report SET updated_at = ? WHERE id = ?').run(new Date().toISOString(), report)
      return work()
    })
  }

  private entry(id: string): ReportEntry {
    const found = this.db.prepare<[string], ReportEntry>(`${ENTRY} WHERE id = ?`).get(id)
    if (!found)
      throw new LabError('store.unknown-report', `there is no report ${id}; open the list of reports`, { report: id })
    return found
  }

  private block(id: string): BlockRow {
    const found = this.db.prepare<[string], BlockRow>(`${BLOCK} WHERE id = ?`).get(id)
    if (!found)
      throw new LabError('store.unknown-report', `there is no block ${id} of a report; open the report again`, {
        report: id,
      })
    return found
  }

  /** Counts the blocks of a report anew, one of them put before another or at the end. */
  private place(report: string, id: string, before: string | null): void {
    const others = this.db
      .prepare<[string, string], string>(
        'SELECT id FROM report_block WHERE report_id = ? AND id <> ? AND deleted_at IS NULL ORDER BY position, rowid',
      )
      .pluck()
      .all(report, id)
    const at = before === null ? -1 : others.indexOf(before)
    const order = at < 0 ? [...others, id] : [...others.slice(0, at), id, ...others.slice(at)]
    const set = this.db.prepare('UPDATE report_block SET position = ? WHERE id = ?')
    for (const [i, block] of order.entries()) set.run(i, block)
  }

  private missing(blocks: readonly ReportBlock[]): string[] {
    const wanted = new Set(blocks.flatMap(({ content }) => runsOf(content)))
    const isHere = this.db.prepare<[string]>('SELECT 1 FROM run WHERE id = ? AND deleted_at IS NULL')
    return [...wanted].filter((run) => isHere.get(run) === undefined)
  }
}

function runsOf(content: ReportContent): readonly string[] {
  switch (content.kind) {
    case 'text':
      return []
    case 'figure':
    case 'table':
      return content.origin.runs
    case 'method':
      return content.runs.map((r) => r.run)
  }
}

const ENTRY = `SELECT id, name, updated_at AS updatedAt,
  (SELECT count(*) FROM report_block WHERE report_id = report.id AND deleted_at IS NULL) AS nBlocks FROM report`
const BLOCK = 'SELECT id, report_id AS report, revision, content FROM report_block'

const asBlock = ({ id, revision, content }: BlockRow): ReportBlock => ({
  id,
  revision,
  content: JSON.parse(content) as ReportContent,
})
