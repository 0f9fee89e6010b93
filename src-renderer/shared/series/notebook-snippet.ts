import type { Table } from './table'

/**
 * Python for a notebook that reads a figure's CSV and draws it with pandas and matplotlib: lines by their x, a map by its two
 * axes, similarities as a matrix a panel, plans of runs by their affected layers.
 *
 * @param file name of the CSV beside the notebook
 */
export function notebookSnippet(file: string, { columns }: Table): string {
  const has = (...names: readonly string[]): boolean => names.every((n) => columns.includes(n))
  const read = ['import matplotlib.pyplot as plt', 'import pandas as pd', '', `data = pd.read_csv(${pythonText(file)})`]
  if (has('series', 'M', 'layer', 'value', 'error')) return [...read, ...LINES, ''].join('\n')
  if (has('model', 'M', 'n', 'best')) return [...read, ...LOOPS, ''].join('\n')
  if (has('plan', 'position', 'other_position', 'cosine')) return [...read, ...SIMILARITY, ''].join('\n')
  if (has('run_name', 'plan', 'task', 'metric', 'M', 'value', 'error')) return [...read, ...PLANS, ''].join('\n')
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
  'for (model, plan), panel in data.groupby(["model", "plan"], sort=False):',
  '    matrix = panel.pivot(index="position", columns="other_position", values="cosine")',
  '    figure, axes = plt.subplots(figsize=(5, 4))',
  '    figure.colorbar(axes.imshow(matrix, vmax=1), label="mean cosine similarity")',
  '    axes.set(title=f"{model}, {plan}", xlabel="state after layer", ylabel="state after layer")',
]

const PLANS = [
  'data["variant"] = data["plan"].str.replace(r"\\(.*", "", regex=True)',
  'for (run, task, metric), panel in data.dropna(subset=["M"]).groupby(["run_name", "task", "metric"], sort=False):',
  '    figure, axes = plt.subplots(figsize=(6, 4))',
  '    for variant, points in panel.groupby("variant", sort=False):',
  '        axes.errorbar(points["M"], points["value"], yerr=points["error"], fmt="o", capsize=2, label=variant)',
  '    axes.set(title=f"{run}, {task}", xlabel="affected layers M", ylabel=metric)',
  '    axes.legend(fontsize=7)',
]

/** A Python string literal. */
const pythonText = (text: string): string => JSON.stringify(text)
