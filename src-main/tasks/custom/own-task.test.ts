import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parquetWriteFile } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/tiny-model'
import { renderRows } from '../../python/python'
import { readDocuments, scorable } from '../documents'
import type { ScorableDocument } from '../task'
import { loadTaskFile } from '../load-file'

function file(name: string, text: string): string {
  const path = join(temporaryFolder('own-task'), name)
  writeFileSync(path, text)
  return path
}

/** Documents as they are stored and read again. */
async function asked(definition: object, documents: string): Promise<ScorableDocument[]> {
  const task = await loadTaskFile(file('task.json', JSON.stringify(definition)))
  return (await readDocuments(task, documents)).map((body) => scorable(task, JSON.parse(body)))
}
const lines = (...rows: readonly object[]): string => file('rows.jsonl', rows.map((r) => JSON.stringify(r)).join('\n'))

interface Golden {
  readonly row: string
  readonly table: readonly { readonly template: string; readonly text?: string; readonly error?: string }[]
}

describe('templates', () => {
  it('are rendered as Jinja2 renders them (build/golden/make_templates.py)', async () => {
    const { row, table } = JSON.parse(readFileSync(resolve('test/golden/templates.json'), 'utf8')) as Golden
    expect(table.length).toBeGreaterThanOrEqual(200)
    const columns = Object.keys(JSON.parse(row) as object)
    for (const { template, text, error } of table) {
      const rule = { how: 'template', source: template } as const
      const rendered = await renderRows({ fields: { x: rule }, columns, rows: [row] }, 'x').catch((e: unknown) => e)
      const value = Array.isArray(rendered) ? (rendered[0] as { values?: { x: { text: string } } }).values : undefined
      if (error === undefined) expect({ template, text: value?.x.text }).toEqual({ template, text })
      else expect({ template, value }).toEqual({ template, value: undefined })
    }
  })

  it('a file that is written with \\r\\n', async () => {
    const [document] = await asked({ type: 'loglikelihood', context: 'a\r\nb', target: '{{ x }}' }, lines({ x: 'y' }))
    expect(document?.pairs[0]?.context).toBe('a\nb')
  })
})

describe('numbers go from file to prompt as Python prints them', () => {
  const definition = { type: 'loglikelihood', context: '{{ n }} {{ f }} {{ t }} {{ o }}', target: '{{ b }}' }
  const want = { context: '3 2.0 True None', continuation: ' 121932631112635269' }

  it('jsonl', async () => {
    const text =
      '{"n":3,"f":2.0,"t":true,"o":null,"b":121932631112635269}\n{"n":1e-07,"f":1E5,"t":-0.0,"o":[1,2.50],"b":"x"}'
    const [first, second] = await asked(definition, file('rows.jsonl', text))
    expect(first?.pairs[0]).toEqual(want)
    expect(second?.pairs[0]?.context).toBe('1e-07 100000.0 -0.0 [1, 2.5]')
  })
  it('a json list', async () => {
    const text = '[ {"n":3,"f":2.0,"t":true,"o":null,"b":121932631112635269} ]'
    expect((await asked(definition, file('rows.json', text)))[0]?.pairs[0]).toEqual(want)
  })
  it('csv, whose columns are what pandas takes them for', async () => {
    const text = 'n,f,t,o,b,gap,id\n3,2.0,True,,121932631112635269,1,007\n4,1e-7,False,,5,,8\n'
    expect((await asked(definition, file('rows.csv', text)))[0]?.pairs[0]).toEqual(want)
    const rest = { type: 'loglikelihood', context: '{{ f }} {{ t }} {{ gap }}', target: '{{ id }}' }
    const documents = await asked(rest, file('rows.csv', text))
    expect(documents.map((d) => d.pairs[0]?.context)).toEqual(['2.0 True 1.0', '1e-07 False None'])
    expect(documents.map((d) => d.pairs[0]?.continuation)).toEqual([' 7', ' 8'])
  })
  it('parquet', async () => {
    const parquet = join(temporaryFolder('own-task'), 'rows.parquet')
    parquetWriteFile({
      filename: parquet,
      columnData: [
        { name: 'n', data: [3], type: 'INT32' },
        { name: 'f', data: [2], type: 'DOUBLE' },
        { name: 't', data: [true], type: 'BOOLEAN' },
        { name: 'o', data: [null], type: 'STRING', nullable: true },
        { name: 'b', data: [121932631112635269n], type: 'INT64' },
      ],
    })
    expect((await asked(definition, parquet))[0]?.pairs[0]).toEqual(want)
  })
})

