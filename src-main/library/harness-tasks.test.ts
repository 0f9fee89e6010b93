import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newDatabase } from '../../test/support/store'
import { temporaryFolder } from '../../test/support/tiny-model'
import { DocumentStore } from '../store/document-store'
import { ScoreStore } from '../store/score-store'
import { scorable } from '../tasks/documents'
import { rollingWindows } from '../tasks/encode'
import { openGroup } from '../tasks/harness/group'
import { ownTasksFolder } from '../tasks/registry'
import { described } from '../tasks/task'
import { openGroups } from './open-groups'
import { TaskService, type TaskChoice } from './tasks'

const FOLDER = resolve('test/golden/harness')
interface Asked {
  readonly pairs: readonly (readonly [string, string])[]
  readonly target: number
}
const golden = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as {
  readonly tasks: Readonly<Record<string, Readonly<Record<string, readonly Asked[]>>>>
  readonly windows: Readonly<Record<string, readonly (readonly number[])[]>>
}

const HOME = temporaryFolder('harness')
let documents: DocumentStore
let tasks: TaskService
beforeAll(async () => {
  const { db } = await newDatabase()
  documents = new DocumentStore(db)
  tasks = new TaskService({ documents, scores: new ScoreStore(db), home: HOME })
})

/** What is asked of every document of a task, behind its examples. */
async function asked(choice: TaskChoice): Promise<Asked[]> {
  const { task, dataset } = await tasks.load(choice)
  const n = tasks.examples.count(task, choice, {})
  const ids = documents.datasetIds(dataset.id)
  const all = [...ids.keys()]
  const pool = n === 0 ? null : await tasks.examples.pool(task, choice, task.id, dataset)
  const drawn = pool && tasks.examples.draw(task, n, pool, dataset, all)
  return ids.map((id, docId) => {
    const document = scorable(task, documents.document(id))
    const pairs = described(document, tasks.examples.text(task, drawn?.get(docId) ?? []))
    return { pairs: pairs.map((p) => [p.context, p.continuation] as const), target: document.target }
  })
}

describe('task files of lm-evaluation-harness (build/golden/make_harness.py)', () => {
  it('all of them are compared', () => {
    const files = readdirSync(FOLDER).filter((f) => f.endsWith('.yaml'))
    expect(files.length).toBeGreaterThanOrEqual(8)
    expect(Object.keys(golden.tasks).sort()).toEqual(files.sort())
  })

  const cases = Object.entries(golden.tasks).flatMap(([file, shots]) =>
    Object.entries(shots).map(([n, want]) => [file, Number(n), want] as const),
  )
  it.each(cases)('%s asks as lm-evaluation-harness does, with %i examples', async (file, fewshot, want) => {
    const isWhole = file === 'rolling.yaml'
    expect(await asked({ task: join(FOLDER, file), ...(isWhole ? {} : { fewshot }) })).toEqual(want)
  })

  it('the number of examples that a file states is taken where nothing is said', async () => {
    expect(await asked({ task: join(FOLDER, 'given.yaml') })).toEqual(golden.tasks['given.yaml']?.['2'])
  })

  it('the accuracy of guessing is of the documents', async () => {
    const { task } = await tasks.load({ task: join(FOLDER, 'plain.yaml') })
    expect(task).toMatchObject({ id: 'made_plain', floor: 0.3333, metrics: ['acc', 'acc_norm'] })
    const inputs = await tasks.load({ task: join(FOLDER, 'inputs.yaml') })
    expect(inputs.task).toMatchObject({ floor: 0.5, metrics: ['acc'] })
  })

  it.each(Object.entries(golden.windows))('windows of a text (tokens, context: %s)', (sizes, want) => {
    const [n = 0, nCtx = 0] = sizes.split(' ').map(Number)
    const windows = rollingWindows(
      Array.from({ length: n }, (_, i) => 100 + i),
      7,
      nCtx,
    )
    expect(windows.map((w) => w.ids)).toEqual(want)
    expect(windows.reduce((sum, w) => sum + w.nScored, 0)).toBe(n)
  })
})

describe('built-in tasks with examples (build/golden/make_tasks.py)', () => {
  const file = (rows: readonly unknown[]): string => {
    const path = join(temporaryFolder('harness'), 'rows.jsonl')
    writeFileSync(path, rows.map((r) => JSON.stringify(r)).join('\n'))
    return path
  }
  const builtIn = JSON.parse(readFileSync(resolve('test/golden/tasks.json'), 'utf8')) as Readonly<
    Record<
      string,
      {
        readonly asked: readonly { readonly row: unknown }[]
        readonly shots: Readonly<Record<string, readonly (readonly string[])[]>>
        readonly train: readonly unknown[]
      }
    >
  >
  it.each(Object.entries(builtIn))('%s', async (task, { asked: rows, shots, train }) => {
    const data = file(rows.map((r) => r.row))
    const counts = Object.entries(shots)
    if (counts.length === 0) await expect(asked({ task, data, fewshot: 2 })).rejects.toThrowError(/takes no examples/)
    for (const [n, want] of counts) {
      const documents = await asked({ task, data, fewshot: Number(n), fewshotData: file(train) })
      const contexts = documents.map((d) => [...new Set(d.pairs.map(([context]) => context))])
      expect(contexts).toEqual(want.map((c) => [...new Set(c)]))
    }
  })
})

