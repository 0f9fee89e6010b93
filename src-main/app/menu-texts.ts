/** The few texts that the platform draws itself; everything else is in the renderer's locales. */
export interface MenuTexts {
  readonly file: string
  readonly quit: string
  readonly edit: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly view: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly resetZoom: string
  readonly fullScreen: string
  readonly window: string
  readonly minimize: string
  readonly close: string
  readonly closeQuestion: string
  readonly closeDetail: string
  readonly closeStop: string
  readonly closeStay: string
  readonly modelQuestion: string
  readonly modelFolder: string
  readonly modelFile: string
  readonly cancel: string
}

const en: MenuTexts = {
  file: 'File',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  resetZoom: 'Actual size',
  fullScreen: 'Full screen',
  window: 'Window',
  minimize: 'Minimize',
  close: 'Close',
  closeQuestion: 'A run is going on. Stop it and close?',
  closeDetail: 'What was measured is kept. The run can be resumed at the next start.',
  closeStop: 'Stop and close',
  closeStay: 'Stay',
  modelQuestion: 'What is the model?',
  modelFolder: 'A folder with .safetensors',
  modelFile: 'A .gguf file',
  cancel: 'Cancel',
}

const zh: MenuTexts = {
  file: '文件',
  quit: '退出',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '显示',
  zoomIn: '放大',
  zoomOut: '缩小',
  resetZoom: '实际大小',
  fullScreen: '全屏',
  window: '窗口',
  minimize: '最小化',
  close: '关闭',
  closeQuestion: '有一个运行正在进行。停止并关闭吗？',
  closeDetail: '已测得的结果会保留，下次启动时可以继续该运行。',
  closeStop: '停止并关闭',
  closeStay: '取消',
  modelQuestion: '模型是什么？',
  modelFolder: '含 .safetensors 的文件夹',
  modelFile: '.gguf 文件',
  cancel: '取消',
}

/** @param system the platform's language, as in `zh-CN` */
export const menuTexts = (language: 'system' | 'en' | 'zh', system: string): MenuTexts =>
  (language === 'system' ? system.toLowerCase().startsWith('zh') : language === 'zh') ? zh : en