describe("a person's own task", () => {
  it('templates over columns, targets by text or index', async () => {
    const definition = {
      type: 'multiple_choice',
      context: 'The capital of {{ country }} is',
      choices: ['{{ a }}', '{{ b }}'],
      target: '{{ a if right == 1 else b }}',
    }
    expect(await asked(definition, lines({ country: 'Peru', a: 'Quito', b: 'Lima', right: 2 }))).toMatchObject([
      { target: 1, pairs: [{ context: 'The capital of Peru is', continuation: ' Quito' }, { continuation: ' Lima' }] },
    ])
    await expect(asked(definition, lines({ country: 'Peru', a: 'x', b: 'y' }))).rejects.toThrowError(
      /line 1: target: the column right is missing; the row has country, a, b/,
    )
  })

  it('a target of digits is an index even where choices are numbers', async () => {
    const definition = { type: 'multiple_choice', context: '{{ q }}', choices: 'c', target: '{{ a }}' }
    const row = { q: 'What is 9 - 6?', c: ['3', '1', '2', '0'] }
    const documents = await asked(definition, lines(...[0, 3, '1'].map((a) => ({ ...row, a }))))
    expect(documents.map((d) => d.target)).toEqual([0, 3, 1])
    await expect(asked(definition, lines({ ...row, a: '9' }))).rejects.toThrowError(/not the index of one of the 4/)
  })

  it('cloze', async () => {
    const definition = { type: 'loglikelihood', context: '{{ text }}', target: '{{ word }}' }
    expect(await asked(definition, lines({ text: 'a', word: 'é' }))).toMatchObject([
      { pairs: [{ context: 'a', continuation: ' é' }], bytes: [3] },
    ])
  })

  it.each([
    ['as JSON', '["iron", "it\'s"]'],
    ['as Python prints it', `['iron', "it's"]`],
    ['as NumPy prints it', `['iron' "it's"]`],
    ['as an object of lists', `{'text': array(['iron', "it's"], dtype=object), 'label': ['A', 'B']}`],
  ])('choices in a csv cell, %s', async (_, cell) => {
    const choices = cell.startsWith('{') ? 'c.text' : 'c'
    const definition = { type: 'multiple_choice', context: '{{ q }}', choices, target: '{{ a }}' }
    const csv = file('rows.csv', `q,c,a\nWhich?,"${cell.replaceAll('"', '""')}",1\n`)
    expect((await asked(definition, csv))[0]?.pairs.map((p) => p.continuation)).toEqual([' iron', " it's"])
  })

  it.each([
    [{ context: '{{ q.strip(".") }} {{ meta.kind }}' }, /line 1: context: .* no attribute 'kind'/],
    [{ context: '{{ q + n }}' }, /line 1: context: the template fails on it: TypeError/],
    [{ context: '{{ zz }}' }, /line 1: context: the column zz is missing; the row has q, n, c, a, meta/],
    [{ choices: 'q' }, /line 1: choices: the column q holds no list/],
    [{ choices: 'n' }, /line 1: choices: the column n holds no list/],
    [{ target: '{{ none_here }}' }, /line 1: target: the column none_here is missing/],
  ])('a row that %j cannot ask is told with its line', async (change, sentence) => {
    const definition = { type: 'multiple_choice', context: '{{ q }}', choices: 'c', target: '{{ a }}', ...change }
    const rows = lines({ q: 'x', n: 1, c: ['x', 'y'], a: 0, meta: {} })
    await expect(asked(definition, rows)).rejects.toThrowError(sentence)
  })

  it('a choice or a target that is null is no text', async () => {
    const definition = { type: 'multiple_choice', context: '{{ q }}', choices: 'c', target: '{{ a }}' }
    await expect(asked(definition, lines({ q: 'x', c: ['x', null], a: 0 }))).rejects.toThrowError(
      /choice 2 .* is empty/,
    )
    await expect(asked(definition, lines({ q: 'x', c: ['x', 'y'], a: null }))).rejects.toThrowError(/column a is empty/)
  })

  it.each([
    ['type: poem\n', /the field type/],
    ['type: loglikelihood\ncontext: "{{ a }"\ntarget: x\n', /the field context .* does not parse/],
    ['type: loglikelihood\ncontext: "{% foo %}"\ntarget: x\n', /the field context .* unknown tag 'foo'/],
    ['type: loglikelihood\ncontext: a\n', /the field target/],
    ['type: loglikelihood\ncontext: a\ntarget: b\nmetric: [acc]\n', /the field metric/],
    ['a: [', /no valid YAML/],
  ])('refuses %j', async (text, sentence) => {
    const rows = lines({ a: 1 })
    await expect(loadTaskFile(file('t.yaml', text)).then((t) => readDocuments(t, rows))).rejects.toThrowError(sentence)
  })
})
