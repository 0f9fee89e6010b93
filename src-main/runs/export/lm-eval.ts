import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Experiment } from '../../../src-preload/contract/experiment'
import type { WrittenSample } from '../../../src-preload/contract/sample'
import {
  EXACT_MATCH,
  higherIsBetter,
  METRICS,
  type MetricName,
  type Metrics,
} from '../../../src-preload/contract/metrics'
import { LabError } from '../../../src-preload/contract/errors'
import { computeMetrics } from '../../metrics/compute-metrics'
import type { ScoredDocument } from '../../metrics/scored-document'
import { parseExactly } from '../../system/exact-json'
import { rowOfBody } from '../../tasks/asked'
import { TaskExamples } from '../../library/task-examples'
import { scorable } from '../../tasks/documents'
import { described, type ScorableDocument, type Task } from '../../tasks/task'
import type { StoredTask } from '../../store/run/run-records'
import type { StoredRun } from '../../store/run/run-row'
import type { Context } from '../../home/context'
import type { RunResults } from '../results'

/**
 * Writes a run as lm-evaluation-harness 0.4.13 writes its results (loggers/evaluation_tracker.py): one folder a plan, in it
 * `results_<date>.json` and `samples_<task>_<date>.jsonl`. Returns the folders.
 */
export async function exportRun(
  context: Context,
  reader: RunResults,
  runText: string,
  folder: string,
): Promise<string[]> {
  const runs = context.runs.record
  const run = reader.find(runText)
  const plans = runs.plans(run.id)
  const tasks = runs.tasks(run.id)
  const definitions = await reader.definitions(run.id)
  const measurements = reader.stored(run.id)
  const date = run.createdAt.replaceAll(':', '-').replace(/Z$/, '')
  const folders: string[] = []
  for (const [planOrdinal, plan] of plans.entries()) {
    const target = join(
      folder,
      folderName(
        plan.plan,
        folders.map((f) => f.slice(folder.length + 1)),
      ),
    )
    await makeFolder(target)
    const hashes: Record<string, string> = {}
    for (const task of tasks) {
      const definition = definitions[task.ordinal] as Task
      hashes[task.task] = await writeSamples(
        context,
        reader,
        run,
        planOrdinal,
        task,
        definition,
        join(target, `samples_${task.task}_${date}.jsonl`),
      )
    }
    const byTask = new Map(measurements.filter((m) => m.planOrdinal === planOrdinal).map((m) => [m.taskOrdinal, m]))
    const results = resultsFile(run, plan, tasks, definitions, (t) => byTask.get(t.ordinal), hashes)
    await writeWhole(join(target, `results_${date}.json`), `${JSON.stringify(results, null, 2)}\n`)
    folders.push(target)
  }
  return folders
}

