export const tasksTexts = {
  tasks: {
    subtitle: 'scored as lm-evaluation-harness scores them',
    context: 'context',
    head: {
      task: 'Task',
      metrics: 'Metrics',
      floor: 'Guess',
      documents: 'Documents',
    },
    floor: 'guess',
    import: 'Import',
    importTitle: 'Documents of a task',
    imported: '{n} document of {task} is imported. | {n} documents of {task} are imported.',
    bundled: 'bundled',
    mine: 'your own',
    remove: 'Remove {task}',
    own: '“New task” makes one of a jsonl, json, csv, tsv, parquet or txt file, and takes a task file of lm-evaluation-harness (.yaml) as it is; drop it here. On the command line: atelier run -t NAME.',
    importFiles: 'Import files',
    importFilesTitle: 'A folder with the publishers’ files',
    importedFiles: 'Imported: {done}.',
    noFiles: 'No file of this folder has the name of a task: arc_easy.jsonl, winogrande_xl.parquet.',
    removeDocuments: 'Remove the documents of {task}',
    documentsRemoved: 'The documents of {task} are removed. Runs keep theirs.',
    about: {
      recall:
        'The last word of a passage, known only from the passage. Judged like LAMBADA; made for Atelier by a program.',
      knowledge:
        'Everyday and scientific facts, one of four answers, a third of them in two steps. Judged like ARC; made for Atelier by a program.',
      sense:
        'The plausible ending of a scene, one of four that share their endings. Judged like HellaSwag; made for Atelier by a program.',
      reference:
        'Who or what a sentence means, one of two, in minimal pairs. Judged like WinoGrande; made for Atelier by a program.',
      arithmetic:
        'Sums in one to three steps, the number among three near misses. Judged like ARC; made for Atelier by a program.',
      sums: 'The same sums, their answers written. Read and judged like GSM8K; made for Atelier by a program.',
    },
    examples: 'Examples for few-shot come from the split {split}: {n} rows.',
    examplesNone: 'Examples for few-shot come from the split {split}, whose file is not here yet.',
    training: 'A head is trained on {n} row. | A head is trained on {n} rows.',
    trainingNone: 'A head that is trained needs the training split, whose file is not here yet.',
    importTraining: 'Import training rows',
    trainingTitle: 'The file of the training split',
    trainingImported: '{n} training row of {task} imported. | {n} training rows of {task} imported.',
    importExamples: 'Import examples',
    examplesTitle: 'The file that examples are drawn from',
    examplesImported: '{n} example of {task} is imported. | {n} examples of {task} are imported.',
    adopted: '{task} is a task of yours now, with {n} document. | {task} is a task of yours now, with {n} documents.',
    adoptedGroup: 'The {n} tasks of the group are yours now.',
    adoptedEmpty: '{task} is a task of yours now. Import its documents.',
    documentsOf: 'Documents of {task}',
    needFile: 'No documents yet. Import the publisher’s jsonl, csv or parquet file: {dataset}, {split}.',
  },
} as const
