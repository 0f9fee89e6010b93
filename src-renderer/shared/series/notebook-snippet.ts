import type { Table } from './table'

/**
 * Python for a notebook that reads a figure's CSV and draws it with pandas and matplotlib: lines by their x, a map by its two
 * axes, similarities as a matrix a panel.
 *
 * @param file name of the CSV beside the notebook
 */
export function notebookSnippet(file: string, { columns }: Table): string {
  const has = (...names: readonly string[]): boolean => names.every((n) => columns.includes(n))
  const read = ['import matplotlib.pyplot as plt', 'import pandas as pd', '', `data = pd.read_csv(${pythonText(file)})`]
  if (has('series', 'M', 'layer', 'value', 'error')) return [...read, ...LINES, ''].join('\n')
  if (has('model', 'M', 'n', 'value')) return [...read, ...LOOPS, ''].join('\n')
  if (has('panel', 'state', 'other', 'cosine')) return [...read, ...SIMILARITY, ''].join('\n')
  return [...read, 'data.head()', ''].join('\n')
}

const LINES = [
  'x = data["M"].fillna(data["layer"])',
  'for model, panel in data.assign(x=x).groupby("model", sort=False):',
  '    figure, axes = plt.subplots(figsize=(6, 4))',
  '    for (series, task), line in panel.groupby(["series", "task"], sort=False):',
  '        axes.errorbar(line.x, line["value"], yerr=line["error"], marker="o", capsize=2, label=series)',
  '    if panel["normalised"].iloc[0] == 1:',
  '        axes.axhline(1, color="black", linewidth=1)',
  '        axes.axhline(0, color="gray", linestyle="--", linewidth=1)',
  '    axes.set(title=model, xlabel="affected layers M" if panel["M"].notna().any() else "layer", ylabel="score")',
  '    axes.legend(fontsize=7)',
]

const LOOPS = [
  'for model, panel in data.groupby("model", sort=False):',
  '    cells = panel.pivot(index="n", columns="M", values="value")',
  '    figure, axes = plt.subplots(figsize=(6, 4))',
  '    drawn = axes.pcolormesh(range(len(cells.columns) + 1), range(len(cells.index) + 1), cells)',
  '    axes.set_xticks([i + 0.5 for i in range(len(cells.columns))], cells.columns)',
  '    axes.set_yticks([i + 0.5 for i in range(len(cells.index))], cells.index)',
  '    axes.set(title=model, xlabel="affected layers M", ylabel="iterations n")',
  '    figure.colorbar(drawn, label="score")',
]

const SIMILARITY = [
  'for title, panel in data.groupby("panel", sort=False):',
  '    order = panel["state"].drop_duplicates()',
  '    matrix = panel.pivot(index="state", columns="other", values="cosine").loc[order, order]',
  '    figure, axes = plt.subplots(figsize=(5, 4))',
  '    figure.colorbar(axes.imshow(matrix, vmax=1), label="mean cosine similarity")',
  '    axes.set(title=title, xlabel="state after layer", ylabel="state after layer")',
]

/** A Python string literal. */
const pythonText = (text: string): string => JSON.stringify(text)
