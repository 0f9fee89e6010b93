import { Command } from 'commander'
import { print, printJson, table } from '../print'
import { homeOption, withLab } from '../with-lab'

export function tasksCommand(): Command {
  const tasks = new Command('tasks').description('the benchmarks and their documents')
  homeOption(
    tasks
      .command('list')
      .description('tasks, where their documents come from, how many are at hand')
      .option('--json', 'as JSON'),
  ).action((options: { home?: string; json?: boolean }) =>
    withLab(options, async (lab) => {
      const list = await lab.tasks.list()
      if (options.json === true) return printJson(list)
      print(
        table(
          ['task', 'metrics', 'guessing', 'documents', 'from'],
          list.map((t) => [
            t.task,
            t.metrics.join(', '),
            t.floor === null ? '–' : String(t.floor),
            t.nDocs === null ? '0' : String(t.nDocs),
            t.path ??
              `not here yet: give --data ${t.task}=FILE (${t.source.dataset}, ${t.source.split}, ${t.source.documents ?? '?'} documents)`,
          ]),
          [2, 3],
        ),
      )
    }),
  )
  return tasks
}
