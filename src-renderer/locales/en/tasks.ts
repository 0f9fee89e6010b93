export const tasksTexts = {
  tasks: {
    subtitle: 'scored as lm-evaluation-harness scores them',
    metrics: 'metrics',
    floor: 'guess',
    import: 'Import',
    importTitle: 'Documents of a task',
    imported: '{n} document of {task} is imported. | {n} documents of {task} are imported.',
    bundled: 'bundled',
    mine: 'your own',
    remove: 'Remove {task}',
    own: '“New task” makes one of a jsonl, json, csv, tsv, parquet or txt file; drop it here. On the command line: atelier run -t NAME.',
    documentsOf: 'Documents of {task}',
    needFile: 'No documents yet. Import the publisher’s jsonl, csv or parquet file: {dataset}, {split}.',
  },
} as const
