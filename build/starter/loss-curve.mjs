// Draws training-log.jsonl: `node build/starter/loss-curve.mjs` writes loss-curve.svg beside it.
import { readFileSync, writeFileSync } from 'node:fs'
import * as echarts from 'echarts'

const file = (name) => new URL(name, import.meta.url)
const FAMILIES = ['recall', 'knowledge', 'sense', 'reference', 'arithmetic']
const COLOURS = ['#2a6fb0', '#b4532a', '#5b8a3a', '#8a5aa8', '#b08a1e']
const log = readFileSync(file('training-log.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)).filter((l) => l.step !== undefined && l.split === undefined)

const axis = { nameLocation: 'middle', nameTextStyle: { color: '#444' }, axisLabel: { color: '#444' }, splitLine: { lineStyle: { color: '#e4e4e4' } } }
const line = (name, points, color, yAxisIndex, type = 'solid') => ({ name, type: 'line', data: points, xAxisIndex: yAxisIndex, yAxisIndex, showSymbol: false, color, lineStyle: { width: 1.8, type } })
const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 400 })
chart.setOption({
  backgroundColor: '#fff',
  animation: false,
  legend: { top: 4, textStyle: { color: '#444' } },
  grid: [{ left: 60, width: 380, top: 44, bottom: 48 }, { left: 530, width: 400, top: 44, bottom: 48 }],
  xAxis: [0, 1].map((gridIndex) => ({ ...axis, gridIndex, type: 'value', name: 'step', nameGap: 26, max: 15500 })),
  yAxis: [
    { ...axis, gridIndex: 0, type: 'value', name: 'cross-entropy (nats)', nameGap: 34, min: 0 },
    { ...axis, gridIndex: 1, type: 'value', name: 'accuracy, development split', nameGap: 34, min: 0, max: 1 },
  ],
  series: [
    line('weighted loss', log.map((l) => [l.step, l.loss]), '#444', 0),
    line('loss at answers', log.map((l) => [l.step, l.answer_loss]), '#c0392b', 0, 'dashed'),
    ...FAMILIES.map((f, i) => line(f, log.map((l) => [l.step, l[f].all]), COLOURS[i], 1)),
  ],
})
writeFileSync(file('loss-curve.svg'), `${chart.renderToSVGString()}\n`)
chart.dispose()
