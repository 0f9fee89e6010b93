/**
 * What the host and the plan notation tell, in Chinese, by code: errors, faults, reasons, findings. English needs no such
 * table, for its sentences come with the codes; `detail` is that sentence, where paths and causes stand in it.
 */
export default {
  plan: {
    'too-long': '方案有 {n} 个字符，最多读取 {most} 个（第 {column} 列）',
    character: '“{found}”在方案中没有意义（第 {column} 列）',
    empty: '方案为空：请写一个变体或若干层（第 {column} 列）',
    'unknown-variant': '没有变体 {found}，可用：{near}（第 {column} 列）',
    'missing-parameter': '{variant} 需要 {params}，每个参数都要写出（第 {column} 列）',
    'unknown-parameter': '{variant} 没有参数 {found}，它接受：{takes}（第 {column} 列）',
    'parameter-twice': '{param} 给了两次（第 {column} 列）',
    star: '* 代表 s 或 layer 的所有取值；请为 {param} 给出一个数、范围或集合（第 {column} 列）',
    negative: '{param} 不能为负（第 {column} 列）',
    seed: '种子最大为 4294967295（2^32 − 1）（第 {column} 列）',
    zero: '{param} 至少为 1（第 {column} 列）',
    space: '两步之间需要一个空格（第 {column} 列）',
    'variant-inside': '{found} 不能写在逐层的方案里：变体须单独成句（第 {column} 列）',
    'branch-only': '它是一个分支，只能单独写在组内的 | 之间（第 {column} 列）',
    nesting: '组的嵌套超过 {most} 层（第 {column} 列）',
    unclosed: '此括号没有闭合：请加上 )（第 {column} 列）',
    ellipsis: '.. 两侧各需一个单层，例如 (9|..|23)（第 {column} 列）',
    'empty-branch': '此分支为空：请写若干层，或用 _ 表示恒等（第 {column} 列）',
    syntax: '此处语法有误：{detail}',
    'too-many': '方案有 {n} 个，最多 {most} 个：请减少取值',
    'no-value': '{nLayers} 层的模型没有 * 可取的值（第 {column} 列）',
    'too-many-applications': '层执行次数达到 {n}，最多 {most} 次',
    's-too-large': 's={asked} 过大：此模型有 {nLayers} 层，s 最大为 {largest}（第 {column} 列）',
    'no-such-layer': '第 {asked} 层不存在：可用的层为 0..{largest}（第 {column} 列）',
    'too-many-states': '方案 {plan} 的隐藏状态过多，无法绘出相似度；请选较短的方案',
  },
  device: {
    asked: '{device}，按要求',
    works: '{device}，可在此使用',
    macos: 'CPU，因为 macOS 上没有 CUDA',
    'no-provider': 'CPU，因为尚未安装 ONNX Runtime 的 CUDA 组件（可在“诊断”页获取）',
    'no-gpu': 'CPU，因为没有 NVIDIA 显卡（没有 /dev/nvidia*）',
    'no-libraries': 'CPU，因为缺少 CUDA 所需的库：{libraries}',
    failed: 'CPU，因为 CUDA 无法启动：{why}',
    other: '{detail}',
  },
  doctor: {
    version: '{detail}', processor: '{processor}，{cores} 核', memory: '空闲 {free}，共 {all}', folder: '{detail}', database: '{size}，完好', 'database-damaged': '{size}，{check}', disk: '空闲 {free}', 'disk-full': '空闲 {free}：运行需要空间存放数据库与权重缓存',
    gpu: '{detail}', 'no-gpu': '没有 NVIDIA 显卡（没有 /dev/nvidia*）', provider: '{detail}', 'no-provider': '未安装；可用下面的按钮或 atelier doctor --install cuda 获取', 'no-library': '缺少：随 {source} 提供', 'cuda-works': '可用',
  },
  model: {
    tokenizer: '分词器无法使用：{detail}', 'tokenizer-kind': '不支持此种分词器：{detail}', token: '分词器与模型不符：{detail}', config: 'config.json 无法使用：{detail}', header: '权重文件的头部无法读取：{detail}', 'unknown-option': '模型用到了此处不支持的选项：{detail}', truncated: '权重文件不完整，请重新获取：{detail}', shape: '张量的形状与配置不符：{detail}', gguf: 'GGUF 文件无法使用：{detail}', 'gguf-split': '不支持分卷的 GGUF，请先合并：{detail}', 'missing-file': '模型缺少文件：{detail}', json: 'JSON 文件无法读取：{detail}', index: '权重索引无法使用：{detail}', 'extra-tensor': '模型含有多余的张量：{detail}', 'missing-tensor': '模型缺少张量：{detail}', 'unknown-family': '不支持此系列的模型：{detail}', offsets: '权重文件的偏移有误：{detail}', 'not-found': '找不到模型：{detail}', nan: '权重中含有非数值：{detail}', 'name-taken': '此名称已被使用，请另取一个：{detail}', changed: '模型文件已改变：{detail}', type: '不支持此权重类型：{detail}', overlap: '权重文件中的张量相互重叠：{detail}', 'not-on-hub': 'Hub 上没有此模型：{detail}', 'no-weights': '文件夹中没有权重：{detail}', gap: '权重文件中有空隙：{detail}', format: '这不是可读的模型：{detail}',
  },
  task: {
    file: '文档文件无法读取：{detail}', row: '文档的内容与任务不符，没有导入任何内容：{detail}', definition: '任务定义无法使用：{detail}', continuation: '文档无法评分：{detail}', unknown: '没有此任务：{detail}', twice: '任务 {task} 出现了两次', 'no-documents': '任务 {task} 还没有文档：请在“任务”页导入', changed: '任务的提问与运行开始时不同；请重新开始运行：{detail}',
  },
  store: {
    'unknown-run': '没有运行 {run}', 'not-resumable': '此运行现在不能这样做：{detail}', 'unknown-model': '库中没有模型 {name}', 'no-backup': '这不是 Atelier 的备份文件：{detail}', 'read-only': '数据文件夹不可写，请选择一个可写的文件夹：{detail}', newer: '数据库由更新版本的 Atelier 写入，请更新：{detail}', migration: '数据库升级失败，没有改动任何内容：{detail}', io: '磁盘读写出错，请检查磁盘后继续，已保存的内容没有丢失：{detail}', full: '磁盘已满，请释放空间后继续，已保存的内容没有丢失：{detail}', damaged: '数据库已损坏，请恢复备份：{detail}', busy: '另一程序正占用数据库，请稍后再试：{detail}',
  },
  engine: {
    'cuda-install': 'CUDA 组件未能安装：{detail}', device: '所选设备不可用：{detail}', runtime: 'ONNX Runtime 出错：{detail}', 'out-of-memory': '内存不足：{detail}', memory: '此模型所需内存超出允许：{detail}', died: '引擎进程意外结束，可继续运行：{detail}',
  },
  host: {
    usage: '无法执行：{detail}', input: '请求的内容不合要求：{detail}', download: '下载失败，已获取的部分会保留，可重试：{detail}', checksum: '收到的文件与 Hub 所列的校验和不符，没有保留：{detail}', 'unknown-route': '没有此请求：{detail}', folder: '文件夹无法读取，请另选：{detail}', connection: '与主机的连接已断开；恢复后请重试', 'file-kind': '{detail}',
  },
  internal: '程序内部错误：{detail}',
}