it('examples of the documents that are asked about come from the file that is given for these', async () => {
  const folder = temporaryFolder('same-split')
  const rows = Array.from({ length: 6 }, (_, i) => JSON.stringify({ q: `q${i}`, a: `a${i}` }))
  writeFileSync(join(folder, 'given.jsonl'), rows.join('\n'))
  const file = join(folder, 'task.yaml')
  const fields = [
    'task: same',
    'dataset_path: json',
    'test_split: test',
    'fewshot_split: test',
    'output_type: loglikelihood',
  ]
  const named = 'dataset_kwargs: {data_files: {test: "hf://datasets/somewhere/rows.jsonl"}}'
  writeFileSync(file, [...fields, named, 'doc_to_text: "{{q}}"', 'doc_to_target: "{{a}}"'].join('\n'))
  const [first] = await asked({ task: file, data: join(folder, 'given.jsonl'), fewshot: 2 })
  const examples = first!.pairs[0]![0].split('\n\n').slice(0, -1)
  expect(examples).toHaveLength(2)
  for (const example of examples) expect(example).toMatch(/^q[1-5] a[1-5]$/)
})

it('a subject of mmlu is asked of its rows in the file of all, which is read once', async () => {
  const row = (subject: string, i: number): object => ({
    question: `${subject} ${i}`,
    subject,
    choices: ['a', 'b', 'c', 'd'],
    answer: i % 4,
  })
  const write = (rows: readonly object[]): string => {
    const path = join(temporaryFolder('mmlu'), 'rows.jsonl')
    writeFileSync(path, rows.map((r) => JSON.stringify(r)).join('\n'))
    return path
  }
  const data = write([row('anatomy', 0), row('virology', 1), row('anatomy', 2)])
  const fewshotData = write([row('virology', 7), row('anatomy', 8), row('anatomy', 9)])
  const all = await asked({ task: 'mmlu', data, fewshot: 1, fewshotData })
  const anatomy = await asked({ task: 'mmlu_anatomy', fewshot: 1, fewshotData })
  expect(anatomy).toEqual([all[0], all[2]])
  expect(anatomy[0]!.pairs[0]![0]).toContain('anatomy 8')
  // a person's own task of that name is asked as it is
  mkdirSync(ownTasksFolder(HOME), { recursive: true })
  writeFileSync(
    join(ownTasksFolder(HOME), 'mmlu_virology.yaml'),
    'type: loglikelihood\ncontext: "MINE {{ question }}"\ntarget: x\n',
  )
  expect((await tasks.load({ task: 'mmlu_virology', data })).task.kind).toBe('loglikelihood')
  await expect(asked({ task: 'mmlu_alchemy' })).rejects.toThrowError(/there is no task mmlu_alchemy/)
})

describe('groups', () => {
  const folder = temporaryFolder('group')
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  put('a.yaml', 'task: a\ntag: [letters]\ndoc_to_text: x\n')
  put('b.yaml', 'task: b\ntag: letters\ndoc_to_text: x\n')
  put(
    'inner.yaml',
    'group: inner\ntask: [letters, piqa]\naggregate_metric_list:\n  - {metric: acc, weight_by_size: false}\n',
  )
  put('f1.yaml', 'group: f1\ntask: [a]\naggregate_metric_list: [{metric: f1}]\n')
  put('outer.yaml', 'group: outer\ntask: [inner, b]\n')
  put('round.yaml', 'group: round\ntask: [round]\n')
  put('lost.yaml', 'group: lost\ntask: [nowhere]\n')
  const open = (name: string) => openGroup(join(folder, name))

  it('hold tasks, tags, groups and built-in tasks, each once', async () => {
    expect(await open('outer.yaml')).toMatchObject({
      tasks: [join(folder, 'a.yaml'), join(folder, 'b.yaml'), 'piqa'],
      groups: [{ group: 'inner', tasks: ['a', 'b', 'piqa'], scores: [{ metric: 'acc', bySize: false }] }],
    })
    expect(await open('a.yaml')).toBeNull()
  })
  it('and single files tell what their tasks are called', async () => {
    const { names } = await openGroups([{ task: join(folder, 'outer.yaml') }, { task: join(FOLDER, 'plain.yaml') }])
    expect(names.get(join(folder, 'a.yaml'))).toBe('a')
    expect(names.get(join(FOLDER, 'plain.yaml'))).toBe('made_plain')
  })
  it('that hold themselves, or what is not there, are refused', async () => {
    await expect(open('round.yaml')).rejects.toThrowError(/the group round holds itself/)
    await expect(open('f1.yaml')).rejects.toThrowError(/aggregate_metric_list cannot be computed: metric .*f1/)
    await expect(open('lost.yaml')).rejects.toThrowError(/its member nowhere is no task, group or tag/)
    await expect(asked({ task: join(folder, 'outer.yaml') })).rejects.toThrowError(/is a group of tasks/)
  })
})

