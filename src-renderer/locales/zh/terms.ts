/** What a word or letter of the app means: two lines, and where it is defined. */
export const termsTexts = {
  terms: {
    ask: '这是什么？',
    normalised: {
      text: '（得分 − 随机猜测）/（完整模型 − 随机猜测）：1 为未改动的模型，0 为猜测。',
      more: '中位数只取完整模型高出猜测超过其误差的任务。',
      where: '论文第 3 节',
    },
    floor: {
      text: '随机猜测的得分：四选一为 0.25，二选一为 0.5，需要写出词时为 0。',
      more: '可在“显示”中更改。',
      where: 'docs/semantics.md',
    },
    paperCache: {
      text: '论文代码对并行组各分支的键和值取平均，生成词元时每个分支都读取该平均。',
      more: '精确：每个分支各自保存。提示部分两者都精确计算。',
      where: '论文参考代码；docs/semantics.md',
    },
    half: {
      text: '首次降至完整模型一半得分时的受影响层数，点间按直线内插；横轴为比例时以占模型层数的 % 计。',
      more: '横线：从未低于一半，或一开始就低于一半，或尚有未测量的点。',
      where: 'Atelier 自定，非论文所有；docs/semantics.md',
    },
    area: {
      text: '对所测全部受影响层数的平均得分（梯形法）。',
      more: '变体按其造成的损害排序。',
      where: 'Atelier 自定，非论文所有；docs/semantics.md',
    },
    start: {
      text: 's：重排从第 s + 1 层开始；前 s + 1 层与后 s 层保持不变。',
      more: 's 越大，受影响的层越少。',
      where: '论文第 3 节',
    },
    applications: {
      text: '一个样本从头到尾执行层的次数；并行组按其中每层计。',
      more: '即方案本身的开销，不计与其他方案共用的部分。',
      where: 'docs/semantics.md',
    },
    notUsed: {
      text: '方案从未执行的层。',
      more: '其权重可不放入内存。',
      where: 'docs/semantics.md',
    },
    depth: {
      text: '前后相继的层数；一个并行组计为一层。',
      more: '并行的各层可同时计算。',
      where: 'docs/semantics.md',
    },
    cost: {
      text: '此方案的层执行次数与完整模型之比。',
      more: '1.00×：与未改动的模型计算量相同。',
      where: 'docs/semantics.md',
    },
    results: {
      text: '新：此方案尚无结果；否则为样本结果均已存储的任务数。',
      more: '已存储的结果不再计算，无论在哪次运行中。',
      where: 'docs/architecture.md',
    },
    storedWork: {
      text: '无需计算的层执行次数：其结果已存储。',
      more: '结果按模型、执行顺序与样本保存，任何运行均可使用。',
      where: 'docs/architecture.md',
    },
    sharedWork: {
      text: '开头相同的若干方案共用、只计算一次的层执行次数。',
      more: 's 相同的跳过与反转共用前 s + 1 层。',
      where: 'docs/architecture.md',
    },
    newWork: {
      text: '此次运行要计算的层执行次数。',
      more: '时间由此估计。',
      where: 'docs/architecture.md',
    },
    affected: {
      text: 'M：前 s + 1 层与后 s 层之间的层，即变体重排的层。',
      more: 'T 层的模型中 M = T − 2s − 1。',
      where: '论文第 3 节',
    },
    loops: {
      text: 'n：并行各层的均值循环执行的次数；n = 1 即并行。',
      more: '“最佳”对每个 M 取得分最高的 n。',
      where: '论文图 10',
    },
    saved: {
      text: '因各方案共用开头或结果已存储而未计算的层执行次数。',
      more: '占各方案逐一计算所需的比例。',
      where: 'docs/architecture.md',
    },
    holm: {
      text: 'Holm 校正后的 p：若两方案无差别，整张表出现任何这样差异的概率。',
      more: '每个任务检验一个指标；低于 0.05 为粗体。',
      where: 'Holm 1979',
    },
    interval: {
      text: '同一批样本上 B − A 的 95% 置信区间。',
      more: '准确率：Tango 得分置信区间；其余：配对自助法。',
      where: 'Tango 1998',
    },
    similarity: {
      text: '两层之后展平的隐藏状态之间的余弦，对样本取平均。',
      more: '1：方向相同，训练好的模型的中间层正是如此。',
      where: '论文图 3',
    },
  },
}
