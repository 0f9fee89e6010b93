import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/tiny-model'
import { openContext, type Context } from '../home/context'
import { resourceFile } from '../system/package-files'
import { findTask, findTaskOfRun } from '../tasks/registry'
import { ModelService } from './models'
import { OwnTasks } from './own-tasks'
import { TaskService } from './tasks'

let context: Context
let own: OwnTasks
let tasks: TaskService
const MODEL = resourceFile('models', 'painter-16')
beforeEach(async () => {
  context = await openContext(temporaryFolder('own'), () => {
    throw new Error('tasks start no engine')
  })
  tasks = new TaskService(context)
  own = new OwnTasks(context, new ModelService(context), tasks)
})
afterEach(() => context.db.close())

function file(name: string, text: string): string {
  const path = join(temporaryFolder('data'), name)
  writeFileSync(path, text)
  return path
}
const QUIZ = `question,A,B,C,D,answer
What pulls an apple down?,gravity,friction,heat,light,A
What is measured in newtons?,speed,force,mass,time,B
What slows a parachute?,weight,drag,lift,sound,E
What carries sound?,light,vibration,heat,,B
Which is a metal?,wood,glass,iron,wool,C
`

describe('a task made of a file', () => {
  it('is guessed, checked row by row, shown in tokens, saved and found by its name', async () => {
    const path = file('physics quiz.csv', QUIZ)
    const opened = await own.open(path)
    expect(opened).toMatchObject({ nRows: 5, name: 'physics_quiz', guess: { kind: 'choice', target: 'answer' } })
    expect(opened.rows[1]).toEqual(['What is measured in newtons?', 'speed', 'force', 'mass', 'time', 'B'])
    const check = await own.check(opened.guess, MODEL)
    expect(check).toMatchObject({ nRows: 5, nBad: 2, answer: 'letter', floor: 0.25 })
    expect(check.bad.map(({ row, place }) => [row, place])).toEqual([
      [3, 'line 4'],
      [4, 'line 5'],
    ])
    expect(check.bad[0]!.why).toMatch(/the target "E" is not the letter of one of the 4 choices/)
    const [first, , third] = check.prompts
    expect([first!.docId, third!.docId]).toEqual([0, 4])
    expect(first!.tokens).toHaveLength(4)
    const [tokens] = first!.tokens!
    const written = (scored: boolean) =>
      tokens!
        .filter((x) => x.isScored === scored)
        .map((x) => x.text)
        .join('')
    expect(written(false)).toMatch(/Question: What pulls an apple down\?\nAnswer:$/)
    expect(written(true)).toBe(' gravity')
    expect((await own.check(opened.guess, null)).prompts[0]!.tokens).toBeNull()

    await expect(own.save(opened.guess, 'physics', false)).rejects.toThrowError(/line 4.*leave them out/)
    const saved = await own.save({ ...opened.guess, leaveOut: true }, 'physics', false)
    expect(saved.nDocs).toBe(3)
    expect(readFileSync(saved.path, 'utf8')).toContain('leave_out:\n  - 3\n  - 4')
    const task = await findTask('physics', context.home)
    expect(task).toMatchObject({ id: 'physics', floor: 0.25, source: { split: 'all but 2 rows' } })
    expect((await tasks.list())[0]).toMatchObject({ task: 'physics', origin: 'own', nDocs: 3, problem: null })
    await expect(own.save({ ...opened.guess, leaveOut: true }, 'physics', false)).rejects.toThrowError(/already/)
  })

  it('a file that changed since is refused in one sentence; told to take it, its other rows are other documents', async () => {
    const path = file('odd.csv', 'question,A,B,answer\nOne?,x,y,A\nTwo?,x,y,B\n')
    const { guess } = await own.open(path)
    const saved = await own.save(guess, 'odd', false)
    const written = readFileSync(saved.path, 'utf8')
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex')
    expect(written).toContain(`data: ${path}\nsha256: ${hash}\n`)
    const before = await tasks.load({ task: 'odd' })

    writeFileSync(path, 'question,A,B,answer\nOne?,x,y,A\nTwo?,x,y,A\n')
    const refused = /odd\.csv: has changed since the task odd was made of it; save the task anew/
    await expect(tasks.load({ task: 'odd' })).rejects.toThrowError(refused)
    await expect(new TaskService(context).load({ task: 'odd' })).rejects.toThrowError(refused)
    expect((await tasks.list())[0]).toMatchObject({ task: 'odd', nDocs: null, problem: { code: 'task.data-changed' } })

    writeFileSync(saved.path, written.replace(/^sha256.*\n/m, ''))
    const after = await tasks.load({ task: 'odd' })
    // the same task, of which a run that was begun is gone on with
    expect(after.task.definition).toBe(before.task.definition)
    const ids = [before, after].map(({ dataset }) => context.documents.datasetIds(dataset.id))
    expect(ids[1]![0]).toBe(ids[0]![0])
    expect(ids[1]![1]).not.toBe(ids[0]![1])

    // saved anew, it is the file's
    writeFileSync(path, 'question,A,B,answer\nOne?,x,y,A\n')
    expect((await own.save(guess, 'odd', true)).nDocs).toBe(1)
  })

  it('removed, it is no longer offered, but its runs still have it; the removal is taken back', async () => {
    const { guess } = await own.open(file('notes.txt', 'One line.\n\nAnother line,\nand a third.\n'))
    expect(guess).toMatchObject({ kind: 'text', target: 'text', split: 'whole' })
    // the bundled model has no token to begin a text with: that is told, and the task is fine all the same
    const check = await own.check(guess, MODEL)
    expect([check.nBad, check.prompts[0]!.tokens]).toEqual([0, null])
    expect(check.prompts[0]!.problem?.message).toMatch(/row 1: the tokenizer has neither BOS nor EOS/)
    expect((await own.save(guess, 'notes', false)).nDocs).toBe(1)
    expect((await own.save({ ...guess, split: 'lines' }, 'notes', true)).nDocs).toBe(3)
    expect((await own.save({ ...guess, split: 'paragraphs' }, 'notes', true)).nDocs).toBe(2)
    await own.remove('notes')
    await expect(findTask('notes', context.home)).rejects.toMatchObject({ code: 'task.unknown' })
    expect((await findTaskOfRun('notes', context.home)).id).toBe('notes')
    await own.restore('notes')
    expect((await findTask('notes', context.home)).split).toBe('paragraphs')
    await expect(own.restore('../notes')).rejects.toMatchObject({ code: 'task.unknown' })
  })

  it('whose file is gone stays in the list, with the reason', async () => {
    const { guess } = await own.open(file('gone.jsonl', '{"prompt": "a b", "completion": "c"}\n'))
    const { path } = await own.save(guess, 'gone', false)
    writeFileSync(path, readFileSync(path, 'utf8').replace('gone.jsonl', 'elsewhere.jsonl'))
    const entry = (await tasks.list()).find((t) => t.task === 'gone')
    expect(entry).toMatchObject({ nDocs: null, problem: { code: 'task.file' } })
  })

  it('a json file may be one list or lines; what is neither is refused where it breaks', async () => {
    expect((await own.open(file('a.json', ' [{"text": "a"}, {"text": "b"}]'))).nRows).toBe(2)
    expect((await own.open(file('b.json', '{"text": "a"}\n{"text": "b"}\n{"text": "c"}\n'))).nRows).toBe(3)
    await expect(own.open(file('c.json', '[{"text": "a"'))).rejects.toThrowError(/no valid JSON list/)
    await expect(own.open(file('d.json', '[1, 2]'))).rejects.toThrowError(/no objects with named columns/)
    await expect(
      own.save((await own.open(file('e.json', '[{"text": "a"}]'))).guess, 'recall', false),
    ).rejects.toThrowError(/is a task of Atelier/)
  })

  it('a column whose name is no word is read, and missed where a row lacks it', async () => {
    const text = '[{"The question": "a b", "answer": "c"}, {"answer": "d"}]'
    const check = await own.check((await own.open(file('words.json', text))).guess, null)
    expect(check.prompts[0]).toMatchObject({ context: 'a b', choices: [' c'] })
    expect(check.bad).toMatchObject([
      { row: 2, why: 'context: the column The question is missing; the row has answer' },
    ])
  })

  it('pieces of an upload make one file, which overwrites none', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text)
    const { path } = await own.upload('up.csv', 0, bytes('text\n'))
    await own.upload(path, 5, bytes('hello\n'))
    expect(readFileSync(path, 'utf8')).toBe('text\nhello\n')
    await expect(own.upload(path, 3, bytes('x'))).rejects.toThrowError(/not as it was left/)
    const second = await own.upload('../../up.csv', 0, bytes('text\n'))
    expect(second.path).toBe(join(context.home, 'tasks', 'data', 'up-2.csv'))
    expect(existsSync(second.path)).toBe(true)
  })
})
