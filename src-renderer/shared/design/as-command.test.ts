import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { asCommand } from './as-command'

/** What a shell makes of a command: its words. */
const words = (command: string): string[] =>
  execFileSync('sh', ['-c', command.replace('npx atelier run', 'printf "%s\\0"')], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

it('says everything that an experiment is, in words that a shell takes as they are', () => {
  const command = asCommand({
    name: "it's a run",
    model: '/models/my model.gguf',
    plans: ['full', 'looped-parallel(s={4,8},n=1..6)', '(9 10|_)*2'],
    tasks: ['sense', { task: 'arc_easy', data: '/data/arc $HOME.jsonl' }],
    sample: { n: 40, seed: 7 },
    device: 'cuda:0',
    addBos: false,
    tags: ['figure 11'],
    note: 'two\nlines',
  })
  expect(words(command)).toEqual([
    ...['-m', '/models/my model.gguf', '-p', 'full', '-p', 'looped-parallel(s={4,8},n=1..6)', '-p', '(9 10|_)*2'],
    ...['-t', 'sense', '-t', 'arc_easy', '--data', 'arc_easy=/data/arc $HOME.jsonl', '--sample', '40', '--seed', '7'],
    ...['--device', 'cuda:0', '--no-bos', '--name', "it's a run", '--tag', 'figure 11', '--note', 'two\nlines'],
  ])
})
it('says how heads are trained, and how answers are written', () =>
  expect(
    words(
      asCommand({
        model: 'm',
        plans: ['full'],
        tasks: [{ task: 'sst2', trainData: '/t.tsv' }],
        maxNewTokens: 16,
        cache: 'paper',
        maxLength: 64,
        head: 'mean',
        adapt: { what: 'head', lr: 0.01, order: 'file' },
      }),
    ),
  ).toEqual([
    ...['-m', 'm', '-p', 'full', '-t', 'sst2', '--max-new-tokens', '16', '--cache', 'paper', '--max-length', '64'],
    ...['--head', 'mean', '--adapt', 'head', '--lr', '0.01', '--order', 'file', '--train-data', 'sst2=/t.tsv'],
  ]))
it('says the documents of a task that takes others than the rest', () =>
  expect(
    words(
      asCommand({
        model: 'm',
        plans: ['full'],
        tasks: [
          { task: 'sense', limit: 5 },
          { task: 'recall', sample: { n: 8, seed: 3 } },
          { task: 'knowledge', limit: 'all' },
        ],
        limit: 16,
      }),
    ),
  ).toEqual([
    ...['-m', 'm', '-p', 'full', '-t', 'sense', '-t', 'recall', '-t', 'knowledge'],
    ...['--documents', 'sense=5', '--documents', 'recall=8:3', '--documents', 'knowledge=all', '--limit', '16'],
  ]))
it('leaves out what is as it is anyway', () =>
  expect(words(asCommand({ model: 'm', plans: ['full'], tasks: ['t'], device: 'auto', note: '', limit: 16 }))).toEqual([
    ...['-m', 'm', '-p', 'full', '-t', 't', '--limit', '16'],
  ]))
