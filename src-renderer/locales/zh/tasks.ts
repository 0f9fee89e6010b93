export const tasksTexts = {
  tasks: {
    subtitle: '按 lm-evaluation-harness 的方式评分',
    metrics: '指标',
    floor: '随机猜测',
    import: '导入',
    importTitle: '任务的样本',
    imported: '已导入 {task} 的 {n} 个样本。',
    bundled: '自带',
    mine: '自建',
    remove: '移除 {task}',
    own: '“新建任务”可用 jsonl、json、csv、tsv、parquet 或 txt 文件制作任务，也可将文件拖到此处。命令行：atelier run -t 名称。',
    documentsOf: '{task} 的样本',
    needFile: '尚无样本。请导入发布者的 jsonl、csv 或 parquet 文件：{dataset}，{split}。',
  },
}