describe('what a task file of lm-evaluation-harness cannot ask is refused by name', () => {
  const base = {
    task: 'x',
    dataset_path: 'json',
    dataset_kwargs: { data_files: { test: join(FOLDER, 'rows.jsonl') } },
    test_split: 'test',
    output_type: 'multiple_choice',
    doc_to_text: 'question',
    doc_to_choice: ['a', 'b', 'c'],
    doc_to_target: 'number',
  }
  it.each([
    [{ output_type: 'generate_until' }, /field output_type .*generate_until.* not done here yet/],
    [{ process_results: 'f' }, /field process_results .* a function of its own/],
    [
      { metric_list: [{ metric: 'f1' }] },
      /field metric_list .*none of its metrics is computed here \(f1\); there are acc, acc_norm/,
    ],
    [{ doc_to_target: undefined }, /field doc_to_target .*not there/],
    [{ doc_to_choice: undefined }, /field doc_to_choice .*needs it/],
    [{ doc_to_text: '{{ question' }, /field doc_to_text .*does not parse/],
    [{ doc_to_text: '{{ zz }}' }, /rows\.jsonl, line 1: doc_to_text: the column zz is missing/],
    [{ doc_to_target: '{{ 3 }}' }, /line 1: doc_to_target is "3", none of the 3 choices/],
    [{ doc_to_target: '{{ [0, 1] }}' }, /line 1: .*several right answers/],
    [{ doc_to_choice: [true, false] }, /line 1: choice 1 of doc_to_choice gives True, which is no text/],
    [{ doc_to_text: 'value' }, /line 1: doc_to_text gives 0\.0/],
    [{ task: ['a', 'b'] }, /field task/],
    [{ dataset_kwargs: { data_files: { test: ['a', 'b'] } } }, /names several files/],
  ])('%j', async (change, sentence) => {
    const file = join(temporaryFolder('harness'), 'x.json')
    writeFileSync(file, JSON.stringify({ ...base, ...change }))
    await expect(asked({ task: file })).rejects.toThrowError(sentence)
  })

  it('functions: a file that is not there, and one that needs what is not here', async () => {
    const folder = temporaryFolder('harness')
    const file = join(folder, 'x.yaml')
    const text = (name: string): string =>
      Object.entries({ ...base, doc_to_text: undefined })
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => `${k}: ${JSON.stringify(v)}\n`)
        .join('') + `doc_to_text: !function ${name}\n`
    writeFileSync(file, text('utils.ask'))
    await expect(asked({ task: file })).rejects.toThrowError(
      /field doc_to_text is !function utils\.ask, and .*utils\.py is not there/,
    )
    writeFileSync(join(folder, 'utils.py'), 'import torch\ndef ask(doc): return "x"\n')
    await expect(asked({ task: file })).rejects.toThrowError(
      /field doc_to_text .*utils\.py cannot be run here: ModuleNotFoundError/,
    )
    for (const name of ['js', 'pyodide_js', 'pyodide.code', 'pyodide.http']) {
      writeFileSync(join(folder, 'utils.py'), `import ${name}\ndef ask(doc): return "x"\n`)
      await expect(asked({ task: file })).rejects.toThrowError(/utils\.py cannot be run here: ModuleNotFoundError/)
    }
    writeFileSync(join(folder, 'utils.py'), 'def ask(doc): return doc["zz"]\n')
    await expect(asked({ task: file })).rejects.toThrowError(/line 1: doc_to_text: ask fails on it: KeyError/)
  })

  it('examples that are not there', async () => {
    const file = join(temporaryFolder('harness'), 'x.json')
    writeFileSync(file, JSON.stringify({ ...base, task: 'no_train', training_split: 'train' }))
    await expect(asked({ task: file, fewshot: 2 })).rejects.toThrowError(
      /no_train draws its examples from the split train: give that file with --fewshot-data no_train=FILE/,
    )
    const rows = join(FOLDER, 'rows.jsonl')
    await expect(asked({ task: file, fewshot: 11, fewshotData: rows })).rejects.toThrowError(/split train has 10 rows/)
    await expect(asked({ task: join(FOLDER, 'rolling.yaml'), fewshot: 1 })).rejects.toThrowError(/takes no examples/)
  })
})
