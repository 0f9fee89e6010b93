export const tasksTexts = {
  tasks: {
    subtitle: 'scored as lm-evaluation-harness scores them',
    metrics: 'metrics',
    floor: 'guess',
    import: 'Import',
    importTitle: 'Documents of a task',
    imported: '{n} document of {task} is imported. | {n} documents of {task} are imported.',
    bundled: 'bundled',
    own: 'Tasks of your own are YAML or JSON files with templates (docs/tasks.md); give their path to atelier run -t.',
    documentsOf: 'Documents of {task}',
    needFile: 'No documents yet. Import the publisher’s jsonl, csv or parquet file: {dataset}, {split}.',
  },
} as const
