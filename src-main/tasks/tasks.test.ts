import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parquetWriteFile } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/tiny-model'
import { arcEasy } from './arc/task'
import { BUILT_IN } from './built-in'
import { readDocuments, scorable } from './documents'
import { encodePair, tokensAcross, type Encoder } from './encode'
import { hellaswag } from './hellaswag/task'
import { lambadaOpenai } from './lambada-openai/task'
import { described } from './task'
import { winogrande } from './winogrande/task'

const file = (name: string, text: string): string => {
  const path = join(temporaryFolder('task'), name)
  writeFileSync(path, text)
  return path
}

describe('prompts of lm-evaluation-harness (build/golden/make_tasks.py)', () => {
  const golden = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../../test/golden/tasks.json'), 'utf8'),
  ) as Record<string, { asked: { row: unknown; pairs: [string, string][]; target: number }[] }>
  it.each(Object.entries(golden))('%s', (id, { asked: rows }) => {
    const task = BUILT_IN.find((t) => t.id === id)!
    expect(rows.length).toBeGreaterThan(5)
    for (const { row, pairs, target } of rows) {
      const document = scorable(task, row)
      expect(described(document).map((p) => [p.context, p.continuation])).toEqual(pairs)
      expect(document.target).toBe(target)
    }
  })
  it('an index is one of the choices, as a number or as the text of a csv cell', () => {
    const row = { goal: 'g', sol1: 'a', sol2: 'b', label: '1' }
    expect(
      scorable(
        BUILT_IN.find((t) => t.id === 'piqa')!,
        row,
      ).target,
    ).toBe(1)
    for (const label of [2, -1, '2', 'b', null])
      expect(() =>
        scorable(
          BUILT_IN.find((t) => t.id === 'piqa')!,
          { ...row, label },
        ),
      ).toThrowError(/label/)
  })
})

describe('prompts', () => {
  it('lambada_openai splits at the last U+0020, line breaks notwithstanding', () => {
    expect(scorable(lambadaOpenai, { text: 'a b\nc' }).pairs).toEqual([{ context: 'a', continuation: ' b\nc' }])
    expect(scorable(lambadaOpenai, { text: 'word' }).pairs).toEqual([{ context: '', continuation: ' word' }])
  })

  it('arc', () => {
    const row = { id: 'q', question: 'Why?', choices: { text: ['x', 'yé🙂'], label: ['1', '2'] }, answerKey: '2' }
    expect(scorable(arcEasy, row)).toEqual({
      pairs: [
        { context: 'Question: Why?\nAnswer:', continuation: ' x' },
        { context: 'Question: Why?\nAnswer:', continuation: ' yé🙂' },
      ],
      target: 1,
      lengths: [1, 3],
      bytes: [1, 7],
    })
    expect(() => scorable(arcEasy, { ...row, answerKey: 'E' })).toThrowError(/answerKey is none of choices.label/)
  })

  it('hellaswag is cleaned: [title], brackets, double spaces; ctx_b capitalised and the rest lowered', () => {
    const row = {
      activity_label: 'Baking',
      ctx_a: ' A man [step] mixes.',
      ctx_b: 'he ADDS',
      endings: ['sugar  [x] now [title] done', 'b', 'c', 'd'],
      label: '2',
    }
    const { pairs, target } = scorable(hellaswag, row)
    expect(pairs[0]).toEqual({ context: 'Baking: A man mixes. He adds', continuation: ' sugar  now. done' })
    expect(target).toBe(2)
  })

  it('winogrande scores the same ending after either option', () => {
    const row = { sentence: 'The cup hit the _ and broke.  ', option1: 'floor', option2: 'air', answer: '2' }
    expect(scorable(winogrande, row)).toMatchObject({
      pairs: [
        { context: 'The cup hit the floor', continuation: ' and broke.' },
        { context: 'The cup hit the air', continuation: ' and broke.' },
      ],
      target: 1,
    })
  })
})

describe('encoding as lm-evaluation-harness does', () => {
  /** A tokenizer of words, a blank belonging to the word after it. */
  const words: string[] = []
  const encoder: Encoder = {
    bosId: 1,
    eosId: 2,
    encode: (text, addBos) =>
      Promise.resolve([
        ...(addBos ? [1] : []),
        ...(text.match(/\s*\S+|\s+$/g) ?? []).map((w) =>
          words.includes(w) ? 10 + words.indexOf(w) : 9 + words.push(w),
        ),
      ]),
  }
  const encode = (context: string, continuation: string, addBos = false, nCtx = 100) =>
    encodePair(encoder, { context, continuation }, addBos, nCtx, 'here')

  it('counts the tokens that the boundary goes through', async () => {
    const across = (context: string, continuation: string) => tokensAcross(encoder, { context, continuation }, true)
    const all = [across('a b', 'c'), across('a b', ' c'), across('a b ', 'c'), across(' ', 'c')]
    expect(await Promise.all(all)).toEqual([1, 0, 0, 0])
  })

  it('moves white space at the end of the context to the continuation', async () => {
    expect(await encode('a b  ', 'c')).toEqual(await encode('a b', '  c'))
  })
  it('an empty context becomes the BOS', async () => {
    const { ids, nScored } = await encode('', ' a b')
    expect([ids[0], ids.length, nScored]).toEqual([1, 3, 2])
  })
  it('keeps the last nCtx + 1 ids', async () => {
    const { ids, cut } = await encode('a b c d e f', ' g', false, 3)
    expect([ids.length, cut]).toEqual([4, true])
  })
  it('refuses a continuation longer than the context takes, and an empty one', async () => {
    await expect(encode('a', ' b c d e', false, 3)).rejects.toMatchObject({ code: 'task.continuation' })
    await expect(encode('a', '')).rejects.toMatchObject({ code: 'task.continuation' })
  })
})

