import { z } from 'zod'
import { LabError } from '../../../src-preload/contract/errors'
import type { MetricName } from '../../../src-preload/contract/metrics'
import type { Raw } from './read-file'

const functionRule = z.object({ module: z.string(), text: z.string(), function: z.string() })
const template = z.union([z.string(), functionRule])
const wording = {
  doc_to_text: z.union([template, z.number().int()]).optional(),
  doc_to_target: z.union([template, z.number().int(), z.array(z.unknown())]).optional(),
  doc_to_choice: z.union([template, z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
  target_delimiter: z.string().optional(),
  fewshot_delimiter: z.string().optional(),
}
const files = z.union([
  z.string(),
  z.array(z.string()),
  z.record(z.string(), z.union([z.string(), z.array(z.string())])),
])
const optional = <T extends z.ZodType>(type: T): z.ZodOptional<z.ZodNullable<T>> => type.nullable().optional()

/** What of a task file of lm-evaluation-harness 0.4.13 (lm_eval/config/task.py) is read here. */
const configSchema = z.object({
  task: z.string().regex(/^[\w.,-]{1,100}$/, 'may hold letters, digits, _, -, . and ,'),
  dataset_path: optional(z.string()),
  dataset_name: optional(z.string()),
  dataset_kwargs: optional(z.object({ data_files: optional(files) })),
  training_split: optional(z.string()),
  validation_split: optional(z.string()),
  test_split: optional(z.string()),
  fewshot_split: optional(z.string()),
  output_type: z
    .enum(['multiple_choice', 'loglikelihood', 'loglikelihood_rolling', 'generate_until'])
    .default('generate_until'),
  ...wording,
  process_docs: optional(functionRule),
  description: optional(z.string()),
  fewshot_config: optional(
    z.object({
      ...wording,
      sampler: z.enum(['default', 'first_n']).default('default'),
      split: optional(z.string()),
      samples: optional(z.array(z.record(z.string(), z.unknown()))),
      process_docs: optional(functionRule),
    }),
  ),
  num_fewshot: optional(z.number().int().min(0)),
  metric_list: optional(z.array(z.object({ metric: z.unknown() }))),
})
export type HarnessConfig = z.output<typeof configSchema>
export type Wording = Pick<HarnessConfig, keyof typeof wording>

/** Fields that change what is asked or how it is scored, and are not read here. */
const REFUSED: Readonly<Record<string, string>> = {
  process_results: 'how answers are scored is a function of its own',
  doc_to_image: 'it asks about images',
  doc_to_audio: 'it asks about sound',
  use_prompt: 'its prompts are those of promptsource',
  gen_prefix: 'it begins the answer for the model',
  custom_dataset: 'its documents are made by a function',
  unsafe_code: 'it runs what the model writes',
  filter_list: 'answers are filtered before they are scored',
}

/** Metrics by lm-evaluation-harness's names, for what is asked; the first of each list leads. */
const METRICS: Readonly<Record<string, readonly MetricName[]>> = {
  multiple_choice: ['acc', 'acc_norm'],
  loglikelihood: ['perplexity', 'acc'],
  loglikelihood_rolling: ['word_perplexity', 'byte_perplexity', 'bits_per_byte'],
}

/** Checks a task file that was read. Throws `task.definition` naming the field. */
export function checkedConfig(raw: Raw, path: string): HarnessConfig {
  // what is said first is what stands in the way most
  if ((raw['output_type'] ?? 'generate_until') === 'generate_until')
    throw unusable(
      path,
      'output_type',
      'the model would have to write text (generate_until), which is not done here yet',
    )
  const refused = Object.keys(REFUSED).find((key) => raw[key] !== undefined && raw[key] !== null && raw[key] !== false)
  if (refused !== undefined) throw unusable(path, refused, `${REFUSED[refused]}, which is not done here`)
  const parsed = configSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw unusable(path, issue?.path.join('.') || 'task', issue?.message ?? '')
  }
  const config = parsed.data
  if (config.doc_to_target === undefined) throw unusable(path, 'doc_to_target', 'it is not there')
  if (config.output_type === 'multiple_choice' && config.doc_to_choice === undefined)
    throw unusable(path, 'doc_to_choice', 'a multiple_choice task needs it')
  return config
}

/** The metrics that a task file names and that are computed here; those of its kind where it names none. */
export function metricsOf(
  { output_type: kind, metric_list: list }: HarnessConfig,
  path: string,
): readonly MetricName[] {
  const all = METRICS[kind] ?? []
  if (!list) return all
  const names = list.map(({ metric }) => (typeof metric === 'string' ? metric : 'a function'))
  const metrics = all.filter((m) => names.includes(m))
  if (metrics.length === 0)
    throw unusable(
      path,
      'metric_list',
      `none of its metrics is computed here (${names.join(', ')}); there are ${all.join(', ')}`,
    )
  return metrics
}

const unusable = (path: string, field: string, why: string): LabError =>
  new LabError('task.definition', `${path}: the field ${field} is not usable: ${why}`, { field })
