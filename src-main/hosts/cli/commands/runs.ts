import { resolve } from 'node:path'
import { Command } from 'commander'
import { LabError } from '../../../../src-preload/contract/errors'
import type { MetricName } from '../../../../src-preload/contract/metrics'
import { mergeBackup } from '../../../home/backups'
import { compareRuns } from '../../../runs/runs-table'
import { writeBundle } from '../../../runs/export/bundle'
import { exportRun } from '../../../runs/export/lm-eval'
import { runRecord } from '../../../runs/export/run-record'
import type { RunEdit } from '../../../store/run/run-labels'
import { metricText, print, printJson, table } from '../print'
import { homeOption, withLab } from '../with-lab'

interface Options {
  readonly home?: string
  readonly json?: boolean
  readonly all?: boolean
  readonly output?: string
  readonly undo?: boolean
  readonly remove?: boolean
}

export function runsCommand(): Command {
  const runs = new Command('runs').description('the saved runs; R is an id, its beginning, or a name')
  const command = (usage: string, text: string): Command => homeOption(runs.command(usage).description(text))

  command('list', 'the saved runs, newest first')
    .option('--json', 'as JSON')
    .option('--all', 'archived runs too')
    .action((options: Options) =>
      withLab(options, (lab) => {
        const list = lab.context.runs.entries.entries({ archived: options.all === true })
        if (options.json === true) return printJson(list)
        if (list.length === 0) return print('There are no runs yet. atelier run --help shows how to make one.')
        print(
          table(
            ['run', 'status', 'started', 'model', 'plans', 'tasks', 'tags', 'name'],
            list.map((r) => [
              r.run,
              r.status,
              r.startedAt.slice(0, 16).replace('T', ' '),
              r.model,
              String(r.nPlans),
              r.tasks.join(', '),
              r.tags.join(', '),
              r.name,
            ]),
            [4],
          ),
        )
      }),
    )

  command('show <R>', 'a run: what it was, and what it measured')
    .option('--json', 'as JSON')
    .action((r: string, options: Options) =>
      withLab(options, (lab) => {
        const run = lab.results.find(r)
        const result = lab.results.result(run.id)
        if (options.json === true) return printJson(runRecord(lab.results, run))
        print(
          `${run.id}  ${run.name}\n${run.status}, started ${run.createdAt}${run.finishedAt === null ? '' : `, ended ${run.finishedAt}`}\nmodel ${run.modelName} (${result.model.family}, ${result.model.nLayers} layers, ${run.fingerprint.slice(0, 12)}), ${run.deviceWhy.message}, ${run.precision}`,
        )
        if (run.tags.length > 0) print(`tags ${run.tags.join(', ')}`)
        if (run.note !== '') print(run.note)
        if (run.error) print(run.error.message)
        if (run.status === 'interrupted') print(`Go on with: atelier run --resume ${run.id}`)
        print(
          table(
            ['plan', 'task', 'documents', 'stored', 'metrics'],
            result.measurements.map((m) => [
              m.plan,
              m.task,
              `${m.nDocs} of ${m.nDocsTotal}`,
              String(m.nCached),
              Object.entries(m.metrics)
                .map(([name, metric]) => `${name} ${metricText(name as MetricName, metric)}`)
                .join(', '),
            ]),
            [2, 3],
          ),
        )
      }),
    )

  command('compare <R...>', 'runs side by side; the first is the baseline')
    .option('--json', 'as JSON')
    .action((rs: string[], options: Options) =>
      withLab(options, (lab) => {
        if (rs.length < 2) throw new LabError('host.usage', 'two runs at least are compared', {})
        const comparison = compareRuns(lab.context, lab.results, rs)
        if (options.json === true) return printJson(comparison)
        comparison.runs.forEach((r, i) =>
          print(`${i + 1}  ${r.run}  ${r.name} (${r.model})${r.status === 'done' ? '' : `, ${r.status}`}`),
        )
        const differences = comparison.facts.filter((f) => f.differs)
        print(
          differences.length === 0
            ? 'The runs differ in nothing but their time.'
            : `They differ in ${differences.map(({ name, values }) => `${name} (${values.join(' | ')})`).join(', ')}`,
        )
        for (const { task, run, why } of comparison.notComparable)
          print(
            `Not comparable: ${task} in ${run}, which was measured on other ${why === 'task' ? 'prompts or by another head' : 'documents'} than ${comparison.runs[0]?.run}`,
          )
        const signed = (name: MetricName, v: number | null): string =>
          v === null ? '' : `${v < 0 ? '−' : '+'}${metricText(name, { value: Math.abs(v), stderr: null })}`
        print(
          table(
            [
              'plan',
              'task',
              'metric',
              ...comparison.runs.flatMap((_, i) => (i === 0 ? ['1'] : [String(i + 1), 'delta'])),
            ],
            comparison.rows.map((m) => [
              m.plan,
              m.task,
              `${m.metric} ${m.higherIsBetter ? '↑' : '↓'}`,
              ...m.values.flatMap((value, i) => {
                // on different documents: each with how many
                const n = new Set(m.nDocs.filter((x) => x > 0)).size > 1 ? `, n = ${m.nDocs[i]}` : ''
                const cell = value === null ? '' : metricText(m.metric, { value, stderr: m.stderrs[i] ?? null }) + n
                return i === 0 ? [cell] : [cell, signed(m.metric, m.deltas[i] ?? null)]
              }),
            ]),
            comparison.runs.flatMap((_, i) => [3 + 2 * i - (i > 0 ? 1 : 0), 4 + 2 * i - 1]),
          ),
        )
      }),
    )

  command('export <R>', 'a run as lm-evaluation-harness writes it, one folder a plan')
    .requiredOption('--output <dir>', 'the folder to write to')
    .action((r: string, options: Options) =>
      withLab(options, async (lab) => {
        const folders = await exportRun(lab.context, lab.results, r, options.output as string)
        print(`${folders.length} plans written to ${options.output}`)
      }),
    )

  command('bundle <R...>', 'runs in one zip file, for another Atelier and for a supplement')
    .requiredOption('--output <file>', 'the zip file to write')
    .action((rs: string[], options: Options) =>
      withLab(options, async (lab) => {
        const ids = rs.map((r) => lab.context.runs.record.resolveId(r))
        print(await writeBundle(lab.context, lab.results, ids, options.output as string))
      }),
    )

  command('import <FILE>', 'add the runs of a bundle, or all of a backup, to those that are here').action(
    (file: string, options: Options) =>
      withLab(options, async (lab) => {
        const added = await mergeBackup(lab.context, resolve(file))
        print(`${added.runs} runs and ${added.scores} scores were not here, and are added`)
      }),
  )

  const edit = (options: Options, r: string, change: RunEdit): Promise<void> =>
    withLab(options, ({ context: { runs: stored } }) => stored.labels.edit([stored.record.resolveId(r)], change))

  command('rename <R> <name>', 'give a run another name').action((r: string, name: string, options: Options) =>
    edit(options, r, { name }),
  )
  command('note <R> <text>', 'set a run’s note').action((r: string, note: string, options: Options) =>
    edit(options, r, { note }),
  )
  command('tag <R> <tags...>', 'add tags to a run')
    .option('--remove', 'take them away instead')
    .action((r: string, tags: string[], options: Options) =>
      edit(options, r, options.remove === true ? { removeTags: tags } : { addTags: tags }),
    )
  command('archive <R>', 'hide a run from the list')
    .option('--undo', 'show it again')
    .action((r: string, options: Options) => edit(options, r, { archived: options.undo !== true }))
  command('delete <R>', 'delete a run; its scores stay in the store for others').action((r: string, options: Options) =>
    withLab(options, ({ context: { runs: stored } }) => stored.labels.delete([stored.record.resolveId(r)])),
  )
  return runs
}
