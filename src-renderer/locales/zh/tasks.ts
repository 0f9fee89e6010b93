export const tasksTexts = {
  tasks: {
    subtitle: '按 lm-evaluation-harness 的方式评分',
    metrics: '指标',
    floor: '随机猜测',
    import: '导入',
    importTitle: '任务的样本',
    imported: '已导入 {task} 的 {n} 个样本。',
    bundled: '自带',
    own: '您自己的任务是带模板的 YAML 或 JSON 文件（docs/tasks.md）；将其路径传给 atelier run -t。',
    documentsOf: '{task} 的样本',
    needFile: '尚无样本。请导入发布者的 jsonl、csv 或 parquet 文件：{dataset}，{split}。',
  },
}