/** A folder name that every platform takes; a number is added where two plans would share one. */
function folderName(plan: string, taken: readonly string[]): string {
  const base = plan
    .replaceAll(/\.\./g, '-')
    .replaceAll(/[^\w=,()-]+/g, '_')
    .slice(0, 100)
  if (!taken.includes(base)) return base
  let n = 2
  while (taken.includes(`${base}_${n}`)) n++
  return `${base}_${n}`
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new LabError(
      'host.usage',
      `${folder}: cannot be made (${(cause as NodeJS.ErrnoException).code ?? ''}); choose another folder for --output`,
      {},
      { cause },
    )
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.tmp`, text)
  await rename(`${file}.tmp`, file)
}

function resultsFile(
  run: StoredRun,
  plan: { readonly plan: string; readonly schedule: string },
  tasks: readonly StoredTask[],
  definitions: readonly Task[],
  measurement: (task: StoredTask) => { readonly nDocs: number; readonly metrics: Metrics } | undefined,
  hashes: Readonly<Record<string, string>>,
): object {
  const perTask = <T>(value: (task: StoredTask, definition: Task) => T): Record<string, T> =>
    Object.fromEntries(tasks.map((t, i) => [t.task, value(t, definitions[i] as Task)]))
  return {
    results: perTask((t) => ({
      alias: t.task,
      sample_len: measurement(t)?.nDocs ?? 0,
      ...lmEvalMetrics(measurement(t)?.metrics ?? {}),
    })),
    group_subtasks: perTask(() => []),
    configs: perTask((t, d) => ({
      task: t.task,
      dataset_path: d.source.dataset,
      dataset_name: d.source.split.split('/')[0],
      test_split: d.source.split.split('/').at(-1),
      output_type: OUTPUT_TYPES[t.kind],
      num_fewshot: t.nExamples,
      metric_list: t.metrics.map((m) => ({
        metric: m,
        aggregation: aggregationOf(m),
        higher_is_better: higherIsBetter(m),
      })),
      metadata: { version: d.version },
    })),
    versions: perTask((_, d) => d.version),
    'n-shot': perTask((t) => t.nExamples),
    higher_is_better: perTask((t) => Object.fromEntries(t.metrics.map((m) => [m, higherIsBetter(m)]))),
    'n-samples': perTask((t) => ({ original: t.nDocsTotal, effective: measurement(t)?.nDocs ?? 0 })),
    config: {
      model: 'atelier',
      model_args: {
        pretrained: run.modelPath,
        fingerprint: run.fingerprint,
        plan: plan.plan,
        schedule: plan.schedule,
        dtype: 'float32',
        add_bos_token: run.addBos,
      },
      model_dtype: 'float32',
      batch_size: null,
      device: run.device,
      limit: run.experiment.limit ?? run.experiment.sample?.n ?? null,
      bootstrap_iters: 1000,
      random_seed: run.experiment.sample?.seed ?? null,
    },
    git_hash: null,
    upper_git_hash: null,
    pretty_env_info: JSON.stringify(run.versions),
    lm_eval_version: null,
    transformers_version: null,
    tokenizer_pad_token: null,
    tokenizer_eos_token: null,
    tokenizer_bos_token: null,
    eot_token_id: null,
    max_length: null,
    date: Date.parse(run.createdAt) / 1000,
    atelier: { run: run.id, versions: run.versions, numerics: run.numerics },
    task_hashes: hashes,
    model_source: 'atelier',
    model_name: run.modelName,
    model_name_sanitized: run.modelName.replaceAll(/[^\w.-]+/g, '__'),
    total_evaluation_time_seconds: String(run.cost.seconds),
  }
}

/** lm-eval names a metric with its filter, and the error likewise; undefined errors read "N/A" there. */
function lmEvalMetrics(metrics: Metrics): Record<string, number | string | null> {
  const out: Record<string, number | string | null> = {}
  for (const [name, metric] of Object.entries(metrics)) {
    const [own, filter] = FILTERED[name] ?? [name, 'none']
    out[`${own},${filter}`] = metric.value
    out[`${own}_stderr,${filter}`] = metric.stderr ?? 'N/A'
  }
  return out
}

/** Metrics of written answers: one there, by the filter that it is of. */
const FILTERED: Readonly<Record<string, readonly [metric: string, filter: string]>> = {
  exact_match_strict: ['exact_match', 'strict-match'],
  exact_match_flexible: ['exact_match', 'flexible-extract'],
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Writes one line a document; returns the hash that lm-eval calls the task's. */
async function writeSamples(
  context: Context,
  reader: RunResults,
  run: StoredRun,
  planOrdinal: number,
  stored: StoredTask,
  task: Task,
  file: string,
): Promise<string> {
  const temporary = `${file}.tmp`
  const out = createWriteStream(temporary)
  const all = createHash('sha256')
  const before = new TaskExamples(context.documents)
  try {
    const scorer = reader.scorerIds(run.id)[planOrdinal] ?? NaN
    for (const sample of reader.scoredDocuments(run.id, planOrdinal, stored.ordinal)) {
      const { docId, documentId, examples, scored } = sample
      const body = context.documents.body(documentId)
      const pairs = described(scorable(task, JSON.parse(body)), before.text(task, examples))
      const doc = rowOfBody(parseExactly(body))
      const written = reader.written(scorer, task, sample)
      const target =
        written?.target ?? (task.kind === 'multiple-choice' ? String(scored.target) : (pairs[0]?.continuation ?? ''))
      const hashes = {
        doc_hash: sha256(JSON.stringify(doc, null, 2)),
        prompt_hash: sha256(pairs[0]?.context ?? ''),
        target_hash: sha256(target),
      }
      all.update(hashes.doc_hash + hashes.prompt_hash + hashes.target_hash)
      const answers = written
        ? writtenLines(task, written, run.experiment, scored, pairs[0]?.context ?? '')
        : [scoredLine(stored, scored, pairs)]
      for (const answer of answers)
        if (!out.write(`${JSON.stringify({ doc_id: docId, doc, target, ...answer, ...hashes })}\n`))
          await once(out, 'drain')
    }
    out.end()
    await finished(out)
    await rename(temporary, file)
  } catch (error) {
    out.destroy()
    await rm(temporary, { force: true })
    throw error
  }
  return all.digest('hex')
}

function scoredLine(stored: StoredTask, scored: ScoredDocument, pairs: ScorableDocument['pairs']): object {
  const resps = scored.loglikelihoods.map((l, i) => [String(l), scored.greedy[i] ? 'True' : 'False'])
  return {
    arguments: Object.fromEntries(pairs.map((p, i) => [`gen_args_${i}`, { arg_0: p.context, arg_1: p.continuation }])),
    resps: resps.map((r) => [r]),
    filtered_resps: resps,
    filter: 'none',
    metrics: stored.metrics,
    ...sampleMetrics(stored, scored),
  }
}

/** A line a filter, with what it read out of the answer. */
function writtenLines(
  { generation }: Task,
  { text, extracted }: WrittenSample,
  { maxNewTokens }: Experiment,
  { greedy }: ScoredDocument,
  prompt: string,
): object[] {
  const limits = {
    until: generation?.until,
    max_gen_toks: maxNewTokens ?? generation?.maxNewTokens,
    do_sample: false,
    temperature: 0,
  }
  return EXACT_MATCH.map((name, i) => ({
    arguments: { gen_args_0: { arg_0: prompt, arg_1: limits } },
    resps: [[text]],
    filtered_resps: [name === 'exact_match_strict' ? extracted.strict : extracted.flexible],
    filter: FILTERED[name]?.[1],
    metrics: ['exact_match'],
    exact_match: greedy[i] === true ? 1 : 0,
  }))
}

const OUTPUT_TYPES = {
  'multiple-choice': 'multiple_choice',
  loglikelihood: 'loglikelihood',
  rolling: 'loglikelihood_rolling',
  generation: 'generate_until',
  classification: 'multiple_choice',
  regression: 'loglikelihood',
} as const satisfies Record<StoredTask['kind'], string>

/** lm-evaluation-harness's name of it. */
function aggregationOf(name: MetricName): string {
  const { aggregation, per } = METRICS[name]
  if (aggregation === 'bits') return 'bits_per_byte'
  if (aggregation === 'mean') return 'mean'
  if (aggregation === 'association') return name
  return per === 'document' ? 'perplexity' : 'weighted_perplexity'
}

/** A document's own metrics: perplexity is logged as the loglikelihood that it is made from. */
function sampleMetrics(task: StoredTask, scored: ScoredDocument): Partial<Record<MetricName, number | null>> {
  const metrics: Partial<Record<MetricName, number | null>> = {}
  for (const name of task.metrics) {
    metrics[name] =
      METRICS[name].aggregation === 'exp-mean'
        ? (scored.loglikelihoods[scored.target] ?? null)
        : (computeMetrics(task.kind, [name], [scored])[name]?.value ?? null)
  }
  return metrics
}