describe('document files', () => {
  const row = { id: 'q', question: 'Why, "so"?', choices: { text: ['x', 'y'], label: ['A', 'B'] }, answerKey: 'B' }

  it('jsonl, csv and parquet give the same documents', async () => {
    const want = scorable(arcEasy, row)
    const jsonl = file('d.jsonl', `${JSON.stringify(row)}\n\n${JSON.stringify(row)}`)
    const quote = (s: string): string => `"${s.replaceAll('"', '""')}"`
    const csv = file(
      'd.csv',
      `id,question,choices,answerKey\r\nq,${quote(row.question)},${quote(JSON.stringify(row.choices))},B\r\n`,
    )
    const parquet = join(temporaryFolder('task'), 'd.parquet')
    parquetWriteFile({
      filename: parquet,
      columnData: [
        { name: 'question', data: [row.question], type: 'STRING' },
        { name: 'choices', data: [row.choices], type: 'JSON' },
        { name: 'answerKey', data: ['B'], type: 'STRING' },
      ],
    })
    for (const path of [jsonl, csv, parquet]) {
      const rows = await readDocuments(arcEasy, path)
      expect(scorable(arcEasy, JSON.parse(rows[0] ?? ''))).toEqual(want)
    }
  })

  it.each([
    [
      'd.jsonl',
      `${JSON.stringify(row)}\n{"question": 1}\n`,
      /d\.jsonl, line 2: arc_easy needs a text in the column question, which holds 1/,
    ],
    ['d.jsonl', `${JSON.stringify(row)}\n{"question":\n`, /line 2: is no valid JSON/],
    ['d.jsonl', '', /holds no documents/],
    ['d.csv', 'id,question\nq,w\n', /line 2: arc_easy needs the column choices/],
    ['d.csv', 'id,question\nq,w,x,y\n', /is no valid csv/],
    ['d.parquet', 'PAR1 nothing', /no readable parquet/],
    ['d.doc', 'x', /read from \.jsonl, \.json, \.csv, \.tsv, \.txt/],
    ['d.txt', 'x', /line 1: arc_easy needs the column question, which the row does not have; it has text/],
  ])('%s %j', async (name, text, sentence) => {
    await expect(readDocuments(arcEasy, file(name, text))).rejects.toThrowError(sentence)
  })

  it('compressed files give the same documents', async () => {
    const row = { question: 'Why?', choices: { text: ['x', 'y'], label: ['A', 'B'] }, answerKey: 'B' }
    const lines = `${JSON.stringify(row)}\n`
    for (const [name, text] of [
      ['rows.jsonl', lines],
      ['rows.json', JSON.stringify([row])],
    ] as const) {
      const packed = join(temporaryFolder('gz'), `${name}.gz`)
      writeFileSync(packed, gzipSync(text))
      expect(await readDocuments(arcEasy, packed)).toEqual(await readDocuments(arcEasy, file(name, text)))
    }
    const broken = join(temporaryFolder('gz'), 'rows.jsonl.gz')
    writeFileSync(broken, lines)
    await expect(readDocuments(arcEasy, broken)).rejects.toMatchObject({ code: 'task.file' })
  })
  it('a csv file that is not UTF-8 is refused by line', async () => {
    const path = file('rows.csv', '')
    writeFileSync(path, Buffer.from('sentence,option1,option2,answer\nok _,a,b,1\nZo\xeb _,a,b,1\n', 'latin1'))
    await expect(readDocuments(winogrande, path)).rejects.toThrowError(/line 3: is no valid UTF-8/)
  })
  it('broken UTF-8 is named by line', async () => {
    const path = join(temporaryFolder('task'), 'd.jsonl')
    writeFileSync(
      path,
      Buffer.concat([Buffer.from('{"text":"a b"}\n{"text":"c '), Buffer.from([0xff]), Buffer.from('"}\n')]),
    )
    await expect(readDocuments(lambadaOpenai, path)).rejects.toThrowError(/line 2: is no valid UTF-8/)
  })
})
