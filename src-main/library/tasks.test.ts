import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { documents as writeDocuments } from '../../test/support/cli'
import { temporaryFolder } from '../../test/support/tiny-model'
import { experimentSchema } from '../../src-preload/contract/experiment'
import { openContext, type Context } from '../home/context'
import { resourceFile } from '../system/package-files'
import type { Encoding } from './encode-document'
import { ModelService } from './models'
import { TaskService } from './tasks'

let context: Context
let tasks: TaskService
let encoding: Encoding
beforeEach(async () => {
  context = await openContext(temporaryFolder('tasks'), () => {
    throw new Error('tasks start no engine')
  })
  tasks = new TaskService(context)
  const { tokenizer } = await new ModelService(context).identify(resourceFile('models', 'painter-16'))
  const writing = { cache: 'exact', endTokens: [] } as const
  encoding = { tokenizer, addBos: false, nCtx: 128, asks: 'requests', writing, texts: null }
})
afterEach(() => context.db.close())

const experiment = (limit?: number) =>
  experimentSchema.parse({ model: 'm', plans: ['full'], tasks: ['arc_easy'], limit })

describe('tasks', () => {
  it('are listed: the bundled ones with their documents, the built-in ones with what was imported', async () => {
    const list = await tasks.list()
    expect(list.filter((t) => t.origin === 'bundled').length).toBeGreaterThan(0)
    expect(list.filter((t) => t.origin === 'bundled').every((t) => (t.nDocs ?? 0) > 0)).toBe(true)
    expect(list.find((t) => t.task === 'arc_easy')).toMatchObject({ nDocs: null, path: null })
    await tasks.importDocuments('arc_easy', writeDocuments(5).arc)
    expect((await tasks.list()).find((t) => t.task === 'arc_easy')).toMatchObject({ nDocs: 5 })
    const { nDocs, rows } = await tasks.preview('arc_easy', 3, 10)
    expect([nDocs, rows.map((r) => r.docId)]).toEqual([5, [3, 4]])
    expect(rows[0]!.choices.length).toBeGreaterThan(1)
  })

  it('an import is whole or nothing', async () => {
    const file = join(temporaryFolder('docs'), 'broken.jsonl')
    writeFileSync(file, '{"id": 1}\n')
    await expect(tasks.importDocuments('arc_easy', file)).rejects.toMatchObject({ code: 'task.row' })
    await expect(tasks.load({ task: 'arc_easy' })).rejects.toMatchObject({ code: 'task.no-documents' })
    await expect(tasks.load({ task: 'nothing_known' })).rejects.toMatchObject({ code: 'task.unknown' })
  })

  it('documents are tokenised once for a preview and the run after it, and anew where they differ', async () => {
    await tasks.importDocuments('arc_easy', writeDocuments(6).arc)
    const encode = vi.spyOn(encoding.tokenizer, 'encode')
    const first = await tasks.prepare({ task: 'arc_easy' }, experiment(), encoding)
    const times = encode.mock.calls.length
    expect(times).toBeGreaterThan(0)
    const [again, atOnce] = await Promise.all([
      tasks.prepare({ task: 'arc_easy' }, experiment(), encoding),
      tasks.prepare({ task: 'arc_easy' }, experiment(), encoding),
    ])
    expect(encode.mock.calls.length).toBe(times)
    expect(again.documents).toBe(first.documents)
    expect(atOnce.documents).toBe(first.documents)
    const fewer = await tasks.prepare({ task: 'arc_easy' }, experiment(2), encoding)
    expect([first.documents.length, fewer.documents.length]).toEqual([6, 2])
    expect(encode.mock.calls.length).toBeGreaterThan(times)
  })

  it("a task's own choice of documents goes before the experiment's, and both at once are refused", async () => {
    await tasks.importDocuments('arc_easy', writeDocuments(9).arc)
    const taken = async (choice: object) =>
      (await tasks.prepare({ task: 'arc_easy', ...choice }, experiment(4), encoding)).documents.map((d) => d.docId)
    expect(await taken({})).toEqual([0, 1, 2, 3])
    expect(await taken({ limit: 6 })).toEqual([0, 1, 2, 3, 4, 5])
    expect(await taken({ limit: 'all' })).toHaveLength(9)
    const [one, other] = [await taken({ sample: { n: 3, seed: 1 } }), await taken({ sample: { n: 3, seed: 2 } })]
    expect([one.length, other.length, one.join() === other.join()]).toEqual([3, 3, false])
    const both = { task: 'arc_easy', limit: 1, sample: { n: 1, seed: 0 } }
    expect(experimentSchema.safeParse({ model: 'm', plans: ['full'], tasks: [both] }).success).toBe(false)
  })

  it('a failure is not kept', async () => {
    await tasks.importDocuments('arc_easy', writeDocuments(2).arc)
    const encode = vi.spyOn(encoding.tokenizer, 'encode').mockRejectedValueOnce(new Error('once'))
    await expect(tasks.prepare({ task: 'arc_easy' }, experiment(), encoding)).rejects.toThrowError('once')
    encode.mockRestore()
    expect((await tasks.prepare({ task: 'arc_easy' }, experiment(), encoding)).documents).toHaveLength(2)
  })
})
